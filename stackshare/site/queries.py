"""Reads over the whole house."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, literal, select, union_all

from stackshare.core.clock import now
from stackshare.core.views import TRENDING_DAYS, lately_viewed
from stackshare.extensions import db
from stackshare.proscons.models import ProCon, ProConVote
from stackshare.tools.models import Tool, ToolFollow

MARK = 10  # a follow or a vote moves a tool as far as so many views


def trending_tools(limit: int) -> Sequence[Tool]:
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
    scored = total.group_by(points.c.tool_id).subquery()
    most_first = select(Tool).join(scored, scored.c.tool_id == Tool.id)
    most_first = most_first.order_by(scored.c.points.desc(), Tool.id)
    return db.session.scalars(most_first.limit(limit)).all()


def newest_tools(limit: int) -> Sequence[Tool]:
    newest = select(Tool).order_by(Tool.created_at.desc(), Tool.id.desc())
    return db.session.scalars(newest.limit(limit)).all()
