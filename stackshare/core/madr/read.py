"""A record from text, of whatever version and however complete."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from stackshare.core.madr.blocks import items
from stackshare.core.madr.outline import Outline, names_in, outline
from stackshare.core.madr.record import (
    EFFORTS,
    MOST_OPTIONS,
    STATUSES,
    Option,
    Reading,
    Record,
)
from stackshare.core.text import fold

LONGEST = 90_000  # characters: more than any record of ours has
MOST_TOLD = 20  # nobody reads more of what is unsure
USED = ("status", "date", "effort", "moved-from", "title")
OTHER_WORDS = {"draft": "proposed", "approved": "accepted", "decided": "accepted"}
CHOSEN = re.compile(r"\W*chosen(?: option)?\W*?:[\s*_]*", re.IGNORECASE)
QUOTES = "\"“”'*_`[]"
AFTER_NAME = re.compile(r"[\"”'*_`\]]*(?:\([^()\n]{0,200}\))?[\s,.;:–-]*")
NO_NAME = re.compile(r"[\"”'*_`\]]*(?:\([^()]{0,200}\))?,? because\b|\.\s|\"")
BECAUSE = re.compile(r"(?:because|since|as)\b:?\s*", re.IGNORECASE)
ARGUMENT = re.compile(r"(good|bad)(?:,? because\s|, |: )\s*(.*)", re.IGNORECASE | re.DOTALL)
LEADING_LINK = re.compile(r"^([\"“'*_]*)\[([^\[\]]{1,300})\]\([^()]{0,300}\)")
LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^()]{0,300}\)")


def read(text: str) -> Reading:
    """What a text says, as far as it is understood; and what of it is to be looked at."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n ")
    unsure: list[str] = []
    if len(text) > LONGEST:
        text = text[:LONGEST]
        unsure.append(f"Only the first {LONGEST:,} characters were read.")
    found = outline(text)
    options, notes = options_of(found)
    options, chosen, reason = choice_of(found, options)
    options, chosen, others = at_most(options, chosen)
    if not options:
        unsure.append("No option was found. Name what you chose.")
    elif chosen is None:
        unsure.append("Which option was chosen is not said. Mark it.")
    if others:
        unsure.append(f"Only {MOST_OPTIONS} options fit. The others stand in the context.")
        notes.append("### Other options\n\n" + "\n".join(f"* {name}" for name in others))
    unsure += [f"“{name[:80]}” stands at the end of the context now." for name in found.moved]
    before = {fold(name) for name in names_in(found.facts.get("moved-from", "")) if name}
    record = Record(
        title=found.title or found.facts.get("title", ""),
        options=tuple(replace(o, moved_from=fold(o.name) in before) for o in options),
        chosen=chosen,
        reason=reason,
        context="\n\n".join(filter(None, [found.text("context"), found.text("rest"), *notes])),
        outcome=found.text("outcome"),
    )
    record = with_facts(record, found, unsure)
    return Reading(record, unsure[:MOST_TOLD])


def with_facts(record: Record, found: Outline, unsure: list[str]) -> Record:
    """Status, date and effort; of the facts that we do not keep, it is said that they are left."""
    status = found.facts.get("status") or found.text("status")
    first, *more = [*status.lower().strip("*`. ").split(), ""]
    first = OTHER_WORDS.get(first, first)
    if first in STATUSES:
        record = replace(record, status=first)
    if status and (first not in STATUSES or more != [""]):
        unsure.append(f"The status “{status[:80]}” was read as “{record.status}”.")
    day = found.facts.get("date") or found.text("date")
    if day:
        record = replace(record, decided_on=day_in(day))
        if record.decided_on is None:
            unsure.append(f"The date “{day[:40]}” is not written as 2024-05-31.")
    if found.facts.get("effort") in EFFORTS:
        record = replace(record, effort=found.facts["effort"])
    unsure += [f"“{name}” is left out." for name in found.facts if name not in USED]
    return record


