from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Select,
    func,
    select,
)

from stackshare.core.paging import Keys, Page, page_of
from stackshare.extensions import db
from stackshare.tools.models import (
    Category,
    Tool,
    ToolFollow,
    ToolFunction,
    ToolName,
)
from stackshare.tools.queries.names import names_with


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


def followed_by(user_id: int) -> Iterable[int]:
    """The ids of the tools that this member follows."""
    return db.session.scalars(select(ToolFollow.tool_id).filter_by(user_id=user_id))
