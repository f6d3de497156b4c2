from typing import Any, TypedDict

from stackshare.accounts.models import NamedOwner
from stackshare.advice.models import Question
from stackshare.advice.queries import advice_about
from stackshare.core.kept.values import remembered
from stackshare.core.paging import Page
from stackshare.decisions.models import DecisionCard, Switch
from stackshare.decisions.queries.lists import decisions_between
from stackshare.decisions.queries.switches import Switches, ToolSwitches, switches_of
from stackshare.proscons.models import Lens, Line, Points
from stackshare.proscons.queries.lens import seen_through
from stackshare.stacks.models import StackCard
from stackshare.stacks.queries import Pair, owners_with, pairs_with, stacks_with
from stackshare.tools.models import Category, ComparedTool, NamedTool, Place, Tool, TreePlace
from stackshare.tools.queries.lists import (
    all_categories,
    common_licences,
    in_order,
    listed_tools,
    tool_counts,
    tools_where,
)
from stackshare.tools.queries.names import search_tools
from stackshare.tools.queries.neighbours import (
    alternatives_to,
    functions_in_order,
    integrations_of,
    other_names,
    path_to,
)

CLOSEST = 50  # how many a search shows, the closest first: what lies further is not meant


class Branch(TypedDict):
    """A group, category or function that has tools, and what stands in it."""

    category: TreePlace
    count: int
    branches: list["Branch"]


class CataloguePage(TypedDict):
    category: Category | None  # None: the whole catalogue
    path: list[Place]
    tree: list[Branch]
    licences: list[str]
    page: Page[Tool] | Page[ComparedTool]


def catalogue_page(
    category: Category | None, wanted: dict[str, Any], after: str | None, *, valid: bool
) -> CataloguePage:
    """Wanted: q, licence, open_source and sort, as the form has them."""
    nothing: Page[ComparedTool] = Page([], after=None)
    return {
        "category": category,
        "path": path_to(category.id if category else None),
        "tree": category_tree(),
        "licences": sorted({*common_licences(), wanted["licence"]} - {""}, key=str.lower),
        "page": tools_listed(category, wanted, after) if valid else nothing,
    }


def tools_listed(
    category: Category | None, wanted: dict[str, Any], after: str | None
) -> Page[Tool] | Page[ComparedTool]:
    """In the order asked for. A search without one shows what is closest, on a single page."""
    tools = tools_where(category, wanted)
    if wanted["q"] and wanted["sort"] == "stacks":
        return Page(search_tools(wanted["q"], CLOSEST, among=tools), after=None)
    return in_order(tools, wanted["sort"], after).shown(listed_tools)


@remembered
def category_tree() -> list[Branch]:
    counts, places = tool_counts(), all_categories()

    def below(id: int | None) -> list[Branch]:
        return [
            {"category": place, "count": counts[place.id], "branches": below(place.id)}
            for place in places
            if place.parent_id == id and place.id in counts
        ]

    return below(None)


def tree_json(tree: list[Branch]) -> list[dict[str, object]]:
    return [
        {
            "slug": branch["category"].slug,
            "name": branch["category"].name,
            "url": branch["category"].url,
            "summary": branch["category"].summary,
            "tools": branch["count"],
            "below": tree_json(branch["branches"]),
        }
        for branch in tree
    ]


class ToolPage(TypedDict):
    tool: Tool
    path: list[Place]
    functions: list[Place]
    aliases: list[str]
    language: Tool | None
    successor: Tool | None
    pros: Points
    cons: Points
    lens: Lens | None
    voters: int  # whose votes the lens lets through
    integrations: list[NamedTool]
    alternatives: list[NamedTool]
    owners: list[NamedOwner]
    pairs: list[Pair]
    stacks: list[StackCard]
    advice: list[Question]
    decisions: list[DecisionCard]
    switches: ToolSwitches


def tool_page(tool: Tool, lens: Lens | None = None) -> ToolPage:
    view = seen_through(lens, [tool])
    return {
        "tool": tool,
        "path": path_to(tool.function_id),
        "functions": functions_in_order(tool),
        "aliases": other_names(tool),
        "language": tool.language,
        "successor": tool.successor,
        "pros": view.sides[tool.id]["pro"],
        "cons": view.sides[tool.id]["con"],
        "lens": lens,
        "voters": view.voters,
        "integrations": integrations_of([tool])[tool.id],
        "alternatives": alternatives_to([tool]),
        "owners": owners_with(tool, limit=8),
        "stacks": stacks_with(tool, limit=4),
        "pairs": pairs_with(tool, limit=8),
        "advice": advice_about([tool], limit=3),
        "decisions": decisions_between([tool], limit=3),
        "switches": switches_of(tool, limit=5),
    }


def tool_json(tool: Tool | ComparedTool) -> dict[str, object]:
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
    tool, language, successor = page["tool"], page["language"], page["successor"]
    return {
        **tool_json(tool),
        "description": tool.description,
        "features": tool.features,
        "aliases": page["aliases"],
        "categories": [category.slug for category in page["functions"]],
        "language": language and language.slug,
        "first_release": tool.first_release,
        "deprecated": tool.deprecated,
        "successor": successor and successor.slug,
        "con_votes": page["cons"].votes,
        "lens": lens_json(page["lens"], page["voters"]),
        **points_json(page["pros"], page["cons"]),
        "alternatives": [tool.slug for tool in page["alternatives"]],
        "integrations": [tool.slug for tool in page["integrations"]],
        "pairs": [pair_json(pair) for pair in page["pairs"]],
        "companies": [owner.handle for owner in page["owners"] if owner.kind == "company"],
        "switched_from": switches_json(page["switches"].came),
        "left_for": switches_json(page["switches"].left),
    }


def switches_json(switches: Switches) -> dict[str, object]:
    """At most so many are counted; then there may be more."""
    return {
        "count": switches.total,
        "more": switches.more,
        "newest": [switch_json(switch) for switch in switches.shown],
    }


def switch_json(switch: Switch) -> dict[str, object]:
    return {
        "from": switch.one.slug,
        "to": switch.other.slug,
        "on": switch.day.isoformat(),
        "reason": switch.told.reason,
        "url": switch.told.url,
    }


def pair_json(pair: Pair) -> dict[str, object]:
    return {"slug": pair.tool.slug, "lift": round(pair.lift, 2), "stacks": pair.stack_count}


def points_json(pros: Points, cons: Points) -> dict[str, object]:
    """The best lines of both sides, and how many there are."""
    return {
        "pros": [procon_json(line) for line in pros.lines],
        "pro_count": pros.total,
        "cons": [procon_json(line) for line in cons.lines],
        "con_count": cons.total,
    }


def lens_json(lens: Lens | None, voters: int) -> dict[str, object] | None:
    return {"name": lens, "voters": voters} if lens else None


def procon_json(procon: Line) -> dict[str, object]:
    return {
        "id": procon.id,
        "text": procon.text,
        "votes": procon.vote_count,
        "link": procon.link,
        "context": procon.context,
        "version": procon.version,
        "author_runs_it": procon.runs_it,
    }
