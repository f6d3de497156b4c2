from collections.abc import Iterable

from sqlalchemy import select

from stackshare.core.clock import now
from stackshare.core.counters import HasId
from stackshare.core.marks import INSERT
from stackshare.extensions import db
from stackshare.stackups.models import Stackup, key_of


def known_stackup(tools: Iterable[HasId]) -> Stackup:
    """The row of this comparison, made when there is none."""
    key = key_of(tools)
    insert = INSERT[db.engine.dialect.name](Stackup).values(key=key, created_at=now())
    db.session.execute(insert.on_conflict_do_nothing())
    return db.session.scalars(select(Stackup).where(Stackup.key == key)).one()
