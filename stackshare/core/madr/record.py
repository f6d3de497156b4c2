from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

STATUSES = ("proposed", "accepted", "rejected", "deprecated", "superseded")
EFFORTS = ("hours", "days", "weeks", "months")
MOST_OPTIONS = 6


@dataclass(frozen=True)
class Option:
    name: str
    good: str = ""  # one line for each argument
    bad: str = ""
    moved_from: bool = False  # what was used before


@dataclass(frozen=True)
class Record:
    title: str = ""
    options: tuple[Option, ...] = ()
    chosen: int | None = None  # the place of one of the options
    reason: str = ""
    context: str = ""
    outcome: str = ""
    status: str = "accepted"
    effort: str | None = None
    decided_on: date | None = None


class Reading(NamedTuple):
    record: Record
    unsure: list[str]  # sentences: what was not understood, and where it went
