"""A mark is a row that says who did what to which: a vote, a follow. Its pair is its key.

The row is the truth, the counter its shadow. A row that is there already inserts nothing,
so nothing is counted twice.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, literal

from stackshare.core.inserts import insert_into
from stackshare.extensions import Base, db


def set_mark(mark: type[Base], pair: Mapping[str, int], *, wanted: bool, **facts: Any) -> int:
    """Make the mark be there, or not. Says how far its counters must move: 1, 0 or -1.

    The facts, such as when, are those of a new mark; they do not decide whether there is one.
    """
    if wanted:
        row = insert_into(mark).values(**pair, **facts)
        change = row.on_conflict_do_nothing().returning(literal(1))
    else:
        change = delete(mark).filter_by(**pair).returning(literal(-1))
    step: int | None = db.session.scalar(change)
    return step or 0
