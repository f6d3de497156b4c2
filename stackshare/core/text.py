"""Words and numbers as people read them."""

import re
import unicodedata

from slugify import slugify

# Words that only join others.
FILLERS = frozenset(
    "a all an and are at be for from has have i in is it its of on or quite really s so that the"
    " this to too very was we with you your".split()
)
UNITS = ((10**9, "B"), (10**6, "M"), (10**3, "K"))


def compact(n: int) -> str:
    """812, 19.3K, 24.0K, 1.0M: one decimal from a thousand on, halves rounded up."""
    for size, unit in UNITS:
        if n >= size - size // 20_000:  # from here on the unit below would print 1000.0
            tenths = (10 * n + size // 2) // size
            return f"{tenths / 10}{unit}"
    return str(n)


def plural(n: int, noun: str) -> str:
    """1 tool, 2 tools, 1,200 replies, 3 switches."""
    if n == 1:
        return f"1 {noun}"
    if re.search("[^aeiou]y$", noun):
        return f"{n:,} {noun[:-1]}ies"
    return f"{n:,} {noun}es" if noun.endswith("ch") else f"{n:,} {noun}s"


def listed(words: list[str]) -> str:
    """Flask; Flask and Koa; ExpressJS, Flask and Koa."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def fold(name: str) -> str:
    """One form for all spellings of a name: “Node.JS” and “node js” are nodejs, “C++” is c++."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum() or c in "+#")


def fold_words(text: str, longest: int = 240) -> str:
    """One form for all spellings of a sentence: “It’s fast!” is “it s fast”. Accents go; marks
    that make another letter stay. What has no letters is only itself."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    if not any(c.isalnum() for c in plain):
        return text.casefold()[:longest]
    kept = (c for c in plain if unicodedata.combining(c) < 200)  # from there on: accents
    words = "".join(c if c.isalnum() or c in "+#" or is_mark(c) else " " for c in kept)
    return " ".join(words.split())[:longest]


def is_mark(c: str) -> bool:
    return unicodedata.category(c).startswith("M")


def slug_of(text: str, fallback: str, longest: int = 60) -> str:
    """A short address made from what somebody wrote; the fallback where nothing is left of it."""
    return slugify(text, max_length=longest, word_boundary=True) or fallback


def initials(name: str) -> str:
    """One or two letters for a face: “Ada Lovelace” is AL."""
    words = re.findall(r"\w+", name)
    return "".join(word[0] for word in [words[0], *words[1:][-1:]]).upper() if words else "?"


def nfkc(text: str) -> str:
    """The same characters for the same password, whichever keyboard typed them."""
    return unicodedata.normalize("NFKC", text)
