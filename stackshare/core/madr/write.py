"""A record as text, in the shape of MADR 4."""

import json
from collections.abc import Iterator

from stackshare.core.madr.blocks import lowered
from stackshare.core.madr.record import Option, Record


def write(record: Record) -> str:
    return "\n".join(lines(record)) + "\n"


def lines(record: Record) -> Iterator[str]:
    yield from front_matter(record)
    yield from (heading(1, record.title), "")
    if record.context:
        yield from ("## Context and Problem Statement", "", plain(record.context), "")
    yield from ("## Considered Options", "")
    yield from (f"* {option.name}" for option in record.options)
    yield from ("", "## Decision Outcome", "")
    yield from (outcome(record), "")
    if record.outcome:
        yield from ("### Consequences", "", plain(record.outcome), "")
    if any(option.good or option.bad for option in record.options):
        yield from ("## Pros and Cons of the Options", "")
        for option in record.options:
            if option.good or option.bad:
                yield from (heading(3, option.name), "", *arguments(option), "")


def front_matter(record: Record) -> Iterator[str]:
    yield from ("---", f"status: {record.status}")
    if record.decided_on:
        yield f"date: {record.decided_on.isoformat()}"
    if record.effort:
        yield f"effort: {record.effort}"
    before = [option.name for option in record.options if option.moved_from]
    if before:
        yield f"moved-from: {json.dumps(before, ensure_ascii=False)}"
    yield from ("---", "")


def heading(level: int, text: str) -> str:
    """Signs at its end would be taken for the end of the heading."""
    signs = "#" * level
    return f"{signs} {text} {signs}" if text.endswith("#") else f"{signs} {text}"


def outcome(record: Record) -> str:
    reason = plain(record.reason)
    if record.chosen is None:
        return reason
    chosen = f'Chosen option: "{record.options[record.chosen].name}"'
    if not reason:
        return f"{chosen}."
    inline = reason[0].isalnum()  # all else may begin a list or a block of code
    return f"{chosen}, because {reason}" if inline else f"{chosen}, because:\n\n{reason}"


def plain(text: str) -> str:
    """What somebody wrote, with nothing in it that a reader takes for a part of the record."""
    return "\n".join(
        f"\\{line}" if line.lstrip("\\").startswith("<!--") else line
        for line in lowered(text).split("\n")
    )


def arguments(option: Option) -> Iterator[str]:
    yield from (f"* Good, because {line}" for line in option.good.split("\n") if line)
    yield from (f"* Bad, because {line}" for line in option.bad.split("\n") if line)
