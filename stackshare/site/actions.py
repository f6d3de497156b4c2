"""Verbs over the whole house."""

from typing import Any

from sqlalchemy import ScalarSelect, func, select, text, update
from sqlalchemy.orm import InstrumentedAttribute

from stackshare.comments.models import Comment, Thread
from stackshare.extensions import db
from stackshare.proscons.models import ProCon, ProConVote
from stackshare.stacks.models import Stack, StackTool
from stackshare.tools.models import Tool, ToolFollow

# Each counter, and the rows it stands for. Children stand before those who sum them up.
COUNTERS: list[tuple[InstrumentedAttribute[int], ScalarSelect[Any]]] = [
    (
        ProCon.vote_count,
        select(func.count()).where(ProConVote.procon_id == ProCon.id).scalar_subquery(),
    ),
    (
        Tool.vote_count,
        select(func.coalesce(func.sum(ProCon.vote_count), 0))
        .where(ProCon.tool_id == Tool.id, ProCon.side == "pro")
        .scalar_subquery(),
    ),
    (
        Tool.follower_count,
        select(func.count()).where(ToolFollow.tool_id == Tool.id).scalar_subquery(),
    ),
    (
        Tool.stack_count,
        select(func.count())
        .select_from(StackTool)
        .join(Stack, Stack.id == StackTool.stack_id)
        .where(
            StackTool.tool_id == Tool.id,
            StackTool.dropped_on.is_(None),
            Stack.visibility == "public",
            Stack.removed_at.is_(None),
        )
        .scalar_subquery(),
    ),
    (
        Stack.tool_count,
        select(func.count())
        .where(StackTool.stack_id == Stack.id, StackTool.dropped_on.is_(None))
        .scalar_subquery(),
    ),
    (
        Thread.comment_count,
        select(func.count()).where(Comment.thread_id == Thread.id).scalar_subquery(),
    ),
]

# Whatever a counter stands for holds still while it is counted. In the order of the verbs.
LOCKED = "stacks, stack_tools, procon_votes, proscons, tool_follows, comments, threads, tools"


def recount() -> int:
    """Set every counter that differs from its rows, and say how many did."""
    if db.engine.dialect.name == "postgresql":  # SQLite's writers wait for one another anyway
        db.session.execute(text(f"LOCK TABLE {LOCKED} IN EXCLUSIVE MODE"))  # reads go on
    mended = 0
    for counter, rows in COUNTERS:
        model = counter.class_
        mend = update(model).where(counter != rows).values({counter: rows})
        ids = db.session.scalars(
            mend.returning(model.id), execution_options={"synchronize_session": False}
        )
        mended += len(ids.all())
    return mended
