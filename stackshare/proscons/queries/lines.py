from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, union_all
from sqlalchemy.orm import lazyload

from stackshare.core.counters import HasId
from stackshare.core.near import Said, said_among
from stackshare.core.paging import PAGE_SIZE, Page, cursor_before, page_of
from stackshare.core.rows import columns_of, many
from stackshare.extensions import db
from stackshare.proscons.models import SIDES, Line, Points, ProCon, ProConVote, Side
from stackshare.proscons.queries.runs import runners
from stackshare.tools.models import Tool

FIRST = 5  # so many of each side stand on a page, the rest on demand
LINE = columns_of(ProCon, Line)
BEST = (ProCon.vote_count, ProCon.id)
Sides = dict[int, dict[Side, Points]]  # by tool id


def procon_or_404(id: int) -> ProCon:
    return db.get_or_404(ProCon, id)


@cache
def best(count: int) -> Select[Any]:
    """The best lines of each side of so many tools, each with how many there are on its side and
    how many votes on all of them. Both are counted by index alone."""
    procons = ProCon.__table__.c
    parts = []
    for n in range(count):
        for side in SIDES:
            said = (procons.tool_id == bindparam(f"tool_{n}"), procons.side == side)
            all_lines = select(func.count()).where(*said).scalar_subquery()
            all_votes = select(func.sum(procons.vote_count)).where(*said).scalar_subquery()
            lines = select(*LINE, all_lines.label("lines"), all_votes.label("votes")).where(*said)
            lines = lines.order_by(procons.vote_count.desc(), procons.id.desc())
            parts.append(lines.limit(bindparam("first")).subquery())
    return select(union_all(*map(select, parts)).subquery())


def points_of(tools: Iterable[HasId]) -> Sides:
    """What people say about these tools: of each side the lines most agreed with."""
    ids = [tool.id for tool in tools]
    facts = {f"tool_{n}": id for n, id in enumerate(ids)} | {"first": FIRST}
    found = list(db.session.connection().execute(best(len(ids)), facts))
    found.sort(key=lambda row: (-row.vote_count, -row.id))  # a union has no order of its own
    lines = with_runners([Line(*row[: len(LINE)]) for row in found])
    sides: Sides = {id: {side: Points() for side in SIDES} for id in ids}
    for line, (*_, total, votes) in zip(lines, found, strict=True):
        before = sides[line.tool_id][line.side].lines
        sides[line.tool_id][line.side] = Points((*before, line), total, votes)
    return sides


def lines_on(tool: Tool, side: Side, after: str | None) -> Page[int]:
    """All lines of one side, a page at a time, most agreed with first."""
    said = select(ProCon).where(ProCon.tool_id == tool.id, ProCon.side == side)
    return page_of(said, BEST, after)


def page_with(procon: ProCon) -> str | None:
    """The cursor of a page of its side that has this line; None: the first one."""
    is_first = procon.id in lines_on(procon.tool, procon.side, None).rows
    return None if is_first else cursor_before(BEST, procon)


def newest_lines(tool: Tool, side: Side) -> Sequence[ProCon]:
    """What was added last to one side."""
    said = select(ProCon).where(ProCon.tool_id == tool.id, ProCon.side == side)
    newest = said.options(lazyload(ProCon.tool)).order_by(ProCon.id.desc())
    return db.session.scalars(newest.limit(PAGE_SIZE)).all()


def said_about(tool: Tool, side: Side, text: str) -> list[Said]:
    """What a new line is compared with."""
    here = select(ProCon).filter_by(tool_id=tool.id, side=side)
    return said_among(here.order_by(ProCon.vote_count.desc(), ProCon.id.desc()), text)


LINES = select(*LINE).where(ProCon.id.in_(many("ids")))


def lines_by_ids(ids: Sequence[int]) -> list[Line]:
    """These lines, in this order."""
    if not ids:
        return []
    found = db.session.connection().execute(LINES, {"ids": list(ids)})
    lines = {row.id: Line(*row) for row in found}
    return with_runners([lines[id] for id in ids])


def with_runners(lines: Sequence[Line]) -> list[Line]:
    """The same lines, each knowing whether its author runs the tool."""
    running = runners((line.author_id for line in lines), (line.tool_id for line in lines))
    return [
        line._replace(runs_it=True) if (line.author_id, line.tool_id) in running else line
        for line in lines
    ]


def voted_by(user_id: int) -> Iterable[int]:
    """The ids of the lines that this member has voted for."""
    return db.session.scalars(select(ProConVote.procon_id).filter_by(user_id=user_id))
