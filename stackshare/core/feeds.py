"""Atom: what is new, for programs that read it for people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from stackshare.core.paging import PAGE_SIZE
from stackshare.core.web import absolute

FEED_SIZE = PAGE_SIZE  # what is new on a page is in its feed
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    id: str  # stacks/17: stays the same when the address changes
    url: str
    title: str
    updated: datetime
    author: str = ""  # the site itself
    summary: str = ""


def feed(title: str, page: str, entries: Sequence[Entry]) -> ResponseReturnValue:
    """The feed of a page, which is found at the page's path and .atom; what the page is asked to
    show alone, its query says to both."""
    path, _, query = page.partition("?")
    facts = {
        "page": page,
        "own": f"{path}.atom?{query}" if query else f"{path}.atom",
        "updated": max((entry.updated for entry in entries), default=BEFORE_ALL),
    }
    xml = render_template("feed.xml", title=title, entries=entries, tag=tag, **facts)
    return Response(NOT_XML.sub("", xml), mimetype="application/atom+xml")


def tag(id: str) -> str:
    """A name for a thing of this site that never changes (RFC 4151)."""
    return f"tag:{urlsplit(absolute('/')).hostname},2026:{id}"
