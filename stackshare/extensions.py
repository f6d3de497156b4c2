"""Flask's extensions, and how each connection to a database is set up."""

import sqlite3
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from time import sleep
from typing import IO

from flask import g, has_request_context, request
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

# Named constraints, so every future migration can drop them by name.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


# Rows keep what they hold, after a commit and after an UPDATE too, so that the answer to a write
# asks nothing again.
db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={
        "expire_on_commit": False,
        "execution_options": {"synchronize_session": False},
    },
)
csrf = CSRFProtect()
login_manager = LoginManager()


@event.listens_for(Engine, "connect")
def prepare_sqlite(connection: object, record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the driver begins nothing itself, see below
        connection.executescript(
            "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        )


@event.listens_for(Engine, "begin")
def begin_sqlite(connection: Connection) -> None:
    """A read waits for nobody. All else takes the write lock first: later it may be refused."""
    if connection.dialect.name == "sqlite":
        reads = connection.get_execution_options().get("only_reads") or (
            has_request_context()
            and (request.method in ("GET", "HEAD", "OPTIONS") or "only_reads" in g)
        )
        if reads or not took_lock(connection):
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def took_lock(connection: Connection) -> bool:
    """Writers line up at a file beside the database, over all processes, and only the first asks
    for the lock, again and again. SQLite itself waits longer and longer between two tries: those
    who just came would overtake those who wait. False after two seconds: ask as SQLite does, and
    be told what is wrong."""
    if "queue" not in connection.info:
        beside = Path(f"{connection.engine.url.database}.queue")
        connection.info["queue"] = beside.open("ab")
    queue: IO[bytes] = connection.info["queue"]
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    flock(queue, LOCK_EX)
    raw.execute("PRAGMA busy_timeout=0")
    try:
        for _ in range(4_000):
            with suppress(sqlite3.OperationalError):
                raw.execute("BEGIN IMMEDIATE")
                return True
            sleep(0.0005)
        return False
    finally:
        raw.execute("PRAGMA busy_timeout=5000")
        flock(queue, LOCK_UN)
