"""Pages by key: the last row of one page says where the next begins.

Without OFFSET the thousandth page costs what the first does, and a row that comes or goes
meanwhile makes nobody read another twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from flask import abort, current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from stackshare.core.clock import Moment
from stackshare.extensions import db

PAGE_SIZE = 25
T = TypeVar("T")
U = TypeVar("U")
Keys = tuple[InstrumentedAttribute[Any], ...]


@dataclass(frozen=True)
class Page(Generic[T]):
    rows: Sequence[T]
    after: str | None  # asks for the next page; None on the last

    def shown(self, show: Callable[[Sequence[T]], Sequence[U]]) -> "Page[U]":
        """The same page, with what is shown of its rows."""
        return Page(show(self.rows), self.after)


def page_of(
    rows: Select[Any],
    keys: Keys,
    after: str | None,
    size: int = PAGE_SIZE,
    *,
    lowest_first: bool = False,
) -> Page[Any]:
    """The ids of the rows with the highest keys, after the cursor. The last key is the id: it
    breaks ties."""
    cursor = cursor_of(keys, lowest_first)
    if after is not None:
        try:
            last = unpacked(keys, cursor.loads(after))
        except BadData:
            abort(404)
        rows = rows.where(tuple_(*keys) > last if lowest_first else tuple_(*keys) < last)
    in_order = rows.order_by(*[key.asc() if lowest_first else key.desc() for key in keys])
    one_more = in_order.with_only_columns(*keys).limit(size + 1)
    found = db.session.execute(one_more).all()
    ids = [row[-1] for row in found[:size]]
    return Page(ids, str(cursor.dumps(packed(found[size - 1]))) if len(found) > size else None)


def cursor_before(keys: Keys, row: object) -> str:
    """The page that it asks for begins with this row, the highest first."""
    *values, id = packed(getattr(row, key.key) for key in keys)
    return str(cursor_of(keys, lowest_first=False).dumps([*values, id + 1]))


def packed(values: Iterable[Any]) -> list[Any]:
    """JSON has no moments: they travel as text."""
    return [v.isoformat() if isinstance(v, datetime) else v for v in values]


def unpacked(keys: Keys, values: list[Any]) -> tuple[Any, ...]:
    pairs = zip(keys, values, strict=True)
    return tuple(
        datetime.fromisoformat(v) if isinstance(key.type, Moment) else v for key, v in pairs
    )


def cursor_of(keys: Keys, lowest_first: bool) -> URLSafeSerializer:
    """Signed: only what we gave out for this very order comes back, so it needs no checks."""
    order = " ".join([*map(str, keys), "up" if lowest_first else "down"])
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=order)
