from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import (
    Select,
    case,
    false,
    func,
    select,
)
from sqlalchemy.orm import undefer_group

from stackshare.core.refusal import Close, Unknown
from stackshare.core.rows import columns_of, many, rows
from stackshare.core.text import fold
from stackshare.extensions import db
from stackshare.tools.models import (
    NamedTool,
    Tool,
    ToolName,
)

WITH_COUNTS = select(Tool).options(undefer_group("counts"))


def tool_by_slug(slug: str) -> Tool | None:
    return db.session.scalar(WITH_COUNTS.filter_by(slug=slug))


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


NAMED = select(*columns_of(Tool, NamedTool)).where(Tool.slug.in_(many("slugs")))


def named_tools(slugs: Iterable[str]) -> list[NamedTool]:
    """What lists show of those of these tools that there are."""
    return rows(NamedTool, NAMED, slugs=list(dict.fromkeys(slugs)))


def tool_named(name: str) -> Tool | None:
    """The tool that somebody means by a slug, a name or an alias.

    Of several it is the one whose own slug or name was typed, then the most used.
    """
    known = WITH_COUNTS.join(ToolName, ToolName.tool_id == Tool.id)
    typed = case(
        (Tool.slug == name, 0), (Tool.name == name, 1), (Tool.slug == name.lower(), 2), else_=3
    )
    best_first = known.where(ToolName.folded == fold(name)).order_by(
        typed, Tool.stack_count.desc(), Tool.id
    )
    return db.session.scalar(best_first.limit(1))


def names_with(query: str) -> Select[Any]:
    """The names that hold what is looked for. Nothing that folds to nothing is ever found."""
    folded = fold(query)
    begins = ToolName.folded.startswith(folded, autoescape=True)
    holds = ToolName.folded.contains(folded, autoescape=True)
    near = holds if len(folded) > 2 else begins  # two letters stand inside nearly every name
    return select(ToolName).where(near if folded else false())


def closest_first(query: str, among: Select[Any]) -> Select[Any]:
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
    return among.join(near, near.c.tool_id == Tool.id).order_by(
        near.c.closeness, own_name.desc(), Tool.stack_count.desc(), Tool.sort_name
    )


def search_tools(query: str, limit: int = 12, among: Select[Any] | None = None) -> Sequence[Tool]:
    best_first = closest_first(query, WITH_COUNTS if among is None else among)
    return db.session.scalars(best_first.limit(limit)).all()


def ids_by_name(query: str, limit: int) -> Sequence[int]:
    """The same tools, by their ids alone."""
    return db.session.scalars(closest_first(query, select(Tool.id)).limit(limit)).all()


def near_tools(name: str, limit: int = 5) -> list[Tool]:
    """What somebody may mean by a name that no tool has: those that hold it, then those alike."""
    folded = fold(name)[:40]
    holding = search_tools(folded, limit)
    known = {key: id for key, id in db.session.execute(select(ToolName.folded, ToolName.tool_id))}
    ids = [known[key] for key in get_close_matches(folded, known, limit)]
    alike = {tool.id: tool for tool in db.session.scalars(select(Tool).where(Tool.id.in_(ids)))}
    return list(dict.fromkeys([*holding, *(alike[id] for id in ids)]))[:limit]
