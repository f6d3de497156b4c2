"""The questions of the sample community and what was answered."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import combinations, count, groupby, islice
from operator import itemgetter

from stackshare.advice.models import Advice, AdvicePair, AdviceTool
from stackshare.comments.models import Comment, CommentVote, Thread, ThreadFollow
from stackshare.core.markdown import to_html
from stackshare.core.ranking import wilson
from stackshare.core.text import slug_of
from stackshare.demo.builder import Builder, Row
from stackshare.demo.words import ACCEPTED, CONSTRAINTS, OUTCOMES, QUESTIONS
from stackshare.extensions import Base
from stackshare.notifications.models import Notification

FOLLOWED = 3  # the first questions, by the first account
html_of = cache(to_html)


def questions(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    ids = {tool.slug: tool.id for tool in builder.tools}

    def threads() -> Iterator[Row]:
        for advice, comments in asked(builder):
            url = f"/advice/{advice['id']}-{advice['slug']}"
            facts = {"title": advice["title"], "comment_count": len(comments)}
            yield {"id": advice["id"], "url": url, **facts}

    def follows() -> Iterator[Row]:
        for advice, _ in asked(builder):
            facts = {"thread_id": advice["id"], "created_at": advice["created_at"]}
            yield {**facts, "user_id": advice["author_id"]}
            if advice["id"] <= FOLLOWED:
                yield {**facts, "user_id": builder.person(0)}

    def told() -> Iterator[Row]:
        """What the first of the accounts that everybody may use reads there."""
        followed = reversed(list(islice(asked(builder), FOLLOWED)))  # the newest come last
        for advice, comments in followed:
            for comment in comments:
                yield {
                    "user_id": builder.person(0),
                    "kind": "answer",
                    "label": advice["title"],
                    "url": f"/comments/{comment['id']}",
                    "created_at": comment["created_at"],
                    "read_at": None if advice["id"] == 1 else builder.day,
                }

    def named() -> Iterator[Row]:
        for advice, _ in asked(builder):
            for slug in QUESTIONS[advice["id"] - 1][2]:
                if slug in ids:
                    facts = {"advice_id": advice["id"], "asked_at": advice["created_at"]}
                    yield {**facts, "tool_id": ids[slug]}

    def pairs() -> Iterator[Row]:
        for _, names in groupby(named(), itemgetter("advice_id")):
            for one, other in combinations(sorted(names, key=itemgetter("tool_id")), 2):
                yield {**one, "other_id": other["tool_id"]}

    def comments() -> Iterator[Row]:
        return (comment for _, comments in asked(builder) for comment in comments)

    def votes() -> Iterator[Row]:
        for comment in comments():
            for n in range(comment["up_count"]):
                facts = {"comment_id": comment["id"], "created_at": comment["created_at"]}
                yield {**facts, "user_id": builder.person(300 + comment["id"] * 11 + n), "value": 1}

    yield Thread, threads()
    yield Comment, comments()
    yield CommentVote, votes()
    yield ThreadFollow, follows()
    yield Notification, told()
    yield Advice, (advice for advice, _ in asked(builder))
    yield AdviceTool, named()
    yield AdvicePair, pairs()


def question_count() -> int:
    return len(QUESTIONS)


def asked(builder: Builder) -> Iterator[tuple[Row, list[Row]]]:
    """Each question with its comments. A thread has the id of its question."""
    numbers, speakers = count(1), count(200)
    for place, (title, body, _, answers) in enumerate(QUESTIONS):
        id, moment = place + 1, builder.day - timedelta(days=3 * place + 1)
        advice: Row = {
            "id": id,
            "author_id": builder.person(next(speakers)),
            "thread_id": id,
            "slug": slug_of(title, fallback="question"),
            "title": title,
            "body": body,
            "html": html_of(body),
            "created_at": moment,
            **dict.fromkeys(("must_have", "language", "team", "deadline"), ""),
            **CONSTRAINTS.get(place, {}),
            **dict.fromkeys(("chosen", "outcome", "outcome_html"), ""),
            **dict.fromkeys(("accepted_id", "answered_at", "chosen_at", "chosen_id")),
        }
        comments: list[Row] = []
        for answer, replies in answers:
            first = next(numbers)
            for n, text in enumerate((answer, *replies)):
                comment = {
                    "id": next(numbers) if n else first,
                    "thread_id": id,
                    "parent_id": first if n else None,
                    "root_id": first if n else None,
                    "author_id": builder.person(next(speakers)),
                    "body": text,
                    "html": html_of(text),
                    "created_at": moment + timedelta(hours=8 if n else 5),
                    "up_count": 0 if n else 9 - 2 * len(comments),
                }
                comment["score"] = wilson(comment["up_count"], 0)
                comments.append(comment)
        days = timedelta(days=2)
        if comments and (place in OUTCOMES or place in ACCEPTED):
            advice |= {"accepted_id": comments[0]["id"], "answered_at": moment + days}
        if place in OUTCOMES:
            chosen, outcome = OUTCOMES[place]
            tool = next((tool.id for tool in builder.tools if tool.name == chosen), None)
            told: Row = {"chosen": chosen, "outcome": outcome, "outcome_html": html_of(outcome)}
            told["chosen_id"] = tool
            advice |= {**told, "chosen_at": moment + days}
        yield advice, comments