def day_in(text: str) -> date | None:
    found = re.search(r"\d{4}-\d{2}-\d{2}", text, re.ASCII)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def options_of(found: Outline) -> tuple[list[Option], list[str]]:
    """What could be chosen, with the arguments; and what else is said of it."""
    named = found.sections.get("options", [])
    listed = [item for part in named for item in items(part.body)[0]]
    names = [name_in(item) for item in listed] or [part.name for part in named if part.name]
    options = {name: Option(name) for name in names if name}
    notes = []
    for part in found.sections.get("arguments", []):
        if not part.name or part.level < 3:
            notes.append(part.body)
            continue
        name = known_name(part.name, [*options]) or part.name
        said, rest = items(part.body)
        good, bad = arguments(said, "good"), arguments(said, "bad")
        other = [f"* {item}" for item in said if not ARGUMENT.match(item)]
        options[name] = Option(name, good="\n".join(good), bad="\n".join(bad))
        if rest or other:
            notes.append("\n\n".join(filter(None, [f"### {name}", rest, "\n".join(other)])))
    return list(options.values()), [note for note in notes if note]


def arguments(said: list[str], side: str) -> Iterator[str]:
    for item in said:
        found = ARGUMENT.match(item)
        if found and found[1].lower() == side:
            yield " ".join(found[2].split())


def name_in(item: str) -> str:
    """The first line of a list's item; of a link what it says."""
    name = LINK.sub(r"\1", item.split("\n", 1)[0][:1_000]).strip()
    return name.strip("*_ ") if name.startswith(("**", "__")) else name


def known_name(text: str, names: list[str]) -> str | None:
    """Which of these is meant: the same, spelled otherwise, or the beginning of it."""
    folded = fold(text)
    tests = (
        lambda name: name == text,
        lambda name: bool(folded) and fold(name) == folded,
        lambda name: bool(folded and fold(name)) and fold(name).startswith(folded),
        lambda name: bool(folded and fold(name)) and folded.startswith(fold(name)),
    )
    return next((name for test in tests for name in names if test(name)), None)


def choice_of(found: Outline, options: list[Option]) -> tuple[list[Option], int | None, str]:
    """Which of them was chosen, and why. A choice that is not among them joins them."""
    text = found.text("decision")
    said = CHOSEN.match(text[:500])
    if not said:
        named = [n for n, option in enumerate(options) if option.name in text[:1_000]]
        only = 0 if len(options) == 1 else None
        return options, named[0] if len(named) == 1 else only, text
    text = LEADING_LINK.sub(r"\1\2", text[said.end() :])
    names = [option.name for option in options]
    name, rest = chosen_name(text, names)
    if not name:
        return options, None, text
    if name not in names:
        options, names = [*options, Option(name)], [*names, name]
    return options, names.index(name), reason_after(rest)


def chosen_name(text: str, names: list[str]) -> tuple[str, str]:
    """The option with whose name the text begins, quoted or not, and what follows it."""
    for quote, start in (('"', text), ("", text), ("", text.lstrip(QUOTES))):
        for name in sorted(names, key=len, reverse=True):
            if start.lower().startswith(f"{quote}{name}{quote}".lower()):
                return name, start[len(quote + name) :]
    text = text.lstrip(QUOTES)
    name = NO_NAME.split(text.split("\n", 1)[0][:1_000], maxsplit=1)[0]
    short = name.strip(QUOTES + " .,")
    return known_name(short, names) or short, text[len(name) :]


def reason_after(text: str) -> str:
    after = AFTER_NAME.match(text)
    text = text[after.end() :] if after else text
    because = BECAUSE.match(text)
    return (text[because.end() :] if because else text).strip()


def at_most(
    options: list[Option], chosen: int | None
) -> tuple[list[Option], int | None, list[str]]:
    """The chosen one and the first of the others; the names of those that are too many."""
    if len(options) <= MOST_OPTIONS:
        return options, chosen, []
    first = [n for n in range(len(options)) if n != chosen]
    kept = sorted(first[:MOST_OPTIONS] if chosen is None else [*first[: MOST_OPTIONS - 1], chosen])
    others = [option.name for n, option in enumerate(options) if n not in kept]
    place = kept.index(chosen) if chosen is not None else None
    return [options[n] for n in kept], place, others
