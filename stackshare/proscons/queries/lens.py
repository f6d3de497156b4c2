"""Lines as those see them who run the tools: only their votes count."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, ScalarSelect, Select, bindparam, func, literal, select, union_all

from stackshare.core.counters import HasId
from stackshare.core.rows import many
from stackshare.extensions import db
from stackshare.proscons.models import SIDES, Lens, Line, Points, ProCon, ProConVote
from stackshare.proscons.queries.lines import FIRST, Sides, lines_by_ids, points_of
from stackshare.stacks.models import Stack, StackTool


class View(NamedTuple):
    """What a page shows of its tools, and how many people's votes count."""

    sides: Sides
    voters: int
    voters_of: dict[int, int]  # by tool id


def seen_through(lens: Lens | None, tools: Sequence[HasId]) -> View:
    """Without a lens everyone's votes count, and nobody asks how many people that is."""
    sides = points_of(tools)
    if lens is None:
        return View(sides, 0, {})
    ids = [tool.id for tool in tools]
    facts = {"tools": ids, "all_of_them": 1 if lens == "own" else len(ids)}
    found = db.session.connection().execute(counted(lens), facts).all()
    votes = {line: n for _, line, n in found if line}
    people = {tool: n for tool, line, n in found if not line}
    return View(reordered(sides, votes), people.pop(0), people)


def reordered(sides: Sides, votes: dict[int, int]) -> Sides:
    """The best lines by these votes alone. Where they say nothing, everyone's order stays."""
    known = {line.id: line for line in all_lines(sides)}
    others = lines_by_ids([id for id in votes if id not in known])
    for line in others:
        before = sides[line.tool_id][line.side]
        sides[line.tool_id][line.side] = before._replace(lines=(*before.lines, line))

    def seen(points: Points) -> Points:
        lines = [line._replace(vote_count=votes.get(line.id, 0)) for line in points.lines]
        lines.sort(key=lambda line: -line.vote_count)
        return points._replace(lines=tuple(lines[:FIRST]))

    return {id: {side: seen(both[side]) for side in SIDES} for id, both in sides.items()}


def all_lines(sides: Sides) -> list[Line]:
    return [line for both in sides.values() for side in SIDES for line in both[side].lines]


@cache
def counted(lens: Lens) -> Select[Any]:
    """Votes by line, and voters by tool and in all: there the line, and the tool, are 0."""
    procons, votes = ProCon.__table__.c, ProConVote.__table__.c
    voted = (
        select(procons.tool_id, procons.id, votes.user_id)
        .join(ProConVote.__table__, votes.procon_id == procons.id)
        .where(
            procons.tool_id.in_(many("tools")),
            tools_run(lens) == bindparam("all_of_them", type_=Integer),
        )
        .cte("voted")
        .c
    )
    people, none = func.count(voted.user_id.distinct()), literal(0)
    by_line = select(voted.tool_id, voted.id, func.count()).group_by(voted.tool_id, voted.id)
    by_tool = select(voted.tool_id, none, people).group_by(voted.tool_id)
    found = union_all(by_line, by_tool, select(none, none, people)).subquery()
    # A vote moves its line as well, on which the page rests anyway.
    return select(found).execution_options(lagging={"procon_votes"})


def tools_run(lens: Lens) -> ScalarSelect[Any]:
    """How many of the tools that matter whoever voted lists in public stacks today."""
    stacks, uses = Stack.__table__.c, StackTool.__table__.c
    listed = (
        select(func.count(uses.tool_id.distinct()))
        .join(Stack.__table__, stacks.id == uses.stack_id)
        .where(
            stacks.owner_id == ProConVote.__table__.c.user_id,
            stacks.visibility == "public",
            stacks.removed_at.is_(None),
            uses.tool_id.in_(many("tools")),
            uses.dropped_on.is_(None),
        )
    )
    if lens == "own":
        listed = listed.where(uses.tool_id == ProCon.__table__.c.tool_id)
    return listed.correlate(ProCon.__table__, ProConVote.__table__).scalar_subquery()
