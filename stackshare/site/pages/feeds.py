"""What each feed tells of: the newest things, as entries."""

from collections.abc import Iterable

from stackshare.accounts.models import User
from stackshare.advice.models import Advice, Question
from stackshare.advice.queries import advice_about, advice_of, newest_advice, questions
from stackshare.companies.models import Company
from stackshare.companies.queries import company_cards, newest_companies
from stackshare.core.feeds import FEED_SIZE, Entry
from stackshare.core.markdown import excerpt
from stackshare.core.text import listed as in_words
from stackshare.decisions.models import DecisionCard
from stackshare.decisions.queries.lists import (
    decision_cards,
    decisions_between,
    decisions_of,
    newest_decisions,
)
from stackshare.site.queries import newest_tools
from stackshare.stacks.models import Stack, StackCard
from stackshare.stacks.queries import newest_stacks, public_stacks_of, stack_cards, stacks_with
from stackshare.stackups.pages import listed
from stackshare.stackups.queries import new_stackups, seen_stackups
from stackshare.tools.models import Tool


def stacks_feed() -> list[Entry]:
    return [stack_entry(stack) for stack in newest_stacks(FEED_SIZE)]


def advice_feed() -> list[Entry]:
    return [advice_entry(advice) for advice in newest_advice(FEED_SIZE)]


def decisions_feed() -> list[Entry]:
    return [decision_entry(decision) for decision in newest_decisions(FEED_SIZE)]


def everything_feed() -> list[Entry]:
    stacks, questions = newest_stacks(FEED_SIZE), newest_advice(FEED_SIZE)
    return mixed(stacks, questions, newest_decisions(FEED_SIZE))


def tools_feed() -> list[Entry]:
    return [
        Entry(f"tools/{tool.id}", tool.url, tool.name, tool.created_at, summary=tool.summary)
        for tool in newest_tools(FEED_SIZE)
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


def tool_feed(tool: Tool) -> list[Entry]:
    """The stacks, the questions and the decisions that name it."""
    return mixed(
        stacks_with(tool, limit=FEED_SIZE),
        advice_about([tool], limit=FEED_SIZE),
        decisions_between([tool], limit=FEED_SIZE),
    )


def companies_feed() -> list[Entry]:
    return [
        Entry(f"companies/{it.id}", it.url, it.name, it.created_at, summary=it.summary)
        for it in company_cards(newest_companies().rows)
    ]


def company_feed(company: Company) -> list[Entry]:
    return mixed(stack_cards(public_stacks_of(company).rows), [], [])


def person_feed(person: User) -> list[Entry]:
    return mixed(
        stack_cards(public_stacks_of(person).rows),
        questions(advice_of(person).rows),
        decision_cards(decisions_of(person).rows),
    )


def mixed(
    stacks: Iterable[Stack | StackCard],
    questions: Iterable[Advice | Question],
    decisions: Iterable[DecisionCard],
) -> list[Entry]:
    told = [*map(advice_entry, questions), *map(decision_entry, decisions)]
    entries = [*map(stack_entry, stacks), *told]
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)[:FEED_SIZE]


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
