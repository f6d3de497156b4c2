"""Reads over the whole house."""

from datetime import timedelta

from sqlalchemy import func, literal, select, union_all

from stackshare.core.clock import now
from stackshare.core.kept.values import lately
from stackshare.core.views import TRENDING_DAYS, lately_viewed
from stackshare.extensions import db
from stackshare.proscons.models import ProCon, ProConVote
from stackshare.tools.models import RankedTool, Tool, ToolFollow
from stackshare.tools.queries.lists import ranked_tools

MARK = 10  # a follow or a vote moves a tool as far as so many views


@lately
def trending_ids(limit: int) -> list[int]:
    """The tools that were read, followed and voted on most in the last seven days."""
    since = now() - timedelta(days=TRENDING_DAYS)
    viewed = lately_viewed("tool")
    points = union_all(
        select(Tool.id.label("tool_id"), viewed.c.view_count.label("points")).join(
            viewed, viewed.c.key == Tool.slug
        ),
        select(ToolFollow.tool_id, literal(MARK)).where(ToolFollow.created_at > since),
        select(ProCon.tool_id, literal(MARK))
        .join(ProConVote, ProConVote.procon_id == ProCon.id)
        .where(ProConVote.created_at > since),
    ).subquery()
    total = select(points.c.tool_id, func.sum(points.c.points).label("points"))
    most_first = total.group_by(points.c.tool_id).order_by(
        func.sum(points.c.points).desc(), points.c.tool_id
    )
    return list(db.session.scalars(most_first.limit(limit)))


def trending_tools(limit: int) -> list[RankedTool]:
    return ranked_tools(trending_ids(limit))
