from collections.abc import Sequence
from itertools import groupby
from typing import TypedDict

from stackshare.accounts.models import User
from stackshare.stacks.models import Stack, StackTool
from stackshare.tools.models import Tool
from stackshare.tools.queries import followed_ids, most_used_tools, search_tools, tools_by_slugs

LAYERS = ("Application", "Data", "Operations", "Quality", "Business")
MOST_PICKED = 300  # more than a stack may have, so that its refusal loses none


class Layer(TypedDict):
    name: str
    uses: list[StackTool]


class StackPage(TypedDict):
    stack: Stack
    layers: list[Layer]
    followed: set[int]


def stack_page(stack: Stack, viewer: User | None) -> StackPage:
    return {
        "stack": stack,
        "layers": layers_of([use for use in stack.uses if use.dropped_on is None]),
        "followed": followed_ids(viewer, stack.tools),
    }


def layers_of(uses: list[StackTool]) -> list[Layer]:
    """What is used, by the layer its tools lie in, in the order of LAYERS."""

    def depth(use: StackTool) -> int:
        return LAYERS.index(use.tool.layer)

    by_depth = groupby(sorted(uses, key=depth), depth)  # sorting keeps the owner's order within
    return [{"name": LAYERS[n], "uses": list(found)} for n, found in by_depth]


def offered_tools(picked: Sequence[str], find: str) -> list[Tool]:
    """What the form shows to pick from: what is picked, what was looked up, what most use."""
    found = search_tools(find, limit=24) if find else most_used_tools(24)
    return list(dict.fromkeys([*tools_by_slugs(picked[:MOST_PICKED]), *found]))


def stack_json(stack: Stack) -> dict[str, object]:
    return {
        "name": stack.name,
        "url": stack.url,
        "owner": stack.owner.handle,
        "purpose": stack.purpose,
        "tools": [{"slug": use.tool.slug, "reason": use.reason} for use in stack.uses],
    }
