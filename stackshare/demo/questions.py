"""The questions of the sample community and what was answered."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import count

from stackshare.advice.models import Advice, AdviceTool
from stackshare.comments.models import Comment, Thread
from stackshare.core.markdown import to_html
from stackshare.core.text import slug_of
from stackshare.demo.builder import Builder, Row
from stackshare.demo.words import QUESTIONS
from stackshare.extensions import Base

html_of = cache(to_html)


def questions(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    ids = {tool.slug: tool.id for tool in builder.tools}

    def threads() -> Iterator[Row]:
        for advice, comments in asked(builder):
            url = f"/advice/{advice['id']}-{advice['slug']}"
            yield {"id": advice["id"], "url": url, "comment_count": len(comments)}

    def named() -> Iterator[Row]:
        for advice, _ in asked(builder):
            for slug in QUESTIONS[(advice["id"] - 1) % len(QUESTIONS)][2]:
                if slug in ids:
                    facts = {"advice_id": advice["id"], "asked_at": advice["created_at"]}
                    yield {**facts, "tool_id": ids[slug]}

    yield Thread, threads()
    yield Advice, (advice for advice, _ in asked(builder))
    yield AdviceTool, named()
    yield Comment, (comment for _, comments in asked(builder) for comment in comments)


def question_count(builder: Builder) -> int:
    return len(QUESTIONS) * builder.scale


def asked(builder: Builder) -> Iterator[tuple[Row, list[Row]]]:
    """Each question with its comments; in a larger community others ask it again, some other day.

    A thread has the id of its question.
    """
    numbers, speakers = count(1), count(200)
    for id in range(1, question_count(builder) + 1):
        again, place = divmod(id - 1, len(QUESTIONS))
        title, body, _, answers = QUESTIONS[place]
        moment = builder.day - timedelta(days=3 * place + 1)
        if again:
            moment = builder.ago(id * 997, 800)
        advice: Row = {
            "id": id,
            "author_id": builder.person(next(speakers)),
            "thread_id": id,
            "slug": slug_of(title, fallback="question"),
            "title": title,
            "body": body,
            "html": html_of(body),
            "created_at": moment,
        }
        comments: list[Row] = []
        for answer, replies in answers:
            first = next(numbers)
            for n, text in enumerate((answer, *replies)):
                comment = {
                    "id": next(numbers) if n else first,
                    "thread_id": id,
                    "parent_id": first if n else None,
                    "author_id": builder.person(next(speakers)),
                    "body": text,
                    "html": html_of(text),
                    "created_at": moment + timedelta(hours=8 if n else 5),
                }
                comments.append(comment)
        yield advice, comments
