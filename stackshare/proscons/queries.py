from collections.abc import Iterable, Sequence

from sqlalchemy import select

from stackshare.core.text import fold
from stackshare.extensions import db
from stackshare.proscons.models import ProCon, ProConVote, Side
from stackshare.tools.models import Tool


def procon_or_404(id: int) -> ProCon:
    return db.get_or_404(ProCon, id)


def proscons_of(tools: Sequence[Tool]) -> Sequence[ProCon]:
    """What people say about these tools, the most agreed with first."""
    best_first = select(ProCon).order_by(ProCon.vote_count.desc(), ProCon.id)
    return db.session.scalars(best_first.where(ProCon.tool_id.in_([t.id for t in tools]))).all()


def same_line(tool: Tool, side: Side, text: str) -> ProCon | None:
    """The line that says this already, in whatever spelling."""
    said = (p for p in proscons_of([tool]) if p.side == side and fold(p.text) == fold(text))
    return next(said, None)


def voted_by(user_id: int) -> Iterable[int]:
    """The ids of the lines that this member has voted for."""
    return db.session.scalars(select(ProConVote.procon_id).filter_by(user_id=user_id))
