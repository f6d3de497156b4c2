"""What members wrote about a comparison."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, or_, select

from stackshare.core.counters import HasId
from stackshare.core.kept.values import remembered
from stackshare.core.rows import columns_of, grouped, many, rows
from stackshare.extensions import db
from stackshare.proscons.queries.runs import Runs, runs_of
from stackshare.stackups.models import (
    ChooseLine,
    Chosen,
    Difference,
    Stackup,
    StackupAnswer,
    StackupLine,
    StackupSection,
    StackupTool,
    key_of,
)
from stackshare.stackups.queries.compared import stackup_id
from stackshare.stackups.queries.lines import best_lines, lines_by_ids
from stackshare.stackups.queries.sections import sections_by_ids, sections_of
from stackshare.tools.models import AnyTool, NamedTool, Tool

Written = TypeVar("Written", ChooseLine, Difference)


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

    @property
    def authors(self) -> set[int]:
        of_lines = {line.author_id for chosen in self.lines.values() for line in chosen.lines}
        return of_lines.union(section.author_id for section in self.sections)


KNOWN = select(*columns_of(Stackup, Known)).where(Stackup.key == bindparam("key"))


def words_about(tools: Sequence[AnyTool]) -> Words:
    words = words_by_key(key_of(tools), tuple(tool.id for tool in tools))
    runs = runs_of(words.authors, tools)
    lines = {id: Chosen(signed(lines, runs), total) for id, (lines, total) in words.lines.items()}
    return Words(words.stackup, lines, signed(words.sections, runs))


def signed(written: Iterable[Written], runs: Runs) -> tuple[Written, ...]:
    """The same, each with what its author runs."""
    return tuple(it._replace(runs=runs.get(it.author_id, ())) for it in written)


def signed_lines(ids: Sequence[int], tools: Sequence[AnyTool]) -> Sequence[ChooseLine]:
    """These lines of a comparison of these tools."""
    lines = lines_by_ids(ids)
    return signed(lines, runs_of((line.author_id for line in lines), tools))


@remembered
def words_by_key(key: str, ids: tuple[int, ...]) -> Words:
    found = rows(Known, KNOWN, key=key)
    if not found:
        return Words(Known(), dict.fromkeys(ids, Chosen()), [])
    id = found[0].id
    return Words(found[0], best_lines(id, ids), sections_of(id))


def newest_words(tools: Iterable[HasId], limit: int) -> tuple[list[ChooseLine], list[Difference]]:
    """The lines and the sections that were written last."""
    id = stackup_id(tools)
    lines = select(StackupLine.id).filter_by(stackup_id=id, removed_at=None)
    lines = lines.order_by(StackupLine.created_at.desc(), StackupLine.id.desc())
    sections = select(StackupSection.id).filter_by(stackup_id=id, removed_at=None)
    sections = sections.order_by(StackupSection.written_at.desc(), StackupSection.id.desc())
    written, sections_written = (
        db.session.scalars(newest.limit(limit)).all() for newest in (lines, sections)
    )
    return lines_by_ids(written), sections_by_ids(sections_written)


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


COMPARED = (
    select(StackupTool.stackup_id, *columns_of(Tool, NamedTool))
    .join(Tool, Tool.id == StackupTool.tool_id)
    .where(StackupTool.stackup_id.in_(many("ids")))
    .order_by(Tool.slug)
)


def tools_compared(ids: Iterable[int]) -> dict[int, list[NamedTool]]:
    """By the id of each comparison its tools, in the order of its address."""
    return grouped(NamedTool, COMPARED, ids)


def tools_in(stackup: Stackup) -> list[NamedTool]:
    return tools_compared([stackup.id])[stackup.id]


def answered(user_id: int, value: int) -> Iterable[int]:
    """The ids of the comparisons whose words helped this member, or did not."""
    answers = select(StackupAnswer.stackup_id).filter_by(user_id=user_id, value=value)
    return db.session.scalars(answers)


def helpful_to(user_id: int) -> Iterable[int]:
    return answered(user_id, 1)


def unhelpful_to(user_id: int) -> Iterable[int]:
    return answered(user_id, -1)
