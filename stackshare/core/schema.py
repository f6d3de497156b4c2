"""The database's shape: brought to the newest by whichever process starts first."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy import text

from stackshare.core.indexes import tell_conditions
from stackshare.extensions import Base, db

LOCK = 0x57AC  # any number, as long as all our processes use the same


@contextmanager
def only_one_starts() -> Iterator[None]:
    """Hold the lock under which a database is prepared; others wait here meanwhile."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
    else:
        with Path(f"{db.engine.url.database}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def with_migrations(app: Flask) -> Flask:
    """The same app, knowing `flask db`. Whoever only serves need not load what it takes."""
    Migrate(app, db, directory=migrations_of(app))
    return app


def migrations_of(app: Flask) -> str:
    return str(Path(app.template_folder or "").parent / "migrations")


def migrate_to_newest() -> None:
    with_migrations(current_app._get_current_object())  # type: ignore[attr-defined]
    upgrade()
    db.session.remove()


def is_newest() -> bool:
    """Whether the last of the migrations has been here."""
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory(migrations_of(current_app)).get_current_head()


@contextmanager
def bulk_load() -> Iterator[None]:
    """Around one transaction that fills an empty database. SQLite's new pages go directly into
    the file, not by way of its log: half the writing; a load that fails still leaves nothing."""
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            for setting in ("journal_mode=DELETE", "cache_size=-64000", "foreign_keys=OFF"):
                # Past SQLAlchemy: inside a transaction they would be refused.
                connection.connection.execute(f"PRAGMA {setting}")
    yield
    db.session.remove()
    db.engine.dispose()
    db.engine.connect().close()  # with the log again


@contextmanager
def without_indexes() -> Iterator[None]:
    """While many rows come: an index of rows that are there is made at one go. Those that forbid
    something stay."""
    connection = db.session.connection()
    tell_conditions(Base.metadata, connection.dialect.name)
    tables = Base.metadata.sorted_tables
    indexes = [index for table in tables for index in table.indexes if not index.unique]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def after_bulk_load() -> None:
    """Tell the database how much there is now: plans made for empty tables are slow ones. Where
    rows came with ids of their own, PostgreSQL must count on from the highest."""
    db.session.execute(text("ANALYZE"))
    if db.engine.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.primary_key.columns and not table.columns["id"].foreign_keys:
            highest = f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name})"
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            db.session.execute(text(f"SELECT setval({sequence}, {highest}, false)"))
