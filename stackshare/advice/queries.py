from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, literal, select, union_all

from stackshare.accounts.models import Author, User
from stackshare.accounts.queries import with_author
from stackshare.advice.models import Advice, AdvicePair, AdviceTool, Question
from stackshare.comments.models import Thread
from stackshare.comments.queries import Said, standing_comments
from stackshare.core.counters import HasId
from stackshare.core.kept.values import remembered
from stackshare.core.paging import Page, page_of
from stackshare.core.rows import columns_of, grouped, many
from stackshare.core.together import newest_of_pairs
from stackshare.core.views import Viewed
from stackshare.extensions import db
from stackshare.tools.models import NamedTool, Tool


def advice_or_404(id: int) -> Advice:
    return db.get_or_404(Advice, id)


NEWEST = (Advice.created_at, Advice.id)
# Each list of questions: which of them it shows. “viewed” orders all of them in another way.
LISTS = {
    "newest": (),
    "open": (Advice.answered_at.is_(None),),
    "answered": (Advice.answered_at.is_not(None),),
    "viewed": (),
}

VIEWED = select(Viewed).where(Viewed.kind == "advice")


def listed_advice(which: str, after: str | None, tool: Tool | None = None) -> Page[int]:
    """One of the lists of questions, the newest first; with a tool those that name it."""
    if which == "viewed" and tool is None:
        page = page_of(VIEWED, (Viewed.view_count, Viewed.key), after)
        return page.shown(lambda keys: [int(key) for key in keys])
    if tool is None:
        return page_of(select(Advice).where(*LISTS[which]), NEWEST, after)
    naming = select(AdviceTool).where(AdviceTool.tool_id == tool.id)
    if LISTS[which]:
        naming = naming.join(Advice, Advice.id == AdviceTool.advice_id).where(*LISTS[which])
    return page_of(naming, (AdviceTool.asked_at, AdviceTool.advice_id), after)


def newest_advice(limit: int, which: str = "newest") -> list[Question]:
    """The first of one of the lists of questions."""
    newest = select(Advice.id).where(*LISTS[which])
    in_order = newest.order_by(Advice.created_at.desc(), Advice.id.desc())
    return questions(db.session.scalars(in_order.limit(limit)))


@cache
def about(count: int) -> Select[Any]:
    """The questions about so many tools. However many there are, few are read."""
    uses, pairs = AdviceTool.__table__.c, AdvicePair.__table__
    newest = select(uses.advice_id, uses.asked_at).limit(bindparam("limit"))
    newest = newest.order_by(uses.asked_at.desc(), uses.advice_id.desc())
    of_one = [newest.where(uses.tool_id == bindparam(f"tool_{n}")) for n in range(count)]
    of_two = newest_of_pairs(pairs, pairs.c.advice_id, pairs.c.asked_at, count)
    found = [select(few.subquery(), literal(0).label("pairs")) for few in of_one]
    found += [select(few.subquery(), literal(1).label("pairs")) for few in of_two]
    named = union_all(*found).subquery().c
    most_first = (func.sum(named.pairs).desc(), func.max(named.asked_at).desc())
    ids = select(named.advice_id).group_by(named.advice_id)
    return ids.order_by(*most_first, named.advice_id.desc()).limit(bindparam("limit"))


def advice_about(tools: Iterable[HasId], limit: int) -> list[Question]:
    """Questions that name these tools: those that name most of them first, then the newest."""
    return advice_by_tools(tuple(sorted(tool.id for tool in tools)), limit)


@remembered
def advice_by_tools(ids: tuple[int, ...], limit: int) -> list[Question]:
    return questions(ids_about(ids, limit))


def ids_about(ids: tuple[int, ...], limit: int) -> list[int]:
    facts = {f"tool_{n}": id for n, id in enumerate(ids)}
    return [*db.session.connection().scalars(about(len(ids)), {**facts, "limit": limit})]


class Answered(NamedTuple):
    """A question, and the comment that its asker accepted."""

    question: Question
    answer: Said


class Talk(NamedTuple):
    """What was asked about some tools. No question stands in both."""

    answered: list[Answered]
    others: list[Question]


LOOKED_AT = 40  # questions about these tools, for those that are answered
ACCEPTED = select(Advice.id, Advice.accepted_id).where(
    Advice.id.in_(many("ids")), Advice.accepted_id.is_not(None)
)


def talk_about(tools: Iterable[HasId], *, answered: int, others: int) -> Talk:
    """At most so many questions of each: those that name most of these tools first."""
    return talk_by_tools(tuple(sorted(tool.id for tool in tools)), answered, others)


@remembered
def talk_by_tools(ids: tuple[int, ...], answered: int, others: int) -> Talk:
    found = ids_about(ids, LOOKED_AT)
    answers = answers_to(found, 2 * answered)  # of some the answer is gone
    first = [id for id in found if id in answers][:answered]
    rest = [id for id in found if id not in first][:others]
    shown = {question.id: question for question in questions([*first, *rest])}
    return Talk([Answered(shown[id], answers[id]) for id in first], [shown[id] for id in rest])


def answers_to(ids: list[int], limit: int) -> dict[int, Said]:
    """By question what its asker accepted, of the first that have such a comment."""
    found = db.session.connection().execute(ACCEPTED, {"ids": ids}) if ids else ()
    accepted = sorted(found, key=lambda row: ids.index(row.id))[:limit]
    comments = standing_comments([row.accepted_id for row in accepted])
    return {row.id: comments[row.accepted_id] for row in accepted if row.accepted_id in comments}


def asked() -> Select[Any]:
    advice, threads = Advice.__table__.c, Thread.__table__
    asked = [advice.id, advice.slug, advice.title, advice.html]
    asked += [advice.created_at, advice.answered_at, threads.c.comment_count]
    rows = with_author(Advice, asked).join(threads, threads.c.id == advice.thread_id)
    return rows.where(advice.id.in_(many("ids")))


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
    tools = grouped(NamedTool, NAMED, wanted["ids"])
    found = {
        row.id: Question(tuple(tools[row.id]), Author(*row[-4:]), *row[:-4])
        for row in db.session.connection().execute(ASKED, wanted)
    }
    return [found[id] for id in wanted["ids"] if id in found]


def advice_of(user: User, after: str | None = None) -> Page[int]:
    """What this member asked, the newest first."""
    return page_of(select(Advice).where(Advice.author_id == user.id), (Advice.id,), after)
