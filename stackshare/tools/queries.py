from collections.abc import Iterable, Sequence
from typing import Any

from flask import abort
from sqlalchemy import Select, case, func, or_, select

from stackshare.accounts.models import User
from stackshare.core.paging import Page, page_of
from stackshare.core.text import fold
from stackshare.extensions import db
from stackshare.tools.models import (
    Category,
    Tool,
    ToolFollow,
    ToolFunction,
    ToolIntegration,
    ToolName,
)


def tool_by_slug(slug: str) -> Tool | None:
    return db.session.scalar(select(Tool).filter_by(slug=slug))


def tool_or_404(slug: str) -> Tool:
    """By its slug, or by any other name it has: pages then lead to its one URL."""
    return tool_by_slug(slug.lower()) or tool_named(slug) or abort(404)


def tools_by_slugs(slugs: Iterable[str]) -> list[Tool]:
    """The tools with these slugs, in the order asked for; unknown ones are left out."""
    wanted = list(dict.fromkeys(slugs))
    found = db.session.scalars(select(Tool).where(Tool.slug.in_(wanted)))
    by_slug = {tool.slug: tool for tool in found}
    return [by_slug[slug] for slug in wanted if slug in by_slug]


def tool_named(name: str) -> Tool | None:
    """The tool that somebody means by a slug, a name or an alias.

    Of several it is the one whose own slug or name was typed, then the most used.
    """
    known = select(Tool).join(ToolName, ToolName.tool_id == Tool.id)
    typed = case(
        (Tool.slug == name, 0), (Tool.name == name, 1), (Tool.slug == name.lower(), 2), else_=3
    )
    best_first = known.where(ToolName.folded == fold(name)).order_by(
        typed, Tool.stack_count.desc(), Tool.id
    )
    return db.session.scalar(best_first.limit(1))


def popular_tools(after: str | None) -> Page[Tool]:
    return page_of(select(Tool), (Tool.stack_count, Tool.id), after)


def most_used_tools(limit: int) -> Sequence[Tool]:
    return db.session.scalars(
        select(Tool).order_by(Tool.stack_count.desc(), Tool.id.desc()).limit(limit)
    ).all()


def search_tools(query: str, limit: int = 12) -> Sequence[Tool]:
    """Tools by folded name or alias: the exact one, then those that begin so, then the rest.

    No full-text index: one of words would find C and C# for “C++”.
    """
    folded = fold(query)
    if not folded:
        return []
    closeness = func.min(
        case(
            (ToolName.folded == folded, 0),
            (ToolName.folded.startswith(folded, autoescape=True), 1),
            else_=2,
        )
    )
    near = (
        select(ToolName.tool_id, closeness.label("closeness"))
        .where(ToolName.folded.contains(folded, autoescape=True))
        .group_by(ToolName.tool_id)
        .subquery()
    )
    best_first = (
        select(Tool)
        .join(near, near.c.tool_id == Tool.id)
        .order_by(near.c.closeness, Tool.stack_count.desc(), Tool.name)
    )
    return db.session.scalars(best_first.limit(limit)).all()


def followed_ids(viewer: User | None, tools: Sequence[Tool]) -> set[int]:
    """The ids among these that the viewer follows: one query per page."""
    if viewer is None:
        return set()
    mine = select(ToolFollow.tool_id).filter_by(user_id=viewer.id)
    return set(db.session.scalars(mine.where(ToolFollow.tool_id.in_([t.id for t in tools]))))


def functions_of(tools: Sequence[Tool]) -> Select[Any]:
    ids = [tool.id for tool in tools]
    return select(ToolFunction.category_id).where(ToolFunction.tool_id.in_(ids))


def alternatives_to(tools: Sequence[Tool], limit: int = 10) -> Sequence[Tool]:
    """Other tools that share a function with these: those that share most, then most used."""
    shared = (
        select(ToolFunction.tool_id, func.count().label("n"))
        .where(
            ToolFunction.category_id.in_(functions_of(tools)),
            ToolFunction.tool_id.not_in([tool.id for tool in tools]),
        )
        .group_by(ToolFunction.tool_id)
        .subquery()
    )
    closest = (
        select(Tool)
        .join(shared, shared.c.tool_id == Tool.id)
        .where(Tool.deprecated.is_(False))
        .order_by(shared.c.n.desc(), Tool.stack_count.desc(), Tool.id)
    )
    return db.session.scalars(closest.limit(limit)).all()


def integrations_of(tools: Sequence[Tool]) -> dict[int, list[Tool]]:
    """By tool id, the tools it works with, whichever of the two says so."""
    ids = [tool.id for tool in tools]
    said = select(ToolIntegration.tool_id, ToolIntegration.other_id)
    pairs = db.session.execute(
        said.where(or_(ToolIntegration.tool_id.in_(ids), ToolIntegration.other_id.in_(ids)))
    ).all()
    both_ways = {(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}
    others = select(Tool).where(Tool.id.in_({b for _, b in both_ways})).order_by(Tool.name)
    by_name = db.session.scalars(others).all() if both_ways else []
    return {id: [tool for tool in by_name if (id, tool.id) in both_ways] for id in ids}


def shared_function(tools: Sequence[Tool]) -> Category | None:
    """A function that all of these stand in; the first tool's first one where there are several."""
    for_all = functions_of(tools).group_by(ToolFunction.category_id)
    for_all = for_all.having(func.count() == len(tools))
    first = case((Category.id == tools[0].function_id, 0), else_=1)
    found = select(Category).where(Category.id.in_(for_all)).order_by(first, Category.id)
    return db.session.scalar(found.limit(1))


def path_to(category: Category | None) -> list[Category]:
    """From the group down to this category: what a breadcrumb shows."""
    path: list[Category] = []
    while category:
        path.insert(0, category)
        category = category.parent
    return path
