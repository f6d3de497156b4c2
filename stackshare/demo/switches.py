"""Which stacks of the sample community dropped a tool for another of its kind."""

from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from stackshare.demo.builder import Builder, shared_at, stacks_of
from stackshare.demo.choices import SWITCHES


class Switched(NamedTuple):
    dropped_id: int
    reason: str
    day: date


def switched(builder: Builder) -> dict[tuple[int, int], Switched]:
    """By the number of a stack and the id of the tool that it uses now. Only what it does not use
    can have been dropped."""
    numbers = {tool.slug: number for number, tool in enumerate(builder.tools)}
    found: dict[tuple[int, int], Switched] = {}
    for moved in SWITCHES:
        if moved.dropped in numbers and moved.adopted in numbers:
            dropped, adopted = numbers[moved.dropped], numbers[moved.adopted]
            taken = {stack for stack, _ in found}.union(stacks_of(builder, dropped))
            free = (stack for stack in stacks_of(builder, adopted) if stack not in taken)
            for stack, reason in zip(islice(free, 5, None), moved.reasons, strict=False):
                day = (shared_at(builder, stack) - timedelta(days=90)).date()
                there = Switched(builder.tools[dropped].id, reason, day)
                found[stack, builder.tools[adopted].id] = there
    return found
