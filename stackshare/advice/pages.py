from typing import TypedDict

from stackshare.advice.models import Advice, Question
from stackshare.comments.queries import Branch, branches_of
from stackshare.core.views import views_of


class AdvicePage(TypedDict):
    advice: Advice
    branches: list[Branch]
    views: int  # about


def advice_page(advice: Advice) -> AdvicePage:
    key = str(advice.id)
    return {
        "advice": advice,
        "branches": branches_of(advice.thread_id),
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
        "tools": [tool.slug for tool in advice.tools],
        "comment_count": advice.comment_count,
    }


def advice_json(page: AdvicePage) -> dict[str, object]:
    return {
        **advice_row(page["advice"]),
        "body": page["advice"].body,
        "views": page["views"],
        "comments": [branch_json(branch) for branch in page["branches"]],
    }


def branch_json(branch: Branch) -> dict[str, object]:
    comment = branch.comment
    return {
        "id": comment.id,
        "author": comment.author.handle,
        "body": comment.body,
        "replies": [branch_json(reply) for reply in branch.replies],
    }
