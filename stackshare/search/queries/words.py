"""What a reader looks for, word by word. Whatever is typed, both databases understand it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from stackshare.core.text import FILLERS

# No database tells these from C and F: they are spelled out, here and in the documents.
SPELLED = (
    ("++", "plusplus"),
    ("C#", "Csharp"),
    ("c#", "csharp"),
    ("F#", "Fsharp"),
    ("f#", "fsharp"),
)
SHORTEST_BEGINNING = 2
# Words that say nothing of what a question is about.
ASKING = FILLERS.union(
    "any as better best can do does how if instead me my new one our should than there these us"
    " use using want what when which who why will without would".split()
)
ACCENTS = re.compile("[\u0300-\u036f]")
PARTS = re.compile(r'["“”]([^"“”]*)["“”]|(\S+)')


@dataclass(frozen=True)
class Term:
    """One word, or several that stand side by side."""

    words: tuple[str, ...]
    begins: bool = False  # the last of them may go on


@dataclass(frozen=True)
class Wanted:
    typed: str
    terms: tuple[Term, ...]
    any_of_them: bool = False  # else all of them

    @property
    def title(self) -> str:
        """The title that would be exactly this."""
        return spelled(self.typed).lower()

    def in_sql(self, dialect: str, *, in_title: bool = False) -> str:
        """As the database wants to be asked. A word is letters and digits: nothing to escape."""
        if dialect == "sqlite":
            terms = (" OR " if self.any_of_them else " AND ").join(map(fts5_of, self.terms))
            return f"title : ({terms})" if in_title else terms
        both = " | " if self.any_of_them else " & "
        return both.join(tsquery_of(term, "A" if in_title else "") for term in self.terms)


def fts5_of(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.begins else ""}'


def tsquery_of(term: Term, weight: str) -> str:
    """Weight A is the title's."""
    marks = [weight] * len(term.words)
    if term.begins:
        marks[-1] = f"*{weight}"
    pairs = zip(term.words, marks, strict=True)
    side_by_side = " <-> ".join(f"'{word}':{mark}".rstrip(":") for word, mark in pairs)
    return f"({side_by_side})"


def wanted(typed: str) -> Wanted:
    """All the words; those in quotes side by side. The last one may be half of a word."""
    parts = [*PARTS.finditer(typed)]
    terms = [Term(tuple(words)) for part in parts if (words := words_in(part[1] or part[2] or ""))]
    is_quoted = bool(parts) and parts[-1][1] is not None
    if terms and not is_quoted and len(terms[-1].words[-1]) >= SHORTEST_BEGINNING:
        terms[-1] = Term(terms[-1].words, begins=True)
    return Wanted(typed, tuple(dict.fromkeys(terms)))


def alike(text: str) -> Wanted:
    """What has any of the words that a text is about."""
    words = dict.fromkeys(word for word in words_in(text) if word not in ASKING)
    return Wanted(text, tuple(Term((word,)) for word in words), any_of_them=True)


def words_in(text: str) -> list[str]:
    return word().findall(bare(spelled(text)))


def places_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word begins and ends, and in which form it is looked for."""
    for found in word().finditer(text):
        begin, end = found.span()
        end += next((len(sign) for sign in ("++", "#") if text.startswith(sign, end)), 0)
        yield begin, end, "".join(words_in(text[begin:end]))


def spelled(text: str) -> str:
    for sign, letters in SPELLED:
        text = text.replace(sign, letters)
    return text


def bare(text: str) -> str:
    """Small letters without accents."""
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", plain).lower()


@cache
def word() -> re.Pattern[str]:
    """Letters and digits, and the marks that belong to a letter in many of the world's scripts."""
    marks = (chr(n) for n in range(0x300, 0x10000) if unicodedata.category(chr(n)).startswith("M"))
    return re.compile(rf"(?:[^\W_]|[{''.join(marks)}])+")
