from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Executable,
    FromClause,
    Select,
    bindparam,
    case,
    false,
    func,
    select,
    union,
)

from stackshare.core.counters import HasId
from stackshare.core.paging import Keys, Page, page_of
from stackshare.core.refusal import Close, Unknown
from stackshare.core.rows import columns_of, many, rows
from stackshare.core.text import fold
from stackshare.extensions import db
from stackshare.tools.models import (
    Category,
    ComparedTool,
    NamedTool,
    Place,
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
    tool = tool_by_slug(slug.lower()) or tool_named(slug)
    if tool is None:
        raise Unknown([Close(near.name, near.url) for near in near_tools(slug)])
    return tool


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


def tools_where(
    *, category: Category | None, query: str, licence: str, open_source: bool
) -> Select[Any]:
    """The part of the catalogue that a reader asks for."""
    tools = select(Tool)
    if category:
        below = functions_below().subquery()
        inside = select(ToolFunction.tool_id).join(below, below.c.id == ToolFunction.category_id)
        tools = tools.where(Tool.id.in_(inside.where(below.c.place_id == category.id)))
    if query:
        tools = tools.where(Tool.id.in_(names_with(query).with_only_columns(ToolName.tool_id)))
    if licence:
        tools = tools.where(Tool.licence == licence)
    if open_source:
        tools = tools.where(Tool.open_source)
    return tools


SORTS: dict[str, Keys] = {
    "stacks": (Tool.stack_count, Tool.id),
    "followers": (Tool.follower_count, Tool.id),
    "votes": (Tool.vote_count, Tool.id),
    "new": (Tool.id,),
    "name": (Tool.sort_name, Tool.id),
}


def in_order(tools: Select[Any], sort: str, after: str | None) -> Page[Tool]:
    return page_of(tools, SORTS[sort], after, lowest_first=sort == "name")


def common_licences(limit: int = 12) -> list[str]:
    most_used = select(Tool.licence).group_by(Tool.licence).order_by(func.count().desc())
    return [name for name in db.session.scalars(most_used.limit(limit)) if name]


def all_categories() -> Sequence[Category]:
    """Each level in its own order."""
    return db.session.scalars(select(Category).order_by(Category.position, Category.name)).all()


def functions_below() -> Select[Any]:
    """Pairs of a place in the tree and a category at or below it."""
    below = select(Category.id.label("place_id"), Category.id).cte("below", recursive=True)
    above = select(Category.parent_id, below.c.id).where(Category.parent_id.is_not(None))
    below = below.union_all(above.join(below, below.c.place_id == Category.id))
    return select(below.c.place_id, below.c.id)


def tool_counts() -> dict[int, int]:
    """By id of a group, category or function, how many tools stand in it: one statement."""
    below = functions_below().subquery()
    tools = func.count(ToolFunction.tool_id.distinct())
    counted = select(below.c.place_id, tools).group_by(below.c.place_id)
    inside = counted.join(ToolFunction, ToolFunction.category_id == below.c.id)
    return {place: n for place, n in db.session.execute(inside)}


def category_or_404(slug: str) -> Category:
    found: Category = db.first_or_404(select(Category).filter_by(slug=slug.lower()))
    return found


def most_used_tools(limit: int) -> Sequence[Tool]:
    return db.session.scalars(
        select(Tool).order_by(Tool.stack_count.desc(), Tool.id.desc()).limit(limit)
    ).all()


def names_with(query: str) -> Select[Any]:
    """The names that hold what is looked for. Nothing that folds to nothing is ever found."""
    folded = fold(query)
    begins = ToolName.folded.startswith(folded, autoescape=True)
    holds = ToolName.folded.contains(folded, autoescape=True)
    near = holds if len(folded) > 2 else begins  # two letters stand inside nearly every name
    return select(ToolName).where(near if folded else false())


def search_tools(query: str, limit: int = 12, among: Select[Any] | None = None) -> Sequence[Tool]:
    """Tools by folded name or alias: the exact one, then those that begin so, then the rest.

    Among equals those whose own name begins so, not an alias, then the most used.
    No full-text index: one of words would find C and C# for “C++”.
    """
    folded = fold(query)
    begins = ToolName.folded.startswith(folded, autoescape=True)
    own_name = Tool.sort_name.startswith(folded, autoescape=True)
    marked = ToolName.folded.in_([f"{folded}{mark}" for mark in ("#", "+", "++")])  # C: C#, C++
    exact = ToolName.folded == folded
    closeness = func.min(case((exact, 0), (marked, 1), (begins, 2), else_=3))
    near = (
        names_with(query)
        .with_only_columns(ToolName.tool_id, closeness.label("closeness"))
        .group_by(ToolName.tool_id)
        .subquery()
    )
    best_first = (
        (select(Tool) if among is None else among)
        .join(near, near.c.tool_id == Tool.id)
        .order_by(near.c.closeness, own_name.desc(), Tool.stack_count.desc(), Tool.sort_name)
    )
    return db.session.scalars(best_first.limit(limit)).all()


def near_tools(name: str, limit: int = 5) -> list[Tool]:
    """What somebody may mean by a name that no tool has: those that hold it, then those alike."""
    folded = fold(name)[:40]
    holding = search_tools(folded, limit)
    known = {key: id for key, id in db.session.execute(select(ToolName.folded, ToolName.tool_id))}
    ids = [known[key] for key in get_close_matches(folded, known, limit)]
    alike = {tool.id: tool for tool in db.session.scalars(select(Tool).where(Tool.id.in_(ids)))}
    return list(dict.fromkeys([*holding, *(alike[id] for id in ids)]))[:limit]


def followed_by(user_id: int) -> Iterable[int]:
    """The ids of the tools that this member follows."""
    return db.session.scalars(select(ToolFollow.tool_id).filter_by(user_id=user_id))


FUNCTIONS = select(ToolFunction.category_id).where(ToolFunction.tool_id.in_(many("tool_ids")))


def alternatives() -> Select[Any]:
    shared = (
        select(ToolFunction.tool_id, func.count().label("n"))
        .where(
            ToolFunction.category_id.in_(FUNCTIONS),
            ToolFunction.tool_id.not_in(many("tool_ids")),
        )
        .group_by(ToolFunction.tool_id)
        .subquery()
    )
    return (
        select(*columns_of(Tool, NamedTool))
        .join(shared, shared.c.tool_id == Tool.id)
        .where(Tool.deprecated.is_(False))
        .order_by(shared.c.n.desc(), Tool.stack_count.desc(), Tool.id)
        .limit(bindparam("limit"))
        # Nobody sees how often they are used: the order may wait until the page changes.
        .execution_options(lagging={"tools/stacks"})
    )


ALTERNATIVES = alternatives()


def alternatives_to(tools: Iterable[HasId], limit: int = 10) -> list[NamedTool]:
    """Other tools that share a function with these: those that share most, then most used."""
    return rows(NamedTool, ALTERNATIVES, tool_ids=[tool.id for tool in tools], limit=limit)


def integrations() -> CompoundSelect[Any]:
    one, other, named = (
        ToolIntegration.tool_id,
        ToolIntegration.other_id,
        columns_of(Tool, NamedTool),
    )
    said = select(one.label("of"), *named).join(Tool, Tool.id == other)
    told = select(other.label("of"), *named).join(Tool, Tool.id == one)
    ids = many("tool_ids")
    return union(said.where(one.in_(ids)), told.where(other.in_(ids))).order_by("name")


INTEGRATIONS = integrations()


def integrations_of(tools: Iterable[HasId]) -> dict[int, list[NamedTool]]:
    """By tool id, the tools it works with, whichever of the two says so."""
    found: dict[int, list[NamedTool]] = {tool.id: [] for tool in tools}
    for id, *named in db.session.connection().execute(INTEGRATIONS, {"tool_ids": [*found]}):
        found[id].append(NamedTool._make(named))
    return found


def compared() -> Select[Any]:
    facts = [*columns_of(Tool, ComparedTool), Category.__table__.c.name]
    joined = select(*facts).outerjoin(Category, Category.id == Tool.function_id)
    return joined.where(Tool.slug.in_(many("slugs")))


COMPARED = compared()


def compared_tools(slugs: Iterable[str]) -> list[ComparedTool]:
    """Those of these tools that there are."""
    return rows(ComparedTool, COMPARED, slugs=list(slugs))


def functions_in_order(tool: Tool) -> list[Place]:
    """Every function it stands in, its first one first."""
    first = case((Category.id == tool.function_id, 0), else_=1)
    stands_in = select(*columns_of(Category, Place)).where(Category.id.in_(FUNCTIONS))
    return rows(Place, stands_in.order_by(first, Category.name), tool_ids=[tool.id])


def other_names(tool: Tool) -> list[str]:
    """What else it is called; other spellings of its name and of its slug do not count."""
    names = select(ToolName.shown).filter_by(tool_id=tool.id).order_by(ToolName.shown)
    known = (fold(tool.name), fold(tool.slug))
    return list(db.session.scalars(names.where(ToolName.folded.not_in(known))))


def paths() -> tuple[Select[Any], FromClause]:
    """From a group down to a category, whose row is called here. The tree has three levels."""
    here, parent, group = (Category.__table__.alias(name) for name in ("here", "parent", "top"))
    both = here.outerjoin(parent, parent.c.id == here.c.parent_id)
    places = both.outerjoin(group, group.c.id == parent.c.parent_id)
    names = [column for place in (group, parent, here) for column in (place.c.slug, place.c.name)]
    return select(*names).select_from(places), here


PATHS, HERE = paths()
PATH = PATHS.where(HERE.c.id == bindparam("id"))
# What all of several tools stand in: of several functions the first one of the first tool.
SHARED_PATH = (
    PATHS.where(
        HERE.c.id.in_(
            FUNCTIONS.group_by(ToolFunction.category_id).having(func.count() == bindparam("n"))
        )
    )
    .order_by(case((HERE.c.id == bindparam("first"), 0), else_=1), HERE.c.id)
    .limit(1)
)


def path_to(category_id: int | None) -> list[Place]:
    """From the group down to this category: what a breadcrumb shows."""
    return path_found(PATH, id=category_id) if category_id else []


def shared_path(tools: Sequence[ComparedTool]) -> list[Place]:
    """Down to a function that all of these stand in."""
    facts = {"n": len(tools), "first": tools[0].function_id or 0}
    return path_found(SHARED_PATH, tool_ids=[tool.id for tool in tools], **facts)


def path_found(statement: Executable, **values: object) -> list[Place]:
    names = db.session.connection().execute(statement, values).first() or ()
    return [Place(slug, name) for slug, name in zip(names[::2], names[1::2], strict=True) if slug]
