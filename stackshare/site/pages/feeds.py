"""What each feed tells of: the newest of what its page lists, as entries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from stackshare.accounts.models import User
from stackshare.accounts.queries import named_owners
from stackshare.advice.models import Advice, Question
from stackshare.advice.queries import advice_about, advice_of, listed_advice, questions
from stackshare.comments.models import Comment, Thread
from stackshare.comments.queries import Said, newest_comments
from stackshare.companies.models import Company
from stackshare.companies.queries import company_cards, newest_companies
from stackshare.core.feeds import FEED_SIZE, Entry
from stackshare.core.markdown import excerpt
from stackshare.core.text import listed as in_words
from stackshare.decisions.models import DecisionCard
from stackshare.decisions.queries.lists import (
    decision_cards,
    decisions_between,
    decisions_for,
    decisions_of,
    fresh_decisions,
)
from stackshare.proscons.models import Side
from stackshare.proscons.queries.lines import newest_lines
from stackshare.stacks.models import Stack, StackCard
from stackshare.stacks.queries import browsed_stacks, public_stacks_of, stack_cards, stacks_with
from stackshare.stackups.models import ChooseLine, Difference
from stackshare.stackups.pages.compared import listed
from stackshare.stackups.queries.compared import (
    new_stackups,
    seen_stackups,
    stackup_url,
    title_of,
)
from stackshare.stackups.queries.words import newest_words
from stackshare.tools.models import Category, ComparedTool, Tool
from stackshare.tools.queries.lists import newest_tools


def stacks_feed(tool: Tool | None) -> list[Entry]:
    return [stack_entry(stack) for stack in stack_cards(browsed_stacks(tool, "newest", None).rows)]


def advice_feed(which: str, tool: Tool | None) -> list[Entry]:
    return [advice_entry(asked) for asked in questions(listed_advice(which, None, tool).rows)]


def decisions_feed(tool: Tool | None) -> list[Entry]:
    return [decision_entry(told) for told in decision_cards(fresh_decisions(None, tool).rows)]


def everything_feed() -> list[Entry]:
    return mixed(
        stack_cards(browsed_stacks(None, "newest", None).rows),
        questions(listed_advice("newest", None).rows),
        decision_cards(fresh_decisions(None).rows),
    )


def tools_feed(place: Category | None, wanted: Mapping[str, Any]) -> list[Entry]:
    """Wanted: q, licence and open_source, as the catalogue's form has them."""
    return [
        Entry(f"tools/{tool.id}", tool.url, tool.name, tool.created_at, summary=tool.summary)
        for tool in newest_tools(place, wanted)
    ]


def stackups_feed() -> list[Entry]:
    seen = seen_stackups(new_stackups(None).rows)
    first_seen = {row.key: row.created_at for row in seen}
    return [
        Entry(
            id=f"stackups/{stackup['slug']}",
            url=stackup["url"],
            title=" vs ".join(tool.name for tool in stackup["tools"]),
            updated=first_seen[stackup["slug"]],
        )
        for stackup in listed({row.key: row.view_count for row in seen})
    ]


def stackup_feed(tools: Sequence[ComparedTool]) -> list[Entry]:
    """The questions and the decisions that name several of them, and what is written about them."""
    ids = {tool.id for tool in tools}
    asked = advice_about(tools, limit=FEED_SIZE)
    several = [advice for advice in asked if len(ids & {tool.id for tool in advice.tools}) > 1]
    lines, sections = newest_words(tools, limit=FEED_SIZE)
    words = [choice_entry(line, tools) for line in lines]
    words += [section_entry(section, tools) for section in sections]
    return newest_of(words + mixed([], several, decisions_between(tools, limit=FEED_SIZE)))


def tool_feed(tool: Tool) -> list[Entry]:
    """The stacks, the questions and the decisions that name it."""
    return mixed(
        stacks_with(tool, limit=FEED_SIZE),
        advice_about([tool], limit=FEED_SIZE),
        decisions_between([tool], limit=FEED_SIZE),
    )


def lines_feed(tool: Tool, side: Side) -> list[Entry]:
    lines = newest_lines(tool, side)
    authors = named_owners(line.author_id for line in lines)
    return [
        Entry(
            id=f"proscons/{line.id}",
            url=f"/proscons/{line.id}",
            title=line.text,
            author=authors[line.author_id].name,
            updated=line.created_at,
            summary=line.context,
        )
        for line in lines
    ]


def companies_feed() -> list[Entry]:
    return [
        Entry(f"companies/{it.id}", it.url, it.name, it.created_at, summary=it.summary)
        for it in company_cards(newest_companies().rows)
    ]


def company_feed(company: Company) -> list[Entry]:
    stacks = stack_cards(public_stacks_of(company).rows)
    return mixed(stacks, [], decision_cards(decisions_for(company).rows))


def person_feed(person: User) -> list[Entry]:
    return mixed(
        stack_cards(public_stacks_of(person).rows),
        questions(advice_of(person).rows),
        decision_cards(decisions_of(person).rows),
    )


def comments_feed(thread: Thread, root: Comment | None) -> list[Entry]:
    """What was said last in a thread, or in one branch of it."""
    return [comment_entry(said) for said in newest_comments(thread, root)]


def mixed(
    stacks: Iterable[Stack | StackCard],
    questions: Iterable[Advice | Question],
    decisions: Iterable[DecisionCard],
) -> list[Entry]:
    told = [*map(advice_entry, questions), *map(decision_entry, decisions)]
    return newest_of([*map(stack_entry, stacks), *told])


def newest_of(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)[:FEED_SIZE]


def choice_entry(line: ChooseLine, tools: Sequence[ComparedTool]) -> Entry:
    name = next(tool.name for tool in tools if tool.id == line.tool_id)
    return Entry(
        id=f"stackups/lines/{line.id}",
        url=f"/stackups/lines/{line.id}",
        title=f"Choose {name} if…",
        author=line.author.name,
        updated=line.edited_at or line.created_at,
        summary=line.text,
    )


def section_entry(section: Difference, tools: Sequence[ComparedTool]) -> Entry:
    return Entry(
        id=f"stackups/sections/{section.id}",
        url=f"{stackup_url(tools)}#section-{section.id}",
        title=section.heading or title_of(tools),
        author=section.author.name,
        updated=section.written_at,
        summary=excerpt(section.html),
    )


def with_tools(stack: Stack | StackCard) -> str:
    return f"With {in_words([tool.name for tool in stack.tools])}." if stack.tools else ""


def stack_entry(stack: Stack | StackCard) -> Entry:
    return Entry(
        id=f"stacks/{stack.id}",
        url=stack.url,
        title=stack.name,
        author=stack.owner.name,
        updated=stack.updated_at,
        summary=f"{stack.purpose} {with_tools(stack)}".strip(),
    )


def advice_entry(advice: Advice | Question) -> Entry:
    return Entry(
        id=f"advice/{advice.id}",
        url=advice.url,
        title=advice.title,
        author=advice.author.name,
        updated=advice.created_at,
        summary=excerpt(advice.html),
    )


def decision_entry(decision: DecisionCard) -> Entry:
    return Entry(
        id=f"decisions/{decision.id}",
        url=decision.url,
        title=decision.title,
        author=decision.author.name,
        updated=decision.created_at,
        summary=excerpt(decision.reason_html),
    )


def comment_entry(said: Said) -> Entry:
    return Entry(
        id=f"comments/{said.id}",
        url=f"/comments/{said.id}",
        title=f"{said.author.name}: {excerpt(said.html, 80)}",
        author=said.author.name,
        updated=said.edited_at or said.created_at,
        summary=excerpt(said.html),
    )
