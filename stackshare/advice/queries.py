from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from stackshare.accounts.models import User
from stackshare.advice.models import Advice, AdviceTool
from stackshare.core.paging import Page, page_of
from stackshare.extensions import db
from stackshare.tools.models import Tool


def advice_or_404(id: int) -> Advice:
    return db.get_or_404(Advice, id)


def fresh_advice(after: str | None, tool: Tool | None = None) -> Page[Advice]:
    """The newest questions; with a tool those that name it."""
    asked: Select[Any] = select(Advice)
    if tool:
        asked = asked.join(AdviceTool, AdviceTool.advice_id == Advice.id)
        asked = asked.where(AdviceTool.tool_id == tool.id)
    return page_of(asked, (Advice.created_at, Advice.id), after)


def newest_advice(limit: int) -> Sequence[Advice]:
    newest = select(Advice).order_by(Advice.created_at.desc(), Advice.id.desc())
    return db.session.scalars(newest.limit(limit)).all()


def advice_about(tools: Sequence[Tool], limit: int) -> Sequence[Advice]:
    """Questions that name these tools: those that name most of them first, then the newest."""
    named = (
        select(AdviceTool.advice_id, func.count().label("n"))
        .where(AdviceTool.tool_id.in_([tool.id for tool in tools]))
        .group_by(AdviceTool.advice_id)
        .subquery()
    )
    most_first = (
        select(Advice)
        .join(named, named.c.advice_id == Advice.id)
        .order_by(named.c.n.desc(), Advice.id.desc())
    )
    return db.session.scalars(most_first.limit(limit)).all()


def advice_of(user: User) -> Sequence[Advice]:
    asked = select(Advice).where(Advice.author_id == user.id).order_by(Advice.id.desc())
    return db.session.scalars(asked).all()
