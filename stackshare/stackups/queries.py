from collections.abc import Sequence
from itertools import combinations

from flask import abort

from stackshare.tools.models import Tool
from stackshare.tools.queries import alternatives_to, tool_named

MOST_TOOLS = 6


def stackup_slug(tools: Sequence[Tool]) -> str:
    """The one spelling of a comparison: its tools' slugs in alphabetical order."""
    return "-vs-".join(sorted(tool.slug for tool in tools))


def stackup_url(tools: Sequence[Tool]) -> str:
    return f"/stackups/{stackup_slug(tools)}"


def compared_or_404(slug: str) -> list[Tool]:
    """The tools that an address names, in the order of its one true spelling."""
    names = slug.split("-vs-")
    if len(names) > MOST_TOOLS:
        abort(404)
    tools = {tool for name in names if (tool := tool_named(name))}
    if len(tools) < 2 or len(tools) < len(set(names)):
        abort(404)
    return sorted(tools, key=lambda tool: tool.slug)


def related_stackups(tools: Sequence[Tool], limit: int = 8) -> list[list[Tool]]:
    """Pairs from these tools and their nearest alternatives."""
    near = [*tools, *alternatives_to(tools, limit=4)]
    pairs = [sorted(pair, key=lambda tool: tool.slug) for pair in combinations(near, 2)]
    return [pair for pair in pairs if set(pair) != set(tools)][:limit]
