from collections.abc import Collection

from sqlalchemy import select

from stackshare.accounts.models import User
from stackshare.core.clock import now
from stackshare.core.counters import HasId
from stackshare.core.inserts import insert_into
from stackshare.core.marks import set_mark
from stackshare.extensions import db
from stackshare.stackups.models import Stackup, StackupFollow, StackupTool, key_of
from stackshare.stackups.queries.compared import stackup_id


def known_stackup(tools: Collection[HasId]) -> Stackup:
    """The row of this comparison, made when there is none."""
    key = key_of(tools)
    new = insert_into(Stackup).values(key=key, created_at=now())
    db.session.execute(new.on_conflict_do_nothing())
    stackup = db.session.scalars(select(Stackup).where(Stackup.key == key)).one()
    compared = [{"stackup_id": stackup.id, "tool_id": tool.id} for tool in tools]
    db.session.execute(insert_into(StackupTool).values(compared).on_conflict_do_nothing())
    return stackup


def follow_stackup(user: User, tools: Collection[HasId], *, wanted: bool) -> None:
    """Hear of what is asked and decided between these tools, or no longer."""
    id = known_stackup(tools).id if wanted else stackup_id(tools)
    pair = {"user_id": user.id, "stackup_id": id}
    set_mark(StackupFollow, pair, wanted=wanted, created_at=now())
