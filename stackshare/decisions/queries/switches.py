"""Switches: from decisions that name what was used before, and from stacks that dropped one tool
and adopted another of its kind at about the same time."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    bindparam,
    literal,
    select,
    union_all,
)

from stackshare.accounts.models import Owner
from stackshare.core.counters import HasId
from stackshare.core.kept.values import remembered
from stackshare.core.markdown import excerpt
from stackshare.core.rows import columns_of, many, rows
from stackshare.decisions.models import Decision, DecisionOption, Switch, Telling
from stackshare.extensions import db
from stackshare.stacks.models import Stack, StackTool
from stackshare.tools.models import NamedTool, Tool

MOST = 50  # switches of one tool that are counted, in each direction and of each source
FRESH = 100  # the newest of one tool that are looked through for those to certain others


class Found(NamedTuple):
    """Where a switch stands: in a decision or in a stack."""

    one_id: int
    other_id: int
    day: date
    id: int
    in_stack: bool


class Switches(NamedTuple):
    """The newest of them, and how many there are."""

    shown: tuple[Switch, ...]
    total: int
    more: bool  # so many at least


class Source(NamedTuple):
    """Switches, and the columns that bound and order them."""

    rows: Select[Any]
    one: ColumnElement[Any]
    other: ColumnElement[Any]
    newest: tuple[ColumnElement[Any], ...]

    def newest_where(self, tool: ColumnElement[bool], limit: str) -> Subquery:
        rows = self.rows.where(tool).order_by(*self.newest)
        return rows.limit(bindparam(limit)).subquery()


def decided() -> Source:
    """Decisions that were removed tell of none."""
    options = DecisionOption.__table__
    one, other, day, id = (options.c[n] for n in "tool_id moved_to_id moved_on decision_id".split())
    known = select(one, other, day, id, literal(False)).where(other.is_not(None))
    return Source(known, one, other, (day.desc(), id.desc()))


def replaced() -> Source:
    """Stacks that are not listed tell of none."""
    uses = StackTool.__table__
    one, other, day, id = (uses.c[n] for n in "tool_id replaced_by_id dropped_on stack_id".split())
    known = select(one, other, day, id, literal(True)).where(other.is_not(None))
    return Source(known, one, other, (day.desc(), id.desc()))


SOURCES = (decided(), replaced())
OF_ONE_TOOL = union_all(
    *(
        select(source.newest_where(column == bindparam("tool_id"), "most"))
        for source in SOURCES
        for column in (source.one, source.other)
    )
)


@cache
def among(count: int) -> CompoundSelect[Any]:
    """Between so many tools. However many left one of them, the newest are looked through."""
    fresh = [
        source.newest_where(source.one == bindparam(f"tool_{n}"), "fresh")
        for source in SOURCES
        for n in range(count)
    ]
    return union_all(*(select(left).where(list(left.c)[1].in_(many("ids"))) for left in fresh))


class ToolSwitches(NamedTuple):
    came: Switches  # from others to this tool
    left: Switches


def switches_of(tool: HasId, limit: int) -> ToolSwitches:
    """Who switched to this tool, and who left it for another."""
    return switches_by_tool(tool.id, limit)


@remembered
def switches_by_tool(tool_id: int, limit: int) -> ToolSwitches:
    found = newest_first(rows(Found, OF_ONE_TOOL, tool_id=tool_id, most=MOST))
    came = [switch for switch in found if switch.other_id == tool_id]
    left = [switch for switch in found if switch.one_id == tool_id]
    shown = told(came[:limit] + left[:limit])
    n = len(came[:limit])
    return ToolSwitches(counted(shown[:n], len(came)), counted(shown[n:], len(left)))


def counted(shown: list[Switch], count: int) -> Switches:
    return Switches(tuple(shown), min(count, MOST), more=count >= MOST)


def switches_between(tools: Iterable[HasId], limit: int) -> list[Switches]:
    """From one of these tools to another of them: for each direction its newest, the most
    frequent direction first."""
    return switches_by_tools(tuple(tool.id for tool in tools), limit)


@remembered
def switches_by_tools(ids: tuple[int, ...], limit: int) -> list[Switches]:
    facts = {f"tool_{n}": id for n, id in enumerate(ids)}
    found = newest_first(rows(Found, among(len(ids)), ids=ids, fresh=FRESH, **facts))
    ways: dict[tuple[int, int], list[Found]] = {}
    for switch in found:
        ways.setdefault((switch.one_id, switch.other_id), []).append(switch)
    shown = iter(told([switch for way in ways.values() for switch in way[:limit]]))
    counts = [counted([*islice(shown, len(way[:limit]))], len(way)) for way in ways.values()]
    return sorted(counts, key=lambda way: -way.total)


def newest_first(found: list[Found]) -> list[Found]:
    return sorted(found, key=lambda switch: switch.day, reverse=True)


DECISIONS = select(
    *(Decision.__table__.c[name] for name in ("id", "slug", "title", "reason_html"))
).where(Decision.id.in_(many("ids")))
STACKS = (
    select(
        *(StackTool.__table__.c[name] for name in ("stack_id", "tool_id", "reason")),
        *(Stack.__table__.c.name, Stack.__table__.c.slug, Owner.__table__.c.handle),
    )
    .join(Stack.__table__, Stack.__table__.c.id == StackTool.__table__.c.stack_id)
    .join(Owner.__table__, Owner.__table__.c.id == Stack.__table__.c.owner_id)
    .where(StackTool.stack_id.in_(many("ids")), StackTool.tool_id.in_(many("tool_ids")))
)
TOOLS = select(*columns_of(Tool, NamedTool)).where(Tool.id.in_(many("ids")))


def told(found: Sequence[Found]) -> list[Switch]:
    """These switches with their reasons, in this order."""
    if not found:
        return []
    tools = {tool.id: tool for tool in rows(NamedTool, TOOLS, ids=[*tool_ids(found)])}
    decisions = decisions_by_id({switch.id for switch in found if not switch.in_stack})
    stacks = stacks_by_id([switch for switch in found if switch.in_stack])
    tellings = (
        stacks[switch.id, switch.other_id] if switch.in_stack else decisions[switch.id]
        for switch in found
    )
    return [
        Switch(tools[switch.one_id], tools[switch.other_id], switch.day, telling)
        for switch, telling in zip(found, tellings, strict=True)
    ]


def tool_ids(found: Sequence[Found]) -> set[int]:
    return {id for switch in found for id in (switch.one_id, switch.other_id)}


def decisions_by_id(ids: set[int]) -> dict[int, Telling]:
    found = db.session.connection().execute(DECISIONS, {"ids": [*ids]}) if ids else ()
    return {
        id: Telling(excerpt(reason, 200), title, f"/decisions/{id}-{slug}")
        for id, slug, title, reason in found
    }


def stacks_by_id(found: Sequence[Found]) -> dict[tuple[int, int], Telling]:
    """By stack and tool, why the stack uses that tool now."""
    wanted = {
        "ids": [*{switch.id for switch in found}],
        "tool_ids": [*{switch.other_id for switch in found}],
    }
    known = db.session.connection().execute(STACKS, wanted) if found else ()
    return {
        (row.stack_id, row.tool_id): Telling(
            row.reason, row.name, f"/stacks/{row.handle}/{row.slug}"
        )
        for row in known
    }
