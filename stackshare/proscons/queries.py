from collections.abc import Iterable

from sqlalchemy import select

from stackshare.core.counters import HasId
from stackshare.core.rows import columns_of, many, rows
from stackshare.core.text import fold
from stackshare.extensions import db
from stackshare.proscons.models import Line, ProCon, ProConVote, Side
from stackshare.tools.models import Tool


def procon_or_404(id: int) -> ProCon:
    return db.get_or_404(ProCon, id)


BEST_FIRST = (
    select(*columns_of(ProCon, Line))
    .where(ProCon.tool_id.in_(many("tool_ids")))
    .order_by(ProCon.vote_count.desc(), ProCon.id)
)


def proscons_of(tools: Iterable[HasId]) -> list[Line]:
    """What people say about these tools, the most agreed with first."""
    return rows(Line, BEST_FIRST, tool_ids=[tool.id for tool in tools])


def same_line(tool: Tool, side: Side, text: str) -> Line | None:
    """The line that says this already, in whatever spelling."""
    said = (p for p in proscons_of([tool]) if p.side == side and fold(p.text) == fold(text))
    return next(said, None)


def voted_by(user_id: int) -> Iterable[int]:
    """The ids of the lines that this member has voted for."""
    return db.session.scalars(select(ProConVote.procon_id).filter_by(user_id=user_id))
