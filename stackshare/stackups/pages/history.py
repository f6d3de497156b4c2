"""What a line or a section said before, and what changed from one version to the next."""

from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple, TypedDict

from stackshare.accounts.models import NamedOwner
from stackshare.accounts.queries import named_owners
from stackshare.core.history import Former, page_of_revisions
from stackshare.core.paging import PAGE_SIZE
from stackshare.core.web import next_page
from stackshare.stackups.models import StackupLine, StackupSection
from stackshare.stackups.queries.compared import stackup_url, title_of
from stackshare.stackups.queries.words import tools_in
from stackshare.tools.models import NamedTool

MOST_LINES = 100  # of a text, to be compared with another


class Part(NamedTuple):
    """Some of the lines of a version: new in it, gone since the one before, or neither."""

    text: str
    change: Literal["new", "gone", ""] = ""


class Version(NamedTuple):
    id: int  # 0: it stands today
    text: str
    author: NamedOwner
    written_at: datetime
    parts: list[Part]


class HistoryPage(TypedDict):
    title: str
    url: str  # of the comparison
    tools: list[NamedTool]
    of: StackupLine | StackupSection
    kind: Literal["line", "section"]
    versions: list[Version]
    after: str | None


def line_history(line: StackupLine, after: str | None) -> HistoryPage:
    return history_of(line, "line", line.text, after)


def section_history(section: StackupSection, after: str | None) -> HistoryPage:
    return history_of(section, "section", section.text, after)


def history_of(
    of: StackupLine | StackupSection, kind: Literal["line", "section"], text: str, after: str | None
) -> HistoryPage:
    page = page_of_revisions(f"stackup_{kind}", of.id, after)
    today = [] if after else [Former(0, text, of.author_id, of.created_at)]
    tools = tools_in(of.stackup)
    return {
        "title": title_of(tools),
        "url": stackup_url(tools),
        "tools": tools,
        "of": of,
        "kind": kind,
        "versions": versions_of([*today, *page.rows], of.created_at, len(today) + PAGE_SIZE),
        "after": page.after,
    }


def versions_of(found: Sequence[Former], began: datetime, most: int) -> list[Version]:
    """Each was written when the one before it was replaced, the first when all began."""
    authors = named_owners(version.author_id for version in found)
    return [
        Version(
            version.id,
            version.body.strip(),
            authors[version.author_id],
            before.replaced_at if before else began,
            compared(before.body.strip() if before else None, version.body.strip()),
        )
        for version, before in pairwise([*found, None])
        if version
    ][:most]


def compared(before: str | None, text: str) -> list[Part]:
    old, new = ((before or "").split("\n"), text.split("\n"))
    if before is None or max(len(old), len(new)) > MOST_LINES:
        return [Part(text)]
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("\n".join(old[a:b])))
            continue
        if b > a:
            parts.append(Part("\n".join(old[a:b]), "gone"))
        if d > c:
            parts.append(Part("\n".join(new[c:d]), "new"))
    return parts


def history_json(page: HistoryPage) -> dict[str, object]:
    return {
        "stackup": page["url"].rpartition("/")[2],
        "versions": [
            {
                "id": version.id or None,
                "text": version.text,
                "author": version.author.handle,
                "written_at": version.written_at.isoformat(),
            }
            for version in page["versions"]
        ],
        "next": next_page(page["after"]),
    }
