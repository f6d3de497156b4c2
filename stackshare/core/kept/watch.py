"""What tables say of themselves, so that pages which rest on them can be kept."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

EVERYTHING = "*"  # the word that every page rests on
APPROXIMATE = "~"  # the word of pages that show approximate figures; it is never logged
ALL_EVENTS = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Watch:
    """How the changes of a table are told apart."""

    keys: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()  # column and kind: what changes far more often
    # Each table.column that refers to its rows: their words are logged too. Whoever adds a row
    # there holds the row it refers to.
    through: tuple[str, ...] = ()
    events: tuple[str, ...] = ALL_EVENTS
    like: str = ""  # the table whose changes these always come with: they are logged as those

    def kind(self, table: Table, column: str = "") -> str:
        """The kind of change that this column's is: tools, or tools/votes."""
        apart = dict(self.apart).get(column)
        return f"{table.name}/{apart}" if apart else self.like or table.name

    def kinds(self, table: Table) -> dict[str, list[str]]:
        """Each kind of change, and the columns whose changes are of this kind."""
        found: dict[str, list[str]] = {}
        for column in table.columns:
            found.setdefault(self.kind(table, column.name), []).append(column.name)
        return found


def watched(*keys: str, **facts: Any) -> dict[str, Any]:
    """To stand last among a table's arguments: its changes are logged."""
    apart = tuple(facts.pop("apart", {}).items())
    return {"info": {"watch": Watch(keys, apart, **facts)}}


# To stand there instead: nothing is logged, what rests on such rows may be a minute old.
approximate: dict[str, Any] = {"info": {"approximate": True}}


def watch_of(table: Table) -> Watch | None:
    watch: Watch | None = table.info.get("watch")
    return watch


def is_approximate(table: Table) -> bool:
    return "approximate" in table.info


def word(kind: str, key: str, value: object) -> str:
    return f"{kind}.{key}={value}"
