"""The databases: SQLite always, PostgreSQL when TEST_DATABASE_URL names one. And the cast."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, delete, make_url, text

from stackshare import create_app
from stackshare.config import Settings
from stackshare.core.schema import migrate_to_newest
from stackshare.extensions import Base, db
from stackshare.proscons.models import ProCon
from stackshare.search.models import Document
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, a_minute_later, line, member, tool

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "").replace("postgresql:", "postgresql+psycopg:")


def own_database(url: str, worker: str) -> str:
    """An empty PostgreSQL database for this worker alone, beside the one that is named."""
    named = make_url(url)
    name = f"{named.database}_{worker}"
    engine = create_engine(named, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return named.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def built_app(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Flask:
    folder = tmp_path_factory.mktemp("data")
    env = {"DATA_DIR": str(folder), "SECRET_KEY": "only for tests", "RATE_LIMITS": "off"}
    if POSTGRESQL:
        env["DATABASE_URL"] = own_database(POSTGRESQL, worker_id)
    app = create_app(Settings.from_env(env))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        migrate_to_newest()
    return app


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """The schema is built once; each test leaves its tables empty. No change goes unseen."""
    store = built_app.extensions["kept"].store
    a_minute_later(built_app)
    store.lag = 0
    yield built_app
    with built_app.app_context():
        if POSTGRESQL:
            names = {table.name for table in Base.metadata.sorted_tables} - {"documents"}
            db.session.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY"))
            db.session.execute(delete(Document))  # few rows in many partitions
        else:
            db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
            for table in reversed(Base.metadata.sorted_tables):
                db.session.execute(delete(table))
        db.session.commit()


@pytest.fixture
def limited(app: Flask) -> Flask:
    """The same house, with limits."""
    limited = create_app(replace(app.config["SETTINGS"], rate_limits=True))
    limited.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return limited


@pytest.fixture
def data_dir(app: Flask) -> Path:
    folder: Path = app.config["SETTINGS"].data_dir
    return folder


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def alice(app: Flask) -> Member:
    return member(app, "alice")


@pytest.fixture
def bob(app: Flask) -> Member:
    """He wrote the lines that alice and mod vote for."""
    return member(app, "bob")


@pytest.fixture
def mod(app: Flask) -> Member:
    return member(app, "mod", role="moderator")


@pytest.fixture
def react(app: Flask) -> Tool:
    return tool(app, "react", name="React", aliases=["React.js"])


@pytest.fixture
def vue(app: Flask) -> Tool:
    return tool(app, "vue", name="Vue.js", aliases=["Vue"])


@pytest.fixture
def svelte(app: Flask) -> Tool:
    return tool(app, "svelte", name="Svelte")


@pytest.fixture
def fast(app: Flask, bob: Member, react: Tool) -> ProCon:
    return line(app, bob, react, "pro", "Fast")


@pytest.fixture
def big(app: Flask, bob: Member, react: Tool) -> ProCon:
    return line(app, bob, react, "con", "Big")
