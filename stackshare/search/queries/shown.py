"""What is shown of the rows that were found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, null, select

from stackshare.accounts.models import Owner
from stackshare.core.rows import many
from stackshare.extensions import db
from stackshare.search.queries.kinds import Kind
from stackshare.stackups.queries.compared import title_of
from stackshare.stackups.queries.words import tools_compared


@dataclass(frozen=True)
class Row:
    within: str  # the name of what it is part of
    texts: tuple[str, ...]  # that excerpts are taken of
    id: int
    name: str
    url: str
    at: datetime | None
    logo: str | None
    owner: str | None
    handle: str | None

    @property
    def slug(self) -> str:
        """Of a tool: its logo is known by it."""
        return self.url.rpartition("/")[2]


def rows_of(kind: Kind, ids: Iterable[int]) -> list[Row]:
    """These rows, in this order: those that everybody may see."""
    facts = db.session.execute(shown(kind), {"ids": list(ids)}).all()
    compared = tools_compared(row.stackup for row in facts if row.stackup)
    titles = {id: title_of(tools) for id, tools in compared.items()}
    rows = (Row(titles.get(row.stackup, ""), tuple(row[8:]), *row[1:8]) for row in facts)
    found = {row.id: row for row in rows}
    return [found[id] for id in ids if id in found]


@cache
def shown(kind: Kind) -> Select[Any]:
    rows = select(
        (null() if kind.stackup is None else kind.stackup).label("stackup"),
        kind.model.id,
        kind.title if kind.heading is None else kind.heading,
        kind.url,
        null() if kind.at is None else kind.at,
        null() if kind.logo is None else kind.logo,
        *((null(), null()) if kind.by is None else (Owner.name, Owner.handle)),
        *(kind.words if kind.html is None else (kind.html,)),
    ).select_from(kind.model)
    if kind.by is not None:
        rows = rows.join(Owner, Owner.id == kind.by)
    return rows.where(kind.model.id.in_(many("ids")), *kind.listed)
