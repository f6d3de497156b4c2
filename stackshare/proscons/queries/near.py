"""Lines that say about the same as a new one."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from sqlalchemy import select

from stackshare.core.rows import rows
from stackshare.core.text import FILLERS, fold_words
from stackshare.proscons.models import Line, ProCon, Side
from stackshare.proscons.queries.lines import lines_by_ids
from stackshare.tools.models import Tool

LOOKED_AT = 300  # of one side of a tool, the best ones
SHOWN = 5
ALIKE = 0.75  # of 1


class Said(NamedTuple):
    id: int
    folded: str


class Near(NamedTuple):
    lines: Sequence[Line]
    same: bool  # the first of them says it in the same words


def said_about(tool: Tool, side: Side, text: str) -> list[Said]:
    """What a new line is compared with: the very same one, wherever it stands, and the best."""
    here = select(ProCon.id, ProCon.folded).filter_by(tool_id=tool.id, side=side)
    best = here.order_by(ProCon.vote_count.desc(), ProCon.id.desc()).limit(LOOKED_AT)
    return [*rows(Said, here.filter_by(folded=fold_words(text))), *rows(Said, best)]


def closest(text: str, said: Iterable[Said]) -> list[Said]:
    """Those that are alike, the closest first. Of long lines it takes up to a second."""
    folded = fold_words(text)
    matcher = SequenceMatcher(b=core_of(folded), autojunk=False)
    found: list[tuple[float, Said]] = []
    for line in dict.fromkeys(said):
        matcher.set_seq1(core_of(line.folded))
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE:
            likeness = 2 if line.folded == folded else matcher.ratio()
            if likeness >= ALIKE:
                found.append((-likeness, line))
    return [line for _, line in sorted(found)[:SHOWN]]


def core_of(folded: str) -> str:
    """What a line is about: its words in one order, without those that only join others."""
    words = folded.split()
    return " ".join(sorted(word for word in words if word not in FILLERS) or words)


def near_lines(text: str, alike: Sequence[Said]) -> Near:
    same = any(line.folded == fold_words(text) for line in alike[:1])
    return Near(lines_by_ids([line.id for line in alike]), same)
