from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TypedDict
from urllib.parse import urlencode

from stackshare.comments.models import Thread
from stackshare.comments.pages import Discussion, discussion
from stackshare.companies.queries import speakers_of
from stackshare.core.paging import Page
from stackshare.core.text import listed
from stackshare.decisions.models import DecisionCard
from stackshare.decisions.queries.lists import decision_cards, decisions_in
from stackshare.stacks.models import Stack, StackTool
from stackshare.stacks.queries import versus_url
from stackshare.tools.models import Tool
from stackshare.tools.queries.lists import most_used_tools
from stackshare.tools.queries.names import search_tools, tools_by_slugs

LAYERS = ("Application", "Data", "Operations", "Quality", "Business")


class Layer(TypedDict):
    name: str
    uses: list[StackTool]


class Event(TypedDict):
    month: date
    word: str
    what: str


class StackPage(TypedDict):
    stack: Stack
    editors: list[int]  # the ids of who may change it
    layers: list[Layer]
    timeline: list[Event]
    copy_url: str
    decisions: Page[DecisionCard]
    talk: Discussion


def stack_page(stack: Stack, asked: Mapping[str, str]) -> StackPage:
    return {
        "stack": stack,
        "editors": speakers_of(stack.owner),
        "layers": layers_of([use for use in stack.uses if use.dropped_on is None]),
        "timeline": timeline_of(stack.uses),
        "copy_url": "/stacks/new?" + urlencode([("tool", tool.slug) for tool in stack.tools]),
        "decisions": decisions_in(stack, asked.get("decisions_after")).shown(decision_cards),
        "talk": discussion(thread_of(stack), asked),
    }


def thread_of(stack: Stack) -> Thread:
    """Before the first comment none is open: one that holds nothing."""
    return stack.thread or Thread(id=0, url=stack.url, comment_count=0)


def layers_of(uses: list[StackTool]) -> list[Layer]:
    """What is used, by the layer its tools lie in, in the order of LAYERS."""

    def depth(use: StackTool) -> int:
        return LAYERS.index(use.tool.layer)

    by_depth = groupby(sorted(uses, key=depth), depth)  # sorting keeps the owner's order within
    return [{"name": LAYERS[n], "uses": list(found)} for n, found in by_depth]


class Side(TypedDict):
    """One of two compared stacks."""

    stack: Stack
    label: str  # tells it from the other
    series: str
    only: list[Layer]  # what it alone uses
    uses: dict[int, StackTool]  # by tool, what it says of it; also of those that it dropped


class VersusPage(TypedDict):
    url: str
    sides: tuple[Side, Side]
    both: list[Layer]  # as the first says it
    both_count: int
    unlisted: bool


def versus_page(one: Stack, other: Stack) -> VersusPage:
    """Two stacks side by side, in the order of their address."""
    first, second = sorted((one, other), key=lambda stack: stack.url)
    shared = {tool.id for tool in first.tools} & {tool.id for tool in second.tools}
    label = label_apart(first, second)

    def side(stack: Stack, series: str) -> Side:
        only = [use for use in stack.uses if use.dropped_on is None and use.tool_id not in shared]
        return {
            "stack": stack,
            "label": label(stack),
            "series": series,
            "only": layers_of(only),
            "uses": {use.tool_id: use for use in stack.uses},
        }

    return {
        "url": versus_url(first, second),
        "sides": (side(first, "s1"), side(second, "s2")),
        "both": layers_of([use for use in first.uses if use.tool_id in shared]),
        "both_count": len(shared),
        "unlisted": "unlisted" in (first.visibility, second.visibility),
    }


def label_apart(first: Stack, second: Stack) -> Callable[[Stack], str]:
    """What tells these two apart: their names, else their owners', else the end of the address."""
    if first.name != second.name:
        return lambda stack: stack.name
    if first.owner.name != second.owner.name:
        return lambda stack: stack.owner.name
    return lambda stack: stack.url.removeprefix("/stacks/")


def versus_json(page: VersusPage) -> dict[str, object]:
    first, second = page["sides"]
    both = [use for layer in page["both"] for use in layer["uses"]]
    return {
        "url": page["url"],
        "stacks": [side["stack"].url for side in page["sides"]],
        "both": [
            {
                "slug": use.tool.slug,
                "name": use.tool.name,
                "layer": use.tool.layer,
                "said": [use_json(side["uses"][use.tool_id]) for side in page["sides"]],
            }
            for use in both
        ],
        "only_first": [use_json(use) for layer in first["only"] for use in layer["uses"]],
        "only_second": [use_json(use) for layer in second["only"] for use in layer["uses"]],
    }


def timeline_of(uses: list[StackTool]) -> list[Event]:
    """What was adopted and what was dropped, month by month, the newest first."""
    found: dict[tuple[date, str], list[str]] = {}
    for use in uses:
        for word, day in (("Adopted", use.adopted_on), ("Dropped", use.dropped_on)):
            if day:
                found.setdefault((day.replace(day=1), word), []).append(use.tool.name)
    events: list[Event] = [
        {"month": month, "word": word, "what": listed(shortened(names))}
        for (month, word), names in found.items()
    ]
    events.sort(key=lambda event: (-event["month"].toordinal(), event["word"]))
    if events and all(use.adopted_on for use in uses):  # else nobody knows what came first
        events[-1]["word"] = "Started with"
    return events


def shortened(names: list[str], most: int = 8) -> list[str]:
    return names if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]


def found_tools(find: str) -> Sequence[Tool]:
    """What was looked up to pick from; before anything was, what most use."""
    if find:
        return search_tools(find, limit=24)
    return tools_by_slugs(tool.slug for tool in most_used_tools(24))


def stack_json(stack: Stack) -> dict[str, object]:
    return {
        "name": stack.name,
        "url": stack.url,
        "owner": stack.owner.handle,
        "owner_kind": stack.owner.kind,
        "purpose": stack.purpose,
        "unlisted": stack.visibility == "unlisted",
        "shared_at": stack.created_at.isoformat(),
        "edited_at": stack.updated_at.isoformat(),
        "tools": [use_json(use) for use in stack.uses],
    }


def use_json(use: StackTool) -> dict[str, object]:
    return {
        "slug": use.tool.slug,
        "name": use.tool.name,
        "layer": use.tool.layer,
        "reason": use.reason,
        "adopted_on": use.adopted_on and use.adopted_on.isoformat(),
        "dropped_on": use.dropped_on and use.dropped_on.isoformat(),
    }
