"""What a statement is understood to read. Where in doubt, a whole table."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Executable, Select, bindparam, func, or_, select, text, union
from sqlalchemy.orm import aliased

from stackshare.accounts.models import Owner, User
from stackshare.advice.models import Advice, AdviceTool
from stackshare.comments.models import Comment, Thread
from stackshare.core.kept.reads import noting
from stackshare.core.limits import Attempts
from stackshare.core.views import Viewed
from stackshare.decisions.models import Decision
from stackshare.extensions import db
from stackshare.proscons.models import ProCon
from stackshare.stacks.models import Stack, StackTool, ToolPair
from stackshare.tools.models import Tool, ToolFunction, ToolIntegration, ToolName

other = aliased(Tool)
of_three = select(ToolFunction.category_id).where(ToolFunction.tool_id == 3)
using_three: Select[Any] = (
    select(Stack.name).join(StackTool, StackTool.stack_id == Stack.id).where(StackTool.tool_id == 3)
)

READS: list[tuple[Executable, set[str]]] = [
    (select(Comment.body), {"comments"}),
    (select(Comment.body).where(Comment.thread_id == 3), {"comments.thread_id=3"}),
    (
        select(Comment.body).where(Comment.thread_id.in_([3, 4])),
        {"comments.thread_id=3", "comments.thread_id=4"},
    ),
    (select(Comment.body).where(Comment.thread_id.in_([])), set()),
    (select(Comment.body).where(Comment.thread_id != 3), {"comments"}),
    (select(Comment.body).where(Comment.author_id == 3), {"comments"}),
    (select(Comment.body).where(Comment.thread_id == 3, Comment.id > 5), {"comments.thread_id=3"}),
    (select(func.count()).select_from(Comment), {"comments"}),
    (select(Tool.name).where(Tool.slug == "a"), {"tools.slug=a"}),
    (select(Tool.vote_count).where(Tool.slug == "a"), {"tools.slug=a", "tools/votes.slug=a"}),
    (select(Tool.id).where(Tool.id == 3), {"tools.id=3"}),
    (select(Tool.stack_count).where(Tool.id == 3), {"tools/stacks.id=3"}),
    (select(other.name).where(other.slug == "a"), {"tools.slug=a"}),
    (select(Tool.name).where(or_(Tool.slug == "a", Tool.id == 3)), {"tools.slug=a", "tools.id=3"}),
    (select(Tool.name).where(or_(Tool.slug == "a", Tool.licence == "MIT")), {"tools"}),
    # What equals a bound column is bound too; another side of a join is not.
    (select(User.headline).where(User.id == 3), {"users/words.id=3", "owners.id=3"}),
    (
        select(Tool.name).join(ToolName, ToolName.tool_id == Tool.id).where(ToolName.folded == "a"),
        {"tools", "tool_names.folded=a"},
    ),
    # An outer join leaves its left side whole, whatever its condition says.
    (
        select(Tool.name, ToolName.shown).outerjoin(
            ToolName, (ToolName.tool_id == 3) & (Tool.id == 3)
        ),
        {"tools", "tool_names.tool_id=3"},
    ),
    # The inner statement is bound, the outer is not.
    (
        select(ToolFunction.tool_id).where(ToolFunction.category_id.in_(of_three)),
        {"tool_functions", "tool_functions.tool_id=3"},
    ),
    (
        union(of_three, select(ToolIntegration.other_id)),
        {"tool_functions.tool_id=3", "tool_integrations"},
    ),
    # Changes of a stack are logged as changes of its tools, those of a thread as those of what
    # it hangs on.
    (using_three, {"stack_tools.tool_id=3"}),
    (using_three.where(StackTool.tool_id != 4), {"stack_tools.tool_id=3"}),
    (
        select(Thread.comment_count)
        .join(Advice, Advice.thread_id == Thread.id)
        .where(Advice.id == 3),
        {"advice.id=3"},
    ),
    (
        select(Thread.comment_count)
        .join(Decision, Decision.thread_id == Thread.id)
        .where(Decision.id == 3),
        {"decisions.id=3"},
    ),
    (select(ToolPair.other_id).where(ToolPair.tool_id == 3), {"stack_tools.tool_id=3"}),
    (select(Advice).where(Advice.id == 3), {"advice.id=3", "owners", "users", "users/words"}),
    # Approximate figures, a table that nobody watches, and what nobody understands.
    (select(Viewed.view_count), {"~"}),
    (select(Attempts.count), {"*"}),
    (text("SELECT 1"), {"*"}),
    (select(Comment.body).where(text("thread_id = 3")), {"*"}),
    (
        select(Tool.name).order_by(Tool.stack_count).execution_options(lagging={"tools/stacks"}),
        {"tools"},
    ),
]


@pytest.mark.parametrize(
    ("statement", "words"),
    READS,
    ids=lambda value: "" if isinstance(value, set) else str(value)[:60],
)
def test_a_statement_reads(app: Flask, statement: Executable, words: set[str]) -> None:
    with app.app_context():
        for _ in range(2):  # planned, then remembered
            with noting() as noted:
                db.session.execute(statement).unique().all()
            assert noted == words


def test_a_statement_made_once_reads_what_it_is_asked_for(app: Flask) -> None:
    found = select(Comment.body).where(Comment.thread_id.in_(bindparam("ids", expanding=True)))
    with app.app_context():
        for ids in ([3], [4, 5], []):
            with noting() as noted:
                db.session.execute(found, {"ids": ids})
            assert noted == {f"comments.thread_id={id}" for id in ids}


def test_nothing_is_noted_outside(app: Flask) -> None:
    with app.app_context():
        with noting() as noted:
            pass
        db.session.execute(select(Owner.name))
    assert noted == set()


def test_a_stack_and_a_question_are_found_by_their_tools(app: Flask) -> None:
    named = select(AdviceTool.advice_id).where(AdviceTool.tool_id == bindparam("tool"))
    said = select(ProCon.text).where(ProCon.tool_id == bindparam("tool"))
    with app.app_context(), noting() as noted:
        db.session.execute(named, {"tool": 3})
        db.session.execute(said, {"tool": 4})
    assert noted == {"advice_tools.tool_id=3", "proscons.tool_id=4"}
