from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Executable,
    FromClause,
    Select,
    bindparam,
    case,
    func,
    select,
    union,
)

from stackshare.core.counters import HasId
from stackshare.core.kept.values import remembered
from stackshare.core.rows import columns_of, grouped, many, rows
from stackshare.core.text import fold
from stackshare.extensions import db
from stackshare.tools.models import (
    Category,
    ComparedTool,
    NamedTool,
    Place,
    Tool,
    ToolFunction,
    ToolIntegration,
    ToolName,
)

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
    return alternatives_by_ids(tuple(tool.id for tool in tools), limit)


@remembered
def alternatives_by_ids(ids: tuple[int, ...], limit: int) -> list[NamedTool]:
    return rows(NamedTool, ALTERNATIVES, tool_ids=ids, limit=limit)


def integrations() -> CompoundSelect[Any]:
    one, other, named = (
        ToolIntegration.tool_id,
        ToolIntegration.other_id,
        columns_of(Tool, NamedTool),
    )
    said = select(one.label("of"), *named).join(Tool, Tool.id == other)
    told = select(other.label("of"), *named).join(Tool, Tool.id == one)
    ids = many("ids")
    return union(said.where(one.in_(ids)), told.where(other.in_(ids))).order_by("name")


INTEGRATIONS = integrations()


def integrations_of(tools: Iterable[HasId]) -> dict[int, list[NamedTool]]:
    """By tool id, the tools it works with, whichever of the two says so."""
    return integrations_by_ids(tuple(tool.id for tool in tools))


@remembered
def integrations_by_ids(ids: tuple[int, ...]) -> dict[int, list[NamedTool]]:
    return grouped(NamedTool, INTEGRATIONS, ids)


def functions_of(tool_ids: Iterable[int]) -> dict[int, set[int]]:
    """By tool id, the ids of the functions it stands in."""
    found: dict[int, set[int]] = {id: set() for id in tool_ids}
    stands_in = select(ToolFunction.tool_id, ToolFunction.category_id)
    for id, function in db.session.execute(stands_in.where(ToolFunction.tool_id.in_(found))):
        found[id].add(function)
    return found


def functions_in_order(tool: Tool) -> list[Place]:
    """Every function it stands in, its first one first."""
    return functions_by_id(tool.id, tool.function_id)


@remembered
def functions_by_id(tool_id: int, first_id: int | None) -> list[Place]:
    first = case((Category.id == first_id, 0), else_=1)
    stands_in = select(*columns_of(Category, Place)).where(Category.id.in_(FUNCTIONS))
    return rows(Place, stands_in.order_by(first, Category.name), tool_ids=[tool_id])


def other_names(tool: Tool) -> list[str]:
    """What else it is called; other spellings of its name and of its slug do not count."""
    known = {fold(tool.name), fold(tool.slug)}
    return [shown for folded, shown in names_by_id(tool.id) if folded not in known]


@remembered
def names_by_id(tool_id: int) -> list[tuple[str, str]]:
    names = select(ToolName.folded, ToolName.shown).filter_by(tool_id=tool_id)
    return [(folded, shown) for folded, shown in db.session.execute(names.order_by(ToolName.shown))]


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


@remembered
def path_to(category_id: int | None) -> list[Place]:
    """From the group down to this category: what a breadcrumb shows."""
    return path_found(PATH, id=category_id) if category_id else []


def shared_path(tools: Sequence[ComparedTool]) -> list[Place]:
    """Down to a function that all of these stand in."""
    return path_shared_by(tuple(tool.id for tool in tools), tools[0].function_id or 0)


@remembered
def path_shared_by(ids: tuple[int, ...], first: int) -> list[Place]:
    return path_found(SHARED_PATH, tool_ids=ids, n=len(ids), first=first)


def path_found(statement: Executable, **values: object) -> list[Place]:
    names = db.session.connection().execute(statement, values).first() or ()
    return [Place(slug, name) for slug, name in zip(names[::2], names[1::2], strict=True) if slug]
