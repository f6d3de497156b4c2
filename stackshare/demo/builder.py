"""What every step of building the sample community needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from stackshare.demo.sizes import PEOPLE, STACKS
from stackshare.tools.models import Tool

Row = dict[str, Any]


@dataclass
class Builder:
    day: datetime  # all dates count back from here
    tools: Sequence[Tool]
    first_person: int
    first_stack: int
    scale: int  # how many times as large as the sample community that everybody sees

    @property
    def people(self) -> int:
        return PEOPLE * self.scale

    @property
    def stacks(self) -> int:
        return STACKS * self.scale

    def person(self, n: int) -> int:
        return self.first_person + n % self.people

    def company(self, n: int) -> int:
        return self.first_person + self.people + n

    def ago(self, n: int, days: int) -> datetime:
        """Some moment in the last so many days, the same for the same n."""
        return self.day - timedelta(minutes=n * 1_439 % (days * 1_440))
