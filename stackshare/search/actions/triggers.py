"""The triggers that keep documents, made from the declarations of kinds."""

from collections.abc import Iterator

from sqlalchemy import Column, Dialect, Select, String, func, literal, literal_column, select
from sqlalchemy.sql import visitors

from stackshare.core.triggers import statement
from stackshare.extensions import Base
from stackshare.search.queries.kinds import KINDS, Expression, Kind
from stackshare.search.queries.words import SPELLED

NAME = "searched_"  # how their names begin
LONGEST_TITLE, LONGEST_WORDS = 200, 50_000  # characters: PostgreSQL could not index any length

# SQLite's index of words is told of each change; PostgreSQL's is a column of the table itself.
TOLD = {
    "insert": "INSERT INTO documents_words (rowid, title, words)"
    " VALUES (NEW.id, NEW.title, NEW.words)",
    "delete": "INSERT INTO documents_words (documents_words, rowid, title, words)"
    " VALUES ('delete', OLD.id, OLD.title, OLD.words)",
}
TOLD["update"] = f"{TOLD['delete']}; {TOLD['insert']}"


def triggers(dialect: Dialect) -> dict[str, str]:
    """By name what makes each."""
    made: dict[str, str] = {}
    for kind in KINDS:
        for table, columns in columns_of(kind).items():
            followed = kind.follows is not None and kind.follows.references(ids_of(table))
            for event, body in followers(kind, dialect) if followed else bodies(kind, dialect):
                name = f"{NAME}{kind.name}_{table}_{event.lower()}"
                when = f"UPDATE OF {', '.join(columns)}" if event == "UPDATE" else event
                made[name] = statement(name, when, table, body, dialect.name)
    for event, body in TOLD.items() if dialect.name == "sqlite" else ():
        name = f"{NAME}documents_{event}"
        made[name] = statement(name, event.upper(), "documents", body, dialect.name)
    return made


def columns_of(kind: Kind) -> dict[str, list[str]]:
    """By table the columns on which its documents rest. Ids never change."""
    found: dict[str, set[str]] = {}
    for part in visitors.iterate(documents_of(kind)):
        if isinstance(part, Column):
            found.setdefault(part.table.name, set()).add(part.name)
    return {table: sorted(names - {"id"}) for table, names in sorted(found.items())}


def bodies(kind: Kind, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """What is to be done at each event."""
    this = documents_of(kind).where(kind.model.id == literal_column("NEW.id"))
    row = in_sql(this, dialect)
    first, _ = kind.rooms
    put, gone = put_sql(row), "DELETE FROM documents WHERE id ="
    yield "INSERT", put
    yield "UPDATE", f"{gone} NEW.id + {first} AND NOT EXISTS ({row}); {put}"
    yield "DELETE", f"{gone} OLD.id + {first}"


def followers(kind: Kind, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """What is to be done where a row changes that others follow: to all of those."""
    first, _ = kind.rooms
    theirs = kind.follows == literal_column("NEW.id")
    rows = documents_of(kind).where(theirs)
    every, right = (
        in_sql(found.with_only_columns(kind.model.id + literal(first)), dialect)
        for found in (select(kind.model.id).where(theirs), rows)
    )
    gone = f"DELETE FROM documents WHERE id IN ({every}) AND id NOT IN ({right})"
    yield "UPDATE", f"{gone}; {put_sql(in_sql(rows, dialect))}"


def put_sql(rows: str) -> str:
    """Documents as they are now. Those that say what they said are left alone."""
    return (
        f"INSERT INTO documents (id, title, words) {rows} ON CONFLICT (id)"
        " DO UPDATE SET title = excluded.title, words = excluded.words"
        " WHERE documents.title <> excluded.title OR documents.words <> excluded.words"
    )


def ids_of(table: str) -> Column[int]:
    return Base.metadata.tables[table].c.id


def documents_of(kind: Kind) -> Select[tuple[int, str, str]]:
    """What its documents hold."""
    first, _ = kind.rooms
    words: Expression = literal("")
    for part in kind.words:
        words = words + part + " "
    return select(
        kind.model.id + literal(first),
        func.lower(func.substr(in_letters(kind.title), 1, LONGEST_TITLE)),
        func.substr(in_letters(words), 1, LONGEST_WORDS),
    ).where(*kind.listed)


def in_letters(text: Expression) -> Expression:
    """As spelled() does it, for what is typed."""
    for sign, letters in SPELLED:
        text = func.replace(text, sign, letters, type_=String)
    return text


def in_sql(statement: Select[tuple[int, str, str]], dialect: Dialect) -> str:
    compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return " ".join(str(compiled).split())
