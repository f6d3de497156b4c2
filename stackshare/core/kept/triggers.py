"""The triggers that write the log, made from what the tables say of themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table

from stackshare.core.kept.watch import EVERYTHING, Watch, watch_of
from stackshare.core.triggers import drop, renewed, statement
from stackshare.extensions import Base

NAME = "logged_"  # how their names begin


def renew_triggers(connection: Connection) -> None:
    """Leave those that the tables ask for, and no others. Where any was missing or is new, what
    was kept until now is old."""
    if renewed(connection, NAME, triggers(connection.dialect.name)):
        log_everything(connection)


def drop_triggers(connection: Connection) -> None:
    drop(connection, NAME)


def log_everything(connection: Connection) -> None:
    """Whatever anybody keeps is to be made anew."""
    everything = f"SELECT '{EVERYTHING}'"
    connection.exec_driver_sql(logging([everything], connection.dialect.name))


@contextmanager
def unlogged(connection: Connection) -> Iterator[None]:
    """For filling an empty database: nobody keeps any of it yet."""
    drop_triggers(connection)
    yield
    renew_triggers(connection)


def triggers(dialect: str) -> dict[str, str]:
    """By name what makes each."""
    made: dict[str, str] = {}
    for table in Base.metadata.sorted_tables:
        watch = watch_of(table) or Watch(events=())
        for event in watch.events:
            kinds = watch.kinds(table)
            for kind, columns in kinds.items() if event == "UPDATE" else [(table.name, [])]:
                name = f"{NAME}{kind.replace('/', '_')}_{event.lower()}"
                when = f"UPDATE OF {', '.join(columns)}" if columns else event
                changed = [kind] if columns else list(kinds)  # a row that comes is of all kinds
                body = "; ".join(bodies(table, watch, changed, event, dialect))
                made[name] = statement(name, when, table.name, body, dialect)
    return made


def bodies(table: Table, watch: Watch, kinds: list[str], event: str, dialect: str) -> Iterator[str]:
    sides = {"INSERT": ["NEW"], "UPDATE": ["NEW", "OLD"], "DELETE": ["OLD"]}[event]
    yield logging([f"SELECT {words(kinds, watch, side)}" for side in sides], dialect)
    for reference in watch.through:
        other, _, column = reference.partition(".")
        theirs = watch_of(Base.metadata.tables[other])
        assert theirs, f"{other} is not watched"
        rows = f"FROM {other} WHERE {other}.{column} = {sides[0]}.id"
        yield logging([f"SELECT {words([other], theirs, other)} {rows}"], dialect)


def words(kinds: list[str], watch: Watch, row: str) -> str:
    """An SQL expression: the row's words, one for each key that it has; without keys the names
    alone."""
    each = [f"coalesce('{kind}.{key}=' || {row}.{key}, '')" for kind in kinds for key in watch.keys]
    return " || ' ' || ".join(each or [f"'{kind}'" for kind in kinds])


def logging(selects: list[str], dialect: str) -> str:
    """UNION: where both sides of an update have the same words, they are logged once."""
    rows = " UNION ".join(selects)
    if dialect == "sqlite":
        return f"INSERT INTO page_log (words) {rows}"
    this = "pg_current_xact_id()::text::bigint"
    return f"INSERT INTO page_log (words, transaction_id) SELECT w, {this} FROM ({rows}) AS r(w)"
