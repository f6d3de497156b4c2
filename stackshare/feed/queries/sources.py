"""Where the entries of a feed come from."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    FromClause,
    Table,
    bindparam,
    exists,
    func,
    select,
)

from stackshare.advice.models import Advice, AdviceTool
from stackshare.decisions.models import Decision, DecisionOption
from stackshare.decisions.queries.lists import THERE
from stackshare.extensions import Base
from stackshare.proscons.models import ProCon
from stackshare.stacks.models import Stack, StackTool
from stackshare.stacks.queries import IN_LISTS
from stackshare.stackups.models import StackupTool

FRESH = 200  # so much of each tool of a stackup is looked through for what names two of them


@dataclass(frozen=True)
class News:
    """Rows that tell of something new, and by which index they are found."""

    kind: str  # of entry
    rows: FromClause
    at: Column[Any]
    id: Column[Any]
    shown: tuple[ColumnElement[bool], ...] = ()  # to everybody


@dataclass(frozen=True)
class Source:
    """News about what somebody follows. An index has them by that, then by when."""

    news: News
    follow: str  # a word in FOLLOWS
    followed: Column[Any]  # of the news
    since: ColumnElement[Any] | None = None  # where rows are not entries one by one: how far back


def table_of(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


stacks, uses = table_of(Stack), table_of(StackTool)
advice, subjects = table_of(Advice), table_of(AdviceTool)
decisions, options = table_of(Decision), table_of(DecisionOption)
lines, compared = table_of(ProCon), table_of(StackupTool)

# What somebody did themselves is no news to them.
me: BindParameter[int] = bindparam("user")
today = uses.c.dropped_on.is_(None)
theirs = exists().where(stacks.c.id == uses.c.stack_id, stacks.c.owner_id != me, *IN_LISTS)
later = stacks.c.updated_at > stacks.c.created_at
asked = exists().where(advice.c.id == subjects.c.advice_id, advice.c.author_id != me)
listed = exists().where(stacks.c.id == decisions.c.stack_id, *IN_LISTS)
stands = exists().where(decisions.c.id == options.c.decision_id, decisions.c.author_id != me, THERE)

SHARED = News("stack", stacks, stacks.c.created_at, stacks.c.id, IN_LISTS)
SHARED_WITH = News("stack", uses, uses.c.shared_at, uses.c.stack_id, (today, theirs))
CHANGED = News("change", stacks, stacks.c.updated_at, stacks.c.id, (later, *IN_LISTS))
ASKED = News("question", advice, advice.c.created_at, advice.c.id)
ASKED_ABOUT = News("question", subjects, subjects.c.asked_at, subjects.c.advice_id, (asked,))
DECIDED = News("decision", decisions, decisions.c.created_at, decisions.c.id, (THERE,))
DECIDED_FOR = replace(DECIDED, shown=(THERE, listed))
DECIDED_ON = News("decision", options, options.c.recorded_at, options.c.decision_id, (stands,))
SAID = News("line", lines, lines.c.created_at, lines.c.id)
SAID_OF = replace(SAID, shown=(lines.c.author_id != me,))


def between(news: News) -> Source:
    """What names at least two of the tools of a followed stackup, among the newest of each."""
    rows = news.rows
    others, same, newest = compared.alias(), rows.alias(), rows.alias()
    names_another = exists().where(
        others.c.stackup_id == compared.c.stackup_id,
        others.c.tool_id != compared.c.tool_id,
        same.c.tool_id == others.c.tool_id,
        same.c[news.id.name] == news.id,
    )
    at, id = newest.c[news.at.name], newest.c[news.id.name]
    fresh = (
        select(at.label("at"))
        .where(newest.c.tool_id == compared.c.tool_id, at >= bindparam("floor"))
        .order_by(at.desc(), id.desc())
        .limit(FRESH)
        .correlate(compared)
        .subquery()
    )
    named = replace(
        news,
        rows=compared.join(rows, rows.c.tool_id == compared.c.tool_id),
        shown=(names_another, *news.shown),
    )
    since = select(func.min(fresh.c.at)).scalar_subquery()
    return Source(named, "stackup", compared.c.stackup_id, since)


SOURCES = (
    Source(SHARED, "owner", stacks.c.owner_id),
    Source(SHARED_WITH, "tool", uses.c.tool_id),
    Source(CHANGED, "stack", stacks.c.id),
    Source(ASKED, "owner", advice.c.author_id),
    Source(ASKED_ABOUT, "tool", subjects.c.tool_id),
    between(ASKED_ABOUT),
    Source(DECIDED, "owner", decisions.c.author_id),
    Source(DECIDED_FOR, "stack", decisions.c.stack_id),
    Source(DECIDED_ON, "tool", options.c.tool_id),
    between(DECIDED_ON),
    Source(SAID_OF, "tool", lines.c.tool_id),
)
EVERYTHING = (SHARED, ASKED, DECIDED, SAID)
KINDS = sorted({source.news.kind for source in SOURCES})
# What a reader may ask for alone, and the kinds that this is.
SHOWS = {
    "stacks": ("stack", "change"),
    "questions": ("question",),
    "decisions": ("decision",),
    "points": ("line",),
}
