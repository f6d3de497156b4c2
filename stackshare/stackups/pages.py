from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypedDict

from stackshare.advice.models import Question
from stackshare.advice.pages import advice_row
from stackshare.advice.queries import advice_about
from stackshare.decisions.models import DecisionCard
from stackshare.decisions.pages import decision_row
from stackshare.decisions.queries.lists import decisions_between
from stackshare.decisions.queries.switches import Switches, switches_between
from stackshare.proscons.models import Lens, Points
from stackshare.proscons.queries.lens import View, seen_through
from stackshare.stackups.queries import (
    MOST_TOOLS,
    Sluggish,
    is_thin,
    new_stackups,
    related_stackups,
    seen_stackups,
    stackup_id,
    stackup_url,
    top_stackups,
    trending_stackups,
)
from stackshare.tools.models import ComparedTool, NamedTool, Place
from stackshare.tools.pages import lens_json, points_json, switches_json, tool_json
from stackshare.tools.queries.names import named_tools
from stackshare.tools.queries.neighbours import alternatives_to, integrations_of, shared_path

MOST_TRENDING = 100
SORTS = ("trending", "top", "new")


class Listed(TypedDict):
    """A stackup in a list."""

    slug: str
    url: str
    tools: list[NamedTool]
    views: int


class StackupsPage(TypedDict):
    sort: str
    stackups: list[Listed]
    after: str | None


def stackups_page(sort: str, after: str | None) -> StackupsPage:
    if sort == "trending":
        return {"sort": sort, "stackups": listed(trending_stackups(MOST_TRENDING)), "after": None}
    page = top_stackups(after) if sort == "top" else new_stackups(after)
    views = {seen.key: seen.view_count for seen in seen_stackups(page.rows)}
    return {"sort": sort, "stackups": listed(views), "after": page.after}


def listed(views: Mapping[str, int]) -> list[Listed]:
    """By slug, with their tools. One that names a tool we no longer have is left out."""
    named = {slug: slug.split("-vs-") for slug in views}
    known = {tool.slug: tool for tool in named_tools(chain.from_iterable(named.values()))}
    return [
        {"slug": slug, "url": stackup_url(tools), "tools": tools, "views": views[slug]}
        for slug, names in named.items()
        if len(tools := [known[name] for name in names if name in known]) == len(names)
    ]


def stackups_json(page: StackupsPage) -> list[dict[str, object]]:
    return [
        {**stackup, "tools": [tool.slug for tool in stackup["tools"]]}
        for stackup in page["stackups"]
    ]


class Column(TypedDict):
    """One of the compared tools, and what stands below its name."""

    tool: ComparedTool
    series: str  # the colour it keeps on the whole page: s1 to s6
    without: str | None  # the same comparison without it
    pros: Points
    cons: Points
    voters: int  # who run it, through that lens
    integrations: list[NamedTool]


class Questions(TypedDict):
    """Advice by how many of the compared tools it names."""

    several: list[Question]
    one: list[Question]


class Related(TypedDict):
    url: str
    title: str


class StackupPage(TypedDict):
    id: int  # 0: nobody follows it or wrote about it yet
    title: str
    url: str
    path: list[Place]
    columns: list[Column]
    lens: Lens | None
    voters: int  # whose votes the lens lets through
    has_features: bool
    has_descriptions: bool
    decisions: list[DecisionCard]
    switches: list[Switches]  # one for each direction
    advice: Questions
    alternatives: list[NamedTool]
    related: list[Related]
    thin: bool  # too little to be found by


def stackup_page(tools: Sequence[ComparedTool], lens: Lens | None = None) -> StackupPage:
    view = seen_through(lens, tools)
    integrations, alternatives = integrations_of(tools), alternatives_to(tools)
    return {
        "id": stackup_id(tools),
        "title": title_of(tools),
        "url": stackup_url(tools),
        "path": shared_path(tools),
        "columns": columns_for(tools, view, integrations),
        "lens": lens,
        "voters": view.voters,
        "has_features": any(tool.features or integrations[tool.id] for tool in tools),
        "has_descriptions": any(tool.description for tool in tools),
        "decisions": decisions_between(tools, limit=4),
        "switches": switches_between(tools, limit=3),
        "advice": questions_about(tools),
        "alternatives": alternatives if len(tools) < MOST_TOOLS else [],
        "related": [
            {"url": stackup_url(pair), "title": title_of(pair)}
            for pair in related_stackups(tools, alternatives)
        ],
        "thin": is_thin(tools),
    }


def columns_for(
    tools: Sequence[ComparedTool], view: View, integrations: Mapping[int, list[NamedTool]]
) -> list[Column]:
    return [
        {
            "tool": tool,
            "series": f"s{number}",
            "without": without(tools, tool),
            "pros": view.sides[tool.id]["pro"],
            "cons": view.sides[tool.id]["con"],
            "voters": view.voters_of.get(tool.id, 0),
            "integrations": integrations[tool.id],
        }
        for number, tool in enumerate(tools, start=1)
    ]


def title_of(tools: Iterable[Sluggish]) -> str:
    return " vs ".join(tool.name for tool in tools)


def without(tools: Sequence[ComparedTool], tool: ComparedTool) -> str | None:
    others = [other for other in tools if other is not tool]
    return stackup_url(others) if len(others) > 1 else None


def questions_about(tools: Sequence[ComparedTool]) -> Questions:
    ids = {tool.id for tool in tools}
    found: Questions = {"several": [], "one": []}
    for advice in advice_about(tools, limit=6):
        named = ids & {tool.id for tool in advice.tools}
        found["several" if len(named) > 1 else "one"].append(advice)
    return found


def stackup_json(page: StackupPage) -> dict[str, object]:
    """The page for a program: the same facts, nothing about its reader."""
    return {
        "slug": page["url"].rpartition("/")[2],
        "url": page["url"],
        "title": page["title"],
        "path": [category.slug for category in page["path"]],
        "lens": lens_json(page["lens"], page["voters"]),
        "tools": [column_json(column) for column in page["columns"]],
        "decisions": [decision_row(decision) for decision in page["decisions"]],
        "switches": [switches_json(switches) for switches in page["switches"]],
        "advice": {
            "naming_several": [advice_row(advice) for advice in page["advice"]["several"]],
            "naming_one": [advice_row(advice) for advice in page["advice"]["one"]],
        },
        "alternatives": [tool.slug for tool in page["alternatives"]],
        "related": [related["url"] for related in page["related"]],
    }


def column_json(column: Column) -> dict[str, object]:
    tool = column["tool"]
    return {
        **tool_json(tool),
        "description": tool.description,
        "features": tool.features,
        "integrations": [other.slug for other in column["integrations"]],
        **points_json(column["pros"], column["cons"]),
    }
