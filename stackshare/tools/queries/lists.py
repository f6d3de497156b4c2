from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    func,
    select,
)

from stackshare.core.kept.values import remembered
from stackshare.core.paging import Keys, Page, page_of
from stackshare.core.rows import columns_of, many, rows
from stackshare.extensions import db
from stackshare.tools.models import (
    Category,
    ComparedTool,
    RankedTool,
    Tool,
    ToolFollow,
    ToolFunction,
    ToolName,
    TreePlace,
)
from stackshare.tools.queries.names import WITH_COUNTS, names_with


def tools_where(category: Category | None, wanted: Mapping[str, Any]) -> Select[Any]:
    """The part of the catalogue that a reader asks for: q, licence and open_source, as the form
    has them."""
    query, licence = wanted["q"], wanted["licence"]
    tools = WITH_COUNTS
    if category:
        below = functions_below().subquery()
        inside = select(ToolFunction.tool_id).join(below, below.c.id == ToolFunction.category_id)
        tools = tools.where(Tool.id.in_(inside.where(below.c.place_id == category.id)))
    if query:
        tools = tools.where(Tool.id.in_(names_with(query).with_only_columns(ToolName.tool_id)))
    if licence:
        tools = tools.where(Tool.licence == licence)
    if wanted["open_source"]:
        tools = tools.where(Tool.open_source)
    return tools


SORTS: dict[str, Keys] = {
    "stacks": (Tool.stack_count, Tool.id),
    "followers": (Tool.follower_count, Tool.id),
    "votes": (Tool.vote_count, Tool.id),
    "new": (Tool.id,),
    "name": (Tool.sort_name, Tool.id),
}


def in_order(tools: Select[Any], sort: str, after: str | None) -> Page[int]:
    return page_of(tools, SORTS[sort], after, lowest_first=sort == "name")


def newest_tools(category: Category | None, wanted: Mapping[str, Any]) -> list[Tool]:
    """The newest of those that a reader asks for."""
    ids = in_order(tools_where(category, wanted), "new", None).rows
    found = {tool.id: tool for tool in db.session.scalars(select(Tool).where(Tool.id.in_(ids)))}
    return [found[id] for id in ids]


def with_function(shape: type[NamedTuple]) -> Select[Any]:
    """The columns of this shape; the last is the name of the tool's first function."""
    facts = [*columns_of(Tool, shape), Category.__table__.c.name]
    return select(*facts).outerjoin(Category, Category.id == Tool.function_id)


COMPARED = with_function(ComparedTool).where(Tool.slug.in_(many("slugs")))
LISTED = with_function(ComparedTool).where(Tool.id.in_(many("ids")))
RANKED = with_function(RankedTool)


def compared_tools(slugs: Iterable[str]) -> list[ComparedTool]:
    """Those of these tools that there are."""
    return [hashable(tool) for tool in rows(ComparedTool, COMPARED, slugs=list(slugs))]


def hashable(tool: ComparedTool) -> ComparedTool:
    """So that what is drawn of it can be found again."""
    return tool._replace(features=tuple(tool.features))


def listed_tools(ids: Sequence[int]) -> list[ComparedTool]:
    """These tools, in this order."""
    found = {tool.id: tool for tool in rows(ComparedTool, LISTED, ids=ids)}
    return [found[id] for id in ids]


def most_used_tools(limit: int) -> list[RankedTool]:
    most_first = RANKED.order_by(Tool.stack_count.desc(), Tool.id.desc())
    return rows(RankedTool, most_first.limit(limit))


def ranked_tools(ids: Sequence[int]) -> list[RankedTool]:
    """These tools, in this order."""
    found = {tool.id: tool for tool in rows(RankedTool, RANKED.where(Tool.id.in_(ids)))}
    return [found[id] for id in ids if id in found]  # it may have gone within the minute


@remembered
def common_licences(limit: int = 12) -> list[str]:
    most_used = select(Tool.licence).group_by(Tool.licence).order_by(func.count().desc())
    return [name for name in db.session.scalars(most_used.limit(limit)) if name]


def all_categories() -> list[TreePlace]:
    """Each level in its own order."""
    places = select(*columns_of(Category, TreePlace))
    return rows(TreePlace, places.order_by(Category.position, Category.name))


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


def followed_by(user_id: int) -> Iterable[int]:
    """The ids of the tools that this member follows."""
    return db.session.scalars(select(ToolFollow.tool_id).filter_by(user_id=user_id))
