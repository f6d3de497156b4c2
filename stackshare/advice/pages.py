from collections.abc import Mapping
from typing import TypedDict

from flask import abort

from stackshare.advice.models import Advice, Question
from stackshare.advice.queries import LISTS, listed_advice, questions
from stackshare.comments.pages import Discussion, discussion, discussion_json, rest_of, runs_json
from stackshare.core.paging import Page
from stackshare.core.views import views_of
from stackshare.search.queries.closest import closest_ids
from stackshare.search.queries.kinds import KINDS_BY_NAME
from stackshare.search.queries.words import alike, words_in
from stackshare.tools.models import Tool
from stackshare.tools.queries.names import tool_or_404

CONSTRAINTS = ("must_have", "language", "team", "deadline")


class AdviceList(TypedDict):
    tool: Tool | None
    which: str
    page: Page[Question]


def advice_list(asked: Mapping[str, str]) -> AdviceList:
    """As asked for: about a tool (`tool`), one of the lists (`show`), from a place (`after`)."""
    tool = tool_or_404(asked["tool"]) if asked.get("tool") else None
    which = asked.get("show", "newest")
    if which not in LISTS or (tool and which == "viewed"):  # views order all questions alone
        abort(422)
    page = listed_advice(which, asked.get("after"), tool).shown(questions)
    return {"tool": tool, "which": which, "page": page}


ALIKE = 5  # shown, of four times as many that are looked at


def similar_questions(title: str) -> list[Question]:
    """Those that share most with this title: two words of it at least, or all that it has."""
    meant = alike(title)
    words = {word for term in meant.terms for word in term.words}
    closest = closest_ids(KINDS_BY_NAME["advice"], meant) if words else []
    found = questions(closest[: 4 * ALIKE])
    near = [question for question in found if shares(question, words) >= min(2, len(words))]
    return near[:ALIKE]


def shares(question: Question, words: set[str]) -> int:
    return len(words.intersection(words_in(question.title)))


class AdvicePage(TypedDict):
    advice: Advice
    constraints: dict[str, str]  # by name, those that were given
    talk: Discussion
    views: int  # about


def advice_page(advice: Advice, asked: Mapping[str, str]) -> AdvicePage:
    key = str(advice.id)
    given = {name: getattr(advice, name) for name in CONSTRAINTS}
    by, pinned = [advice.author_id], advice.accepted_id
    return {
        "advice": advice,
        "constraints": {name: words for name, words in given.items() if words},
        "talk": discussion(advice.thread, asked, pinned=pinned, tools=advice.tools, by=by),
        "views": views_of("advice", [key]).get(key, 0),
    }


def advice_row(advice: Advice | Question) -> dict[str, object]:
    """A question in a list, for a program."""
    return {
        "id": advice.id,
        "title": advice.title,
        "url": advice.url,
        "author": advice.author.handle,
        "asked_at": advice.created_at.isoformat(),
        "answered_at": advice.answered_at and advice.answered_at.isoformat(),
        "tools": [tool.slug for tool in advice.tools],
        "comment_count": advice.comment_count,
    }


def advice_json(page: AdvicePage) -> dict[str, object]:
    advice = page["advice"]
    return {
        **advice_row(advice),
        "author_runs": runs_json(page["talk"]["runs"], advice.author_id),
        "body": advice.body,
        "constraints": page["constraints"],
        "views": page["views"],
        "accepted": page["talk"]["pinned"],
        "chosen": advice.chosen or None,
        "chosen_tool": advice.chosen_tool and advice.chosen_tool.slug,
        "outcome": advice.outcome or None,
        "thread": advice.thread_id,
        "comments": discussion_json(page["talk"]),
        "more_comments": rest_of(page["talk"]),
    }
