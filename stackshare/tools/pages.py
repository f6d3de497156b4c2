from collections.abc import Sequence
from typing import TypedDict

from stackshare.accounts.models import User
from stackshare.advice.models import Advice
from stackshare.advice.queries import advice_about
from stackshare.proscons.models import ProCon
from stackshare.proscons.queries import proscons_of, voted_ids
from stackshare.stacks.models import Stack
from stackshare.stacks.queries import stacks_with
from stackshare.tools.models import Category, Tool
from stackshare.tools.queries import alternatives_to, followed_ids, integrations_of, path_to


class ToolPage(TypedDict):
    tool: Tool
    path: list[Category]
    pros: list[ProCon]
    cons: list[ProCon]
    integrations: list[Tool]
    alternatives: Sequence[Tool]
    stacks: Sequence[Stack]
    advice: Sequence[Advice]
    voted: set[int]
    followed: set[int]


def tool_page(tool: Tool, viewer: User | None) -> ToolPage:
    proscons = proscons_of([tool])
    return {
        "tool": tool,
        "path": path_to(tool.function),
        "pros": [procon for procon in proscons if procon.side == "pro"],
        "cons": [procon for procon in proscons if procon.side == "con"],
        "integrations": integrations_of([tool])[tool.id],
        "alternatives": alternatives_to([tool]),
        "stacks": stacks_with(tool, limit=4),
        "advice": advice_about([tool], limit=3),
        "voted": voted_ids(viewer, proscons),
        "followed": followed_ids(viewer, [tool]),
    }


def tool_json(tool: Tool) -> dict[str, object]:
    """The counts that every page shows, for a program."""
    return {
        "slug": tool.slug,
        "name": tool.name,
        "url": tool.url,
        "summary": tool.summary,
        "website": tool.website,
        "repository": tool.repository,
        "licence": tool.licence,
        "open_source": tool.open_source,
        "stacks": tool.stack_count,
        "followers": tool.follower_count,
        "votes": tool.vote_count,
    }


def tool_page_json(page: ToolPage) -> dict[str, object]:
    """The page for a program: the same figures, nothing about its reader."""
    return {
        **tool_json(page["tool"]),
        "description": page["tool"].description,
        "pros": [procon_json(procon) for procon in page["pros"]],
        "cons": [procon_json(procon) for procon in page["cons"]],
        "alternatives": [tool.slug for tool in page["alternatives"]],
        "integrations": [tool.slug for tool in page["integrations"]],
    }


def procon_json(procon: ProCon) -> dict[str, object]:
    return {"id": procon.id, "text": procon.text, "votes": procon.vote_count}
