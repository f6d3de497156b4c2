"""When to choose one of the tools of a comparison."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import BindParameter, Select, bindparam, func, select, union_all

from stackshare.accounts.models import Author
from stackshare.accounts.queries import with_author
from stackshare.core.counters import HasId
from stackshare.core.near import Said, said_among
from stackshare.core.paging import Page, cursor_before, page_of
from stackshare.core.rows import columns_of, many
from stackshare.extensions import db
from stackshare.stackups.models import ChooseLine, Chosen, StackupLine, StackupLineVote

FIRST = 5  # so many lines of each tool stand on a page, the rest on demand
LINES = StackupLine.__table__.c
OWN: BindParameter[int] = bindparam("stackup")
LINE = columns_of(StackupLine, ChooseLine)
BEST = (StackupLine.vote_count, StackupLine.id)


@cache
def best(count: int) -> Select[Any]:
    """The best lines of each of so many tools, each with how many its tool has."""
    parts = []
    for n in range(count):
        tool = LINES.tool_id == bindparam(f"tool_{n}")
        stand = (LINES.stackup_id == OWN, tool, LINES.removed_at.is_(None))
        total = select(func.count()).where(*stand).scalar_subquery().label("total")
        lines = with_author(StackupLine, [total, *LINE]).where(*stand)
        lines = lines.order_by(LINES.vote_count.desc(), LINES.id.desc()).limit(FIRST)
        parts.append(select(lines.subquery()))
    return select(union_all(*parts).subquery())


def best_lines(stackup_id: int, tools: Sequence[int]) -> dict[int, Chosen]:
    facts = {f"tool_{n}": id for n, id in enumerate(tools)} | {"stackup": stackup_id}
    found = list(db.session.connection().execute(best(len(tools)), facts))
    found.sort(key=lambda row: (-row.vote_count, -row.id))  # a union has no order of its own
    chosen = dict.fromkeys(tools, Chosen())
    for total, *row in found:
        line = line_from(row)
        chosen[line.tool_id] = Chosen((*chosen[line.tool_id].lines, line), total)
    return chosen


def line_from(row: Sequence[Any]) -> ChooseLine:
    return ChooseLine(Author(*row[len(LINE) :]), *row[: len(LINE)])


def lines_for(stackup_id: int, tool: HasId, after: str | None) -> Page[int]:
    """All lines of one tool, a page at a time, the best first."""
    own = {"stackup_id": stackup_id, "tool_id": tool.id, "removed_at": None}
    return page_of(select(StackupLine).filter_by(**own), BEST, after)


def page_with(line: StackupLine) -> str | None:
    """The cursor of a page of its tool's lines that has this one; None: the first one."""
    is_first = line.id in lines_for(line.stackup_id, line.tool, None).rows
    return None if is_first else cursor_before(BEST, line)


BY_IDS = with_author(StackupLine, LINE).where(LINES.id.in_(many("ids")))


def lines_by_ids(ids: Sequence[int]) -> list[ChooseLine]:
    """These lines, in this order."""
    found = db.session.connection().execute(BY_IDS, {"ids": list(ids)}) if ids else ()
    lines = {line.id: line for line in map(line_from, found)}
    return [lines[id] for id in ids if id in lines]


def line_or_404(id: int) -> StackupLine:
    return db.get_or_404(StackupLine, id)


def standing_line_or_404(id: int) -> StackupLine:
    line = line_or_404(id)
    return abort(404) if line.removed_at else line


def said_about(stackup_id: int, tool: HasId, text: str, *, but: int = 0) -> list[Said]:
    """What a new line is compared with, or the new words of one."""
    own = {"stackup_id": stackup_id, "tool_id": tool.id, "removed_at": None}
    others = select(StackupLine).filter_by(**own).where(StackupLine.id != but)
    return said_among(others.order_by(*[key.desc() for key in BEST]), text)


def line_votes_of(user_id: int) -> Iterable[int]:
    """The ids of the lines that this member voted for."""
    return db.session.scalars(select(StackupLineVote.line_id).filter_by(user_id=user_id))
