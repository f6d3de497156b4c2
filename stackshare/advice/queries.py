from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from stackshare.accounts.models import Author, Owner, User
from stackshare.advice.models import Advice, AdviceTool, Question
from stackshare.comments.models import Thread
from stackshare.core.counters import HasId
from stackshare.core.paging import Page, page_of
from stackshare.core.rows import columns_of, many
from stackshare.extensions import db
from stackshare.tools.models import NamedTool, Tool


def advice_or_404(id: int) -> Advice:
    return db.get_or_404(Advice, id)


def fresh_advice(after: str | None, tool: Tool | None = None) -> Page[Advice]:
    """The newest questions; with a tool those that name it."""
    asked: Select[Any] = select(Advice)
    if tool:
        asked = asked.join(AdviceTool, AdviceTool.advice_id == Advice.id)
        asked = asked.where(AdviceTool.tool_id == tool.id)
    return page_of(asked, (Advice.created_at, Advice.id), after)


def newest_advice(limit: int) -> list[Question]:
    newest = select(Advice.id).order_by(Advice.created_at.desc(), Advice.id.desc())
    return questions(db.session.scalars(newest.limit(limit)))


ABOUT = (
    select(AdviceTool.__table__.c.advice_id)
    .where(AdviceTool.tool_id.in_(many("tool_ids")))
    .group_by(AdviceTool.advice_id)
    .order_by(func.count().desc(), AdviceTool.advice_id.desc())
    .limit(bindparam("limit"))
)


def advice_about(tools: Iterable[HasId], limit: int) -> list[Question]:
    """Questions that name these tools: those that name most of them first, then the newest."""
    facts = {"tool_ids": [tool.id for tool in tools], "limit": limit}
    return questions(db.session.connection().scalars(ABOUT, facts))


def asked() -> Select[Any]:
    advice, threads = Advice.__table__.c, Thread.__table__.c
    owners, users = Owner.__table__.c, User.__table__.c
    asked = [advice.id, advice.slug, advice.title, advice.html, advice.created_at]
    by = [owners.handle, owners.name, users.headline, users.employer]
    return (
        select(*asked, threads.comment_count, *by)
        .join(Thread.__table__, threads.id == advice.thread_id)
        .join(Owner.__table__, owners.id == advice.author_id)
        .join(User.__table__, users.id == owners.id)
        .where(advice.id.in_(many("ids")))
    )


ASKED = asked()
NAMED = (
    select(AdviceTool.__table__.c.advice_id, *columns_of(Tool, NamedTool))
    .join(Tool, Tool.id == AdviceTool.tool_id)
    .where(AdviceTool.advice_id.in_(many("ids")))
    .order_by(Tool.name)
)


def questions(ids: Iterable[int]) -> list[Question]:
    """What lists show of these questions, in this order."""
    wanted = {"ids": list(ids)}
    if not wanted["ids"]:
        return []
    connection = db.session.connection()
    tools: dict[int, list[NamedTool]] = {id: [] for id in wanted["ids"]}
    for id, *named in connection.execute(NAMED, wanted):
        tools[id].append(NamedTool._make(named))
    found = {
        row.id: Question(tools[row.id], Author(*row[6:]), *row[:6])
        for row in connection.execute(ASKED, wanted)
    }
    return [found[id] for id in wanted["ids"]]


def advice_of(user: User) -> Sequence[Advice]:
    asked = select(Advice).where(Advice.author_id == user.id).order_by(Advice.id.desc())
    return db.session.scalars(asked).all()
