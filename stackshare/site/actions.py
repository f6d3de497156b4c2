"""Verbs over the whole house."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    ScalarSelect,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased, lazyload

from stackshare.comments.models import Comment, CommentVote, Thread
from stackshare.core.facts import amount, remember
from stackshare.core.inserts import insert_into
from stackshare.core.kept.triggers import log_everything
from stackshare.core.ranking import wilson
from stackshare.extensions import db
from stackshare.proscons.models import ProCon, ProConVote
from stackshare.stacks.models import Stack, StackTool, ToolPair
from stackshare.stacks.queries import LISTED, listed_stacks, replacements
from stackshare.stackups.models import Stackup, StackupAnswer, StackupLine, StackupLineVote
from stackshare.tools.models import Tool, ToolFollow
from stackshare.tools.queries.neighbours import functions_of


def votes_on_comment(value: int) -> ScalarSelect[Any]:
    votes = (CommentVote.comment_id == Comment.id, CommentVote.value == value)
    return select(func.count()).where(*votes).scalar_subquery()


def answers_on_stackup(value: int) -> ScalarSelect[Any]:
    answers = (StackupAnswer.stackup_id == Stackup.id, StackupAnswer.value == value)
    return select(func.count()).where(*answers).scalar_subquery()


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
        select(func.count())
        .where(Comment.thread_id == Thread.id, Comment.removed_at.is_(None))
        .scalar_subquery(),
    ),
    (Comment.up_count, votes_on_comment(1)),
    (Comment.down_count, votes_on_comment(-1)),
    (
        StackupLine.vote_count,
        select(func.count()).where(StackupLineVote.line_id == StackupLine.id).scalar_subquery(),
    ),
    (Stackup.helpful_count, answers_on_stackup(1)),
    (Stackup.unhelpful_count, answers_on_stackup(-1)),
]

# Whatever a counter stands for holds still while it is counted. In the order of the verbs.
LOCKED = (
    "stacks, stack_tools, procon_votes, proscons, tool_follows, comment_votes, comments,"
    " threads, stackup_line_votes, stackup_lines, stackup_answers, stackups, tools, tool_pairs"
)


def recount() -> int:
    """Set every counter that differs from its rows, and say how many did."""
    if db.engine.dialect.name == "postgresql":  # SQLite's writers wait for one another anyway
        db.session.execute(text(f"LOCK TABLE {LOCKED} IN EXCLUSIVE MODE"))  # reads go on
    mended = 0
    for counter, rows in COUNTERS:
        model = counter.class_
        mend = update(model).where(counter != rows).values({counter: rows})
        ids = db.session.scalars(mend.returning(model.id))
        found = ids.all()
        mended += len(found)
        if model is Comment:
            rank(found)
    mended += recount_sizes() + recount_pairs() + recount_listed() + retell_replacements()
    if mended:
        log_everything(db.session.connection())
    return mended


def rank(ids: Sequence[int]) -> None:
    """Comments whose votes were wrong stand in the wrong place."""
    counts = select(Comment.id, Comment.up_count, Comment.down_count)
    for some in (ids[n : n + 1_000] for n in range(0, len(ids), 1_000)):
        found = db.session.execute(counts.where(Comment.id.in_(some)))
        right = [{"id": id, "score": wilson(up, down)} for id, up, down in found]
        db.session.execute(update(Comment), right)


def recount_sizes() -> int:
    size = select(Stack.tool_count).where(Stack.id == StackTool.stack_id).scalar_subquery()
    mend = update(StackTool).where(StackTool.stack_size != size).values(stack_size=size)
    mended = db.session.scalars(mend.returning(literal(1)))
    return len(mended.all())


def recount_pairs() -> int:
    """Pairs have no rows to begin with: those that are missing are made, those with 0 go."""
    truth, keys = pairs_in_stacks().subquery(), ["tool_id", "other_id"]
    kept = select(ToolPair.tool_id, ToolPair.other_id, literal(0).label("n"), ToolPair.stack_count)
    both = union_all(select(truth, literal(0).label("kept")), kept).subquery()
    wrong = select(both.c.tool_id, both.c.other_id, func.sum(both.c.n))
    wrong = wrong.group_by(both.c.tool_id, both.c.other_id)
    wrong = wrong.having(func.sum(both.c.n) != func.sum(both.c.kept))
    insert = insert_into(ToolPair)
    right = insert.from_select([*keys, "stack_count"], wrong).on_conflict_do_update(
        index_elements=keys, set_={"stack_count": insert.excluded.stack_count}
    )
    mended = db.session.scalars(right.returning(literal(1))).all()
    db.session.execute(delete(ToolPair).where(ToolPair.stack_count == 0))
    return len(mended)


def pairs_in_stacks() -> CompoundSelect[Any]:
    """Counted one way, told both ways: that is half the sorting."""
    one, other = aliased(StackTool), aliased(StackTool)
    listed = listed_stacks().with_only_columns(Stack.id).subquery()
    half = (
        select(one.tool_id, other.tool_id.label("other_id"), func.count().label("n"))
        .join(other, and_(other.stack_id == one.stack_id, other.tool_id > one.tool_id))
        .join(listed, listed.c.id == one.stack_id)
        .where(one.dropped_on.is_(None), other.dropped_on.is_(None))
        .group_by(one.tool_id, other.tool_id)
        .cte("half")
    )
    return union_all(select(half), select(half.c.other_id, half.c.tool_id, half.c.n))


def recount_listed() -> int:
    listed = listed_stacks().with_only_columns(func.count())
    n = db.session.scalar(listed) or 0
    if n == amount(LISTED):
        return 0
    remember(LISTED, str(n))
    return 1


def retell_replacements() -> int:
    """What took the place of a dropped tool, stack by stack: few have dropped any."""
    dropped = select(StackTool.stack_id).where(
        or_(StackTool.dropped_on.is_not(None), StackTool.replaced_by_id.is_not(None))
    )
    those = select(StackTool).options(lazyload("*")).where(StackTool.stack_id.in_(dropped))
    uses = db.session.scalars(those.order_by(StackTool.stack_id)).all()
    functions = functions_of(use.tool_id for use in uses)
    mended = 0
    listed = set(
        db.session.scalars(listed_stacks().with_only_columns(Stack.id).where(Stack.id.in_(dropped)))
    )
    for stack_id, found in groupby(uses, by_stack):
        ours = list(found)
        replaced = replacements(ours, functions) if stack_id in listed else {}
        for use in ours:
            mended += use.replaced_by_id != replaced.get(use.tool_id)
            use.replaced_by_id = replaced.get(use.tool_id)
    db.session.flush()
    return mended


def by_stack(use: StackTool) -> int:
    return use.stack_id
