"""What is shown of the rows that were found."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, null, select

from stackshare.accounts.models import Owner
from stackshare.core.rows import many
from stackshare.extensions import db
from stackshare.search.queries.kinds import Expression, Kind


class Row(NamedTuple):
    id: int
    name: str
    url: str
    text: str  # that excerpts are taken of
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
    found = {row.id: Row._make(row) for row in db.session.execute(shown(kind), {"ids": list(ids)})}
    return [found[id] for id in ids if id in found]


@cache
def shown(kind: Kind) -> Select[Any]:
    text: Expression = kind.words[0]
    for words in kind.words[1:]:
        text = text + " " + words
    facts = [
        kind.model.id,
        kind.title if kind.heading is None else kind.heading,
        kind.url,
        text if kind.html is None else kind.html,
        null() if kind.at is None else kind.at,
        null() if kind.logo is None else kind.logo,
    ]
    by = [null(), null()] if kind.by is None else [Owner.name, Owner.handle]
    rows = select(*facts, *by).select_from(kind.model)
    if kind.by is not None:
        rows = rows.join(Owner, Owner.id == kind.by)
    return rows.where(kind.model.id.in_(many("ids")), *kind.listed)
