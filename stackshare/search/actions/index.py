"""Making the documents anew, all at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from stackshare.core.triggers import drop, renewed
from stackshare.search.actions.triggers import NAME, documents_of, in_sql, triggers
from stackshare.search.queries.kinds import KINDS


def renew_index(connection: Connection) -> None:
    """Leave the triggers that the declarations ask for, and no others. Where any was missing or
    is new, nobody knows what the documents missed."""
    if renewed(connection, NAME, triggers(connection.dialect)):
        rebuild(connection)


def drop_search_triggers(connection: Connection) -> None:
    drop(connection, NAME)


@contextmanager
def unsearched(connection: Connection) -> Iterator[None]:
    """For filling an empty database: what comes in is found at the end, all at once."""
    drop_search_triggers(connection)
    yield
    renew_index(connection)


def rebuild(connection: Connection) -> int:
    """Make every document anew, and say how many there are. Writers wait, readers do not."""
    if connection.dialect.name == "sqlite":
        return rebuild_sqlite(connection)
    connection.exec_driver_sql("LOCK TABLE documents IN EXCLUSIVE MODE")
    connection.exec_driver_sql("DELETE FROM documents")
    made = put_all(connection)
    connection.exec_driver_sql("ANALYZE documents")
    return made


def rebuild_sqlite(connection: Connection) -> int:
    """Without triggers meanwhile: its index of words is faster made at once."""
    drop_search_triggers(connection)
    connection.exec_driver_sql("DELETE FROM documents")
    made = put_all(connection)
    for name in ("rebuild", "optimize"):
        connection.exec_driver_sql(
            f"INSERT INTO documents_words (documents_words) VALUES ('{name}')"
        )
    renewed(connection, NAME, triggers(connection.dialect))
    return made


def put_all(connection: Connection) -> int:
    made = 0
    for kind in KINDS:
        rows = in_sql(documents_of(kind), connection.dialect)
        put = connection.exec_driver_sql(f"INSERT INTO documents (id, title, words) {rows}")
        made += put.rowcount
    return made
