"""The place in a text where it has what was looked for."""

from collections.abc import Iterator
from typing import NamedTuple

from stackshare.search.queries.words import Term, Wanted, places_in

LONGEST, BEFORE = 240, 60  # characters
ENOUGH = 50  # places that are looked at


class Part(NamedTuple):
    text: str
    found: bool


class Place(NamedTuple):
    begin: int
    end: int
    term: Term


def excerpt_of(text: str, wanted: Wanted) -> list[Part]:
    """A few lines around what was found; if it stands elsewhere, the first ones."""
    text = " ".join(text.split())
    found = [*found_in(text, wanted)]
    begin, end = lines_around(text, found)
    inside = [place for place in found if begin <= place.begin and place.end <= end]
    lines = text[begin:end] if end == len(text) else text[begin:end].rstrip(" .,;:")
    parts = in_parts(lines, [(p.begin - begin, p.end - begin) for p in inside])
    before, after = [Part("…", False)][:begin], [Part("…", False)][: len(text) - end]
    return [*before, *parts, *after]


def marked(text: str, wanted: Wanted) -> list[Part]:
    """The whole text."""
    return in_parts(text, [(place.begin, place.end) for place in found_in(text, wanted)])


def found_in(text: str, wanted: Wanted) -> Iterator[Place]:
    """Where each of the terms stands, in the order of the text."""
    places = [*places_in(text)]
    words = [word for _, _, word in places]
    half = [term for term in wanted.terms if term.begins]
    whole: dict[str, list[Term]] = {}
    for term in wanted.terms:
        whole.setdefault(term.words[0], []).append(term)
    for n, (begin, _, word) in enumerate(places):
        for term in (*whole.get(word, ()), *half):
            last = n + len(term.words)
            if stands_there(words[n:last], term):
                yield Place(begin, places[last - 1][1], term)


def stands_there(words: list[str], term: Term) -> bool:
    if len(words) < len(term.words):
        return False
    *whole, last = term.words
    ends = words[-1].startswith(last) if term.begins else words[-1] == last
    return ends and words[:-1] == whole


def lines_around(text: str, found: list[Place]) -> tuple[int, int]:
    """Where to begin and to end, at spaces, so that as many of the terms as can be are inside."""
    best, most = 0, 0
    for n, place in enumerate(found[:ENOUGH]):
        last = place.begin + LONGEST - BEFORE
        terms = {other.term for other in found[n : n + ENOUGH] if other.end <= last}
        if len(terms) > most:
            best, most = place.begin, len(terms)
    begin = 0
    if best > BEFORE and len(text) > LONGEST:
        begin = text.find(" ", best - BEFORE, best) + 1 or best
    end = begin + LONGEST
    if end < len(text):
        space = text.rfind(" ", best, end)
        end = space if space > 0 else end
    return begin, min(end, len(text))


def in_parts(text: str, places: list[tuple[int, int]]) -> list[Part]:
    parts, done = [], 0
    for begin, end in places:
        if begin >= done:
            parts += [Part(text[done:begin], False), Part(text[begin:end], True)]
            done = end
    return [part for part in [*parts, Part(text[done:], False)] if part.text]
