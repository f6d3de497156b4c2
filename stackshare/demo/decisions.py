"""The decisions of the sample community."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import combinations, groupby
from operator import itemgetter

from stackshare.comments.models import Thread, ThreadFollow
from stackshare.core.markdown import to_html
from stackshare.core.text import slug_of
from stackshare.decisions.models import CARRIED_OUT, Decision, DecisionOption, DecisionPair
from stackshare.demo.builder import Builder, Row
from stackshare.demo.choices import DECISIONS, Told
from stackshare.demo.companies import owned
from stackshare.demo.questions import question_count
from stackshare.extensions import Base

html_of = cache(to_html)


def decisions(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    """Their threads come after those of the questions."""
    threads = question_count()
    companies = {stack: n for stack, (n, _) in owned(builder).items()}

    def author_of(stack: int) -> int:
        """Whose stack it is; of a company's, the second who joined it."""
        return builder.person(3 * companies[stack] + 1 if stack in companies else stack)

    def opened() -> Iterator[Row]:
        for id, told, _, _ in recorded(builder):
            url = f"/decisions/{id}-{slug_of(told.title, fallback='decision')}"
            yield {"id": threads + id, "url": url, "title": told.title, "comment_count": 0}

    def follows() -> Iterator[Row]:
        for id, _, stack, moment in recorded(builder):
            facts = {"thread_id": threads + id, "created_at": moment}
            yield {"user_id": author_of(stack), **facts}

    def rows() -> Iterator[Row]:
        for id, told, stack, moment in recorded(builder):
            yield {
                "id": id,
                "author_id": author_of(stack),
                "thread_id": threads + id,
                "stack_id": builder.first_stack + stack,
                "company_id": builder.company(companies[stack]) if stack in companies else None,
                "slug": slug_of(told.title, fallback="decision"),
                "title": told.title,
                "status": told.status,
                "reason": told.reason,
                "reason_html": html_of(told.reason),
                "context": told.context,
                "context_html": html_of(told.context),
                "outcome": told.outcome,
                "outcome_html": html_of(told.outcome),
                "effort": told.effort,
                "decided_on": decided(moment) if told.status in CARRIED_OUT else None,
                "created_at": moment,
            }

    yield Thread, opened()
    yield ThreadFollow, follows()
    yield Decision, rows()
    yield DecisionOption, offered(builder)
    yield DecisionPair, pairs(builder)


def offered(builder: Builder) -> Iterator[Row]:
    ids = {tool.slug: tool.id for tool in builder.tools}
    for id, told, _, moment in recorded(builder):
        chosen = ids.get(told.options[0].name) if told.status in CARRIED_OUT else None
        for position, option in enumerate(told.options):
            tool, is_before = ids.get(option.name), option.name == told.before
            moved_to = chosen if is_before and tool and position else None
            yield {
                "decision_id": id,
                "position": position,
                "tool_id": tool,
                "name": "" if tool else option.name,
                "is_chosen": position == 0,
                "moved_from": is_before,
                "good": option.good,
                "bad": option.bad,
                "recorded_at": moment,
                "moved_to_id": moved_to,
                "moved_on": decided(moment) if moved_to else None,
            }


def pairs(builder: Builder) -> Iterator[Row]:
    for id, options in groupby(offered(builder), itemgetter("decision_id")):
        named = [option for option in options if option["tool_id"]]
        for one, other in combinations(sorted(named, key=itemgetter("tool_id")), 2):
            facts = {"tool_id": one["tool_id"], "other_id": other["tool_id"]}
            yield {"decision_id": id, **facts, "recorded_at": one["recorded_at"]}


def decided(moment: datetime) -> date:
    """Long enough ago to tell how it turned out."""
    return (moment - timedelta(days=200)).date()


def recorded(builder: Builder) -> Iterator[tuple[int, Told, int, datetime]]:
    """Each with the number of its stack."""
    for place, told in enumerate(DECISIONS):
        moment = builder.day - timedelta(days=5 * place + 2)
        yield place + 1, told, told.stack % builder.stacks, moment
