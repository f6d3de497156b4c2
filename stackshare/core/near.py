"""Short lines that say about the same as a new one: these are offered for a vote instead."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select

from stackshare.core.rows import rows
from stackshare.core.text import FILLERS, fold_words

LOOKED_AT = 300  # of all lines in its place, the best ones
SHOWN = 5
ALIKE = 0.75  # of 1

T = TypeVar("T")


class Said(NamedTuple):
    id: int
    folded: str


@dataclass(frozen=True)
class Near(Generic[T]):
    lines: Sequence[T]
    same: bool  # the first of them says it in the same words

    def stops(self, *, different: bool) -> bool:
        """It is there already, or its author has not said yet that it is different."""
        return self.same or (bool(self.lines) and not different)


def said_among(best: Select[Any], text: str) -> list[Said]:
    """What a new line is compared with: the very same one, wherever it stands, and the best."""
    said = best.selected_columns
    best = best.with_only_columns(said.id, said.folded)
    same = best.order_by(None).where(said.folded == fold_words(text))
    return [*rows(Said, same), *rows(Said, best.limit(LOOKED_AT))]


def near_lines(
    text: str, said: Iterable[Said], show: Callable[[Sequence[int]], Sequence[T]]
) -> Near[T]:
    alike = closest(text, said)
    same = any(line.folded == fold_words(text) for line in alike[:1])
    return Near(show([line.id for line in alike]), same)


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
