"""What every step of building the sample community needs to know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from stackshare.demo.sizes import PEOPLE, STACKS, size_of
from stackshare.tools.models import Tool

Row = dict[str, Any]
STRIDE = 7_919  # a prime: steps of it visit every stack once before any twice


@dataclass
class Builder:
    day: datetime  # all dates count back from here
    tools: Sequence[Tool]
    first_person: int
    first_stack: int
    scale: int  # how many times as many comparisons were looked at; who is here is copied later

    @property
    def people(self) -> int:
        return PEOPLE

    @property
    def stacks(self) -> int:
        return STACKS

    def person(self, n: int) -> int:
        return self.first_person + n % self.people

    def company(self, n: int) -> int:
        return self.first_person + self.people + n

    def ago(self, n: int, days: int) -> datetime:
        """Some moment in the last so many days, the same for the same n."""
        return self.day - timedelta(minutes=n * 1_439 % (days * 1_440))


def stacks_of(builder: Builder, number: int) -> Iterator[int]:
    """The numbers of the stacks that use the tool with this number."""
    size, _, start = size_of(builder.tools[number].slug, number)
    step = STRIDE if start is None else 1
    first = number * 101 if start is None else start
    for i in range(size):
        yield (first + i * step) % builder.stacks


def shared_at(builder: Builder, stack: int) -> datetime:
    """When the stack with this number was shared."""
    return builder.ago(stack * 31, 700)
