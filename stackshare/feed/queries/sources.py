"""Where the entries of a feed come from."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    FromClause,
    Table,
    and_,
    bindparam,
    exists,
)

from stackshare.accounts.models import OwnerFollow
from stackshare.advice.models import Advice, AdvicePair, AdviceTool
from stackshare.decisions.models import Decision, DecisionOption, DecisionPair
from stackshare.decisions.queries.lists import THERE
from stackshare.extensions import Base
from stackshare.proscons.models import ProCon
from stackshare.stacks.models import Stack, StackFollow, StackTool
from stackshare.stacks.queries import IN_LISTS
from stackshare.stackups.models import StackupFollow, StackupLine, StackupSection, StackupTool
from stackshare.tools.models import ToolFollow


@dataclass(frozen=True)
class News:
    """Rows that tell of something new, and by which index they are found."""

    kind: str  # of entry
    rows: Table
    at: Column[Any]
    id: Column[Any]
    shown: tuple[ColumnElement[bool], ...] = ()  # which of them


@dataclass(frozen=True)
class Source:
    """News about what somebody follows. An index has them by that, then by when."""

    news: News
    follow: str  # a word in FOLLOWS
    follows: FromClause  # the follows, and what else leads from them to the news
    leads: ColumnElement[bool]


def table_of(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


stacks, uses = table_of(Stack), table_of(StackTool)
advice, subjects, asked_of_two = map(table_of, (Advice, AdviceTool, AdvicePair))
decisions, options, decided_on_two = map(table_of, (Decision, DecisionOption, DecisionPair))
lines, choices, sections = map(table_of, (ProCon, StackupLine, StackupSection))

# What somebody did themselves is no news to them.
me: BindParameter[int] = bindparam("user")
today = uses.c.dropped_on.is_(None)
theirs = exists().where(stacks.c.id == uses.c.stack_id, stacks.c.owner_id != me, *IN_LISTS)
later = stacks.c.updated_at > stacks.c.created_at
listed = exists().where(stacks.c.id == decisions.c.stack_id, *IN_LISTS)


def asked_in(named: Table) -> ColumnElement[bool]:
    return exists().where(advice.c.id == named.c.advice_id, advice.c.author_id != me)


def decided_in(named: Table) -> ColumnElement[bool]:
    of = decisions.c.id == named.c.decision_id
    return exists().where(of, decisions.c.author_id != me, THERE)


def of_others(news: News) -> News:
    return replace(news, shown=(*news.shown, news.rows.c.author_id != me))


SHARED = News("stack", stacks, stacks.c.created_at, stacks.c.id, IN_LISTS)
SHARED_WITH = News("stack", uses, uses.c.shared_at, uses.c.stack_id, (today, theirs))
CHANGED = News("change", stacks, stacks.c.updated_at, stacks.c.id, (later, *IN_LISTS))
ASKED = News("question", advice, advice.c.created_at, advice.c.id)
ASKED_ABOUT, ASKED_BETWEEN = (
    News("question", named, named.c.asked_at, named.c.advice_id, (asked_in(named),))
    for named in (subjects, asked_of_two)
)
DECIDED = News("decision", decisions, decisions.c.created_at, decisions.c.id, (THERE,))
DECIDED_FOR = replace(DECIDED, shown=(THERE, listed))
DECIDED_ON, DECIDED_BETWEEN = (
    News("decision", named, named.c.recorded_at, named.c.decision_id, (decided_in(named),))
    for named in (options, decided_on_two)
)
SAID = News("line", lines, lines.c.created_at, lines.c.id)
CHOSEN, WRITTEN = (
    News(kind, words, at, words.c.id, (words.c.removed_at.is_(None),))
    for kind, words, at in (
        ("choice", choices, choices.c.created_at),
        ("section", sections, sections.c.written_at),
    )
)

tools, owners, followed_stacks = map(table_of, (ToolFollow, OwnerFollow, StackFollow))
stackups = table_of(StackupFollow)


def of_tool(news: News, tool: Column[Any]) -> Source:
    return Source(news, "tool", tools, tools.c.tool_id == tool)


def of_owner(news: News, owner: Column[Any]) -> Source:
    return Source(news, "owner", owners, owners.c.owner_id == owner)


def of_stack(news: News, stack: Column[Any]) -> Source:
    return Source(news, "stack", followed_stacks, followed_stacks.c.stack_id == stack)


def of_stackup(news: News, stackup: Column[Any]) -> Source:
    return Source(news, "stackup", stackups, stackups.c.stackup_id == stackup)


def between(news: News, pairs: Table) -> Source:
    """What names two of the tools of a followed stackup."""
    one, other = table_of(StackupTool).alias(), table_of(StackupTool).alias()
    two = and_(other.c.stackup_id == one.c.stackup_id, other.c.tool_id > one.c.tool_id)
    follows = stackups.join(one, one.c.stackup_id == stackups.c.stackup_id).join(other, two)
    leads = and_(pairs.c.tool_id == one.c.tool_id, pairs.c.other_id == other.c.tool_id)
    return Source(news, "stackup", follows, leads)


SOURCES = (
    of_owner(SHARED, stacks.c.owner_id),
    of_tool(SHARED_WITH, uses.c.tool_id),
    of_stack(CHANGED, stacks.c.id),
    of_owner(ASKED, advice.c.author_id),
    of_tool(ASKED_ABOUT, subjects.c.tool_id),
    between(ASKED_BETWEEN, asked_of_two),
    of_owner(DECIDED, decisions.c.author_id),
    of_owner(DECIDED_FOR, decisions.c.company_id),
    of_stack(DECIDED_FOR, decisions.c.stack_id),
    of_tool(DECIDED_ON, options.c.tool_id),
    between(DECIDED_BETWEEN, decided_on_two),
    of_tool(of_others(SAID), lines.c.tool_id),
    of_stackup(of_others(CHOSEN), choices.c.stackup_id),
    of_stackup(of_others(WRITTEN), sections.c.stackup_id),
)
EVERYTHING = (SHARED, ASKED, DECIDED, SAID, CHOSEN, WRITTEN)
KINDS = sorted({source.news.kind for source in SOURCES})
# What a reader may ask for alone, and the kinds that this is.
SHOWS = {
    "stacks": ("stack", "change"),
    "questions": ("question",),
    "decisions": ("decision",),
    "points": ("line",),
    "comparisons": ("choice", "section"),
}
