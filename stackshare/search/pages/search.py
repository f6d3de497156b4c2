from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from stackshare.core.markdown import plain
from stackshare.core.paging import Page
from stackshare.core.web import next_page
from stackshare.search.pages.excerpts import Part, excerpt_of, marked
from stackshare.search.queries.closest import CLOSEST, closest_ids
from stackshare.search.queries.kinds import KINDS, Kind
from stackshare.search.queries.paging import page_of_closest
from stackshare.search.queries.shown import Row, rows_of
from stackshare.search.queries.words import Wanted, wanted
from stackshare.stackups.queries.compared import named_together, stackup_url
from stackshare.tools.models import RankedTool, Tool
from stackshare.tools.queries.lists import most_used_tools
from stackshare.tools.queries.names import near_tools

FEW = 5  # of each kind, where all kinds are shown


@dataclass(frozen=True)
class Found:
    """What is shown of one thing that was found."""

    kind: Kind
    row: Row
    title: list[Part]
    excerpt: list[Part]


class Group(TypedDict):
    kind: Kind
    page: Page[Found]


class SearchPage(TypedDict):
    kinds: tuple[Kind, ...]
    kind: Kind | None  # the only one that is asked for
    counts: dict[str, int]  # by name of a kind; one more than most says that there are others
    most: int
    groups: list[Group]
    compared: Sequence[Tool]  # whose comparison was typed
    close: Sequence[Tool]  # whose names are like what was typed, where nothing has it
    known: list[RankedTool]  # to begin with, where nothing was typed


def search_page(typed: str, kind: Kind | None, after: str | None) -> SearchPage:
    words = wanted(typed)
    groups: list[Group] = []
    counts: dict[str, int] = {}
    compared = named_together(typed)
    for one in KINDS if typed else ():
        ids, counts[one.name] = closest(one, words, after, whole=one is kind)
        if ids.rows and kind in (None, one):
            page = Page(found(one, ids.rows, words), ids.after)
            groups.append({"kind": one, "page": page})
    return {
        "kinds": KINDS,
        "kind": kind,
        "counts": counts,
        "most": CLOSEST,
        "groups": groups,
        "compared": compared,
        "close": near_tools(typed) if typed and not (compared or any(counts.values())) else [],
        "known": most_used_tools(12) if not typed else [],
    }


def closest(kind: Kind, words: Wanted, after: str | None, *, whole: bool) -> tuple[Page[int], int]:
    """The ids on the page, and how many there are in all."""
    if whole:
        return page_of_closest(kind, words, after)
    ids = closest_ids(kind, words)
    return Page(ids[:FEW], after=None), len(ids)


def found(kind: Kind, ids: Sequence[int], words: Wanted) -> list[Found]:
    return [
        Found(kind, row, marked(row.name, words), excerpt_of(text_of(kind, row), words))
        for row in rows_of(kind, ids)
    ]


def text_of(kind: Kind, row: Row) -> str:
    return " · ".join(plain(text) if kind.html is not None else text for text in row.texts if text)


def search_json(typed: str, page: SearchPage) -> dict[str, object]:
    kind, groups = page["kind"], page["groups"]
    return {
        "q": typed,
        "kind": kind and kind.name,
        "stackup": stackup_url(page["compared"]) if page["compared"] else None,
        "counts": {name: min(n, CLOSEST) for name, n in page["counts"].items()},
        "counted_to": CLOSEST,
        "results": [found_json(found) for group in groups for found in group["page"].rows],
        "next": next_page(groups[0]["page"].after) if kind and groups else None,
    }


def found_json(found: Found) -> dict[str, object]:
    row = found.row
    return {
        "kind": found.kind.name,
        "title": row.name,
        "url": row.url,
        "excerpt": "".join(part.text for part in found.excerpt),
        "within": row.within or None,
        "owner": row.handle,
        "at": row.at and row.at.isoformat(),
    }
