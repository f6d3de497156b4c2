"""What members wrote about a comparison."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from flask import abort
from sqlalchemy import BindParameter, Select, bindparam, func, or_, select, union_all

from stackshare.accounts.models import Author
from stackshare.accounts.queries import with_author
from stackshare.core.counters import HasId
from stackshare.core.paging import Page, page_of
from stackshare.core.rows import columns_of, many, rows
from stackshare.core.text import fold_words
from stackshare.extensions import db
from stackshare.stackups.models import (
    ChooseLine,
    Chosen,
    Difference,
    Stackup,
    StackupAnswer,
    StackupLine,
    StackupLineVote,
    StackupSection,
    key_of,
)
from stackshare.stackups.queries.compared import by_slug
from stackshare.tools.models import NamedTool, Tool

FIRST = 5  # so many lines of each tool stand on a page, the rest on demand


class Known(NamedTuple):
    """What a page shows of the row of a comparison."""

    id: int = 0  # it has none
    helpful_count: int = 0
    unhelpful_count: int = 0


class Words(NamedTuple):
    stackup: Known
    lines: dict[int, Chosen]  # by tool id
    sections: Sequence[Difference]  # the one that sums up first, then the oldest

    @property
    def any(self) -> bool:
        return bool(self.sections) or self.any_lines

    @property
    def any_lines(self) -> bool:
        return any(chosen.total for chosen in self.lines.values())


KNOWN = select(*columns_of(Stackup, Known)).where(Stackup.key == bindparam("key"))


def words_about(tools: Sequence[HasId]) -> Words:
    found = rows(Known, KNOWN, key=key_of(tools))
    if not found:
        return Words(Known(), {tool.id: Chosen() for tool in tools}, [])
    id = found[0].id
    return Words(found[0], best_lines(id, tools), sections_of(id))


# --- lines: when to choose one of its tools

LINES = StackupLine.__table__.c
OWNED: BindParameter[int] = bindparam("stackup")
LINE = columns_of(StackupLine, ChooseLine)
BEST = (StackupLine.vote_count, StackupLine.id)


@cache
def best(count: int) -> Select[Any]:
    """The best lines of each of so many tools, each with how many its tool has."""
    parts = []
    for n in range(count):
        tool = LINES.tool_id == bindparam(f"tool_{n}")
        stand = (LINES.stackup_id == OWNED, tool, LINES.removed_at.is_(None))
        total = select(func.count()).where(*stand).scalar_subquery().label("total")
        lines = with_author(StackupLine, [total, *LINE]).where(*stand)
        lines = lines.order_by(LINES.vote_count.desc(), LINES.id.desc()).limit(FIRST)
        parts.append(select(lines.subquery()))
    return select(union_all(*parts).subquery())


def best_lines(stackup_id: int, tools: Sequence[HasId]) -> dict[int, Chosen]:
    facts = {f"tool_{n}": tool.id for n, tool in enumerate(tools)} | {"stackup": stackup_id}
    found = list(db.session.connection().execute(best(len(tools)), facts))
    found.sort(key=lambda row: (-row.vote_count, -row.id))  # a union has no order of its own
    chosen = {tool.id: Chosen() for tool in tools}
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


def same_line(key: str, tool: HasId, text: str) -> ChooseLine | None:
    """The one that says this already."""
    said = {"tool_id": tool.id, "folded": fold_words(text), "removed_at": None}
    ids = select(StackupLine.id).filter_by(**said).join(Stackup).where(Stackup.key == key)
    return next(iter(lines_by_ids(db.session.scalars(ids).all())), None)


# --- sections: what sets its tools apart

SECTIONS = StackupSection.__table__.c
SECTION = columns_of(StackupSection, Difference)
STANDING = (
    with_author(StackupSection, SECTION)
    .where(SECTIONS.stackup_id == OWNED, SECTIONS.removed_at.is_(None))
    .order_by(SECTIONS.id)
)


def sections_of(stackup_id: int) -> Sequence[Difference]:
    found = db.session.connection().execute(STANDING, {"stackup": stackup_id})
    n = len(SECTION)
    sections = [Difference(Author(*row[n:]), *row[:n]) for row in found]
    return sorted(sections, key=lambda section: section.heading != "")


def section_or_404(id: int) -> StackupSection:
    return db.get_or_404(StackupSection, id)


def standing_section_or_404(id: int) -> StackupSection:
    section = section_or_404(id)
    return abort(404) if section.removed_at else section


def section_called(key: str, heading: str) -> StackupSection | None:
    """The one that stands there under this heading."""
    called = {"folded": fold_words(heading), "removed_at": None}
    found = select(StackupSection).filter_by(**called).join(StackupSection.stackup)
    return db.session.scalar(found.where(Stackup.key == key))


# --- whose they are, and what members marked


def stackup_by_key(key: str) -> Stackup | None:
    return db.session.scalar(select(Stackup).where(Stackup.key == key))


def written_stackup_or_404(key: str) -> Stackup:
    """One that somebody wrote about: of others nobody can say whether it helped."""
    lines = (
        select(StackupLine.id)
        .filter_by(removed_at=None)
        .where(StackupLine.stackup_id == Stackup.id)
    )
    sections = (
        select(StackupSection.id)
        .filter_by(removed_at=None)
        .where(StackupSection.stackup_id == Stackup.id)
    )
    written = select(Stackup).where(Stackup.key == key, or_(lines.exists(), sections.exists()))
    found: Stackup = db.first_or_404(written)
    return found


NAMED = select(*columns_of(Tool, NamedTool)).where(Tool.id.in_(many("ids")))


def tools_in(stackup: Stackup) -> list[NamedTool]:
    """In the order of its address."""
    return sorted(rows(NamedTool, NAMED, ids=stackup.tool_ids), key=by_slug)


def line_votes_of(user_id: int) -> Iterable[int]:
    """The ids of the lines that this member voted for."""
    return db.session.scalars(select(StackupLineVote.line_id).filter_by(user_id=user_id))


def answered(user_id: int, value: int) -> Iterable[int]:
    """The ids of the comparisons whose words helped this member, or did not."""
    answers = select(StackupAnswer.stackup_id).filter_by(user_id=user_id, value=value)
    return db.session.scalars(answers)


def helpful_to(user_id: int) -> Iterable[int]:
    return answered(user_id, 1)


def unhelpful_to(user_id: int) -> Iterable[int]:
    return answered(user_id, -1)
