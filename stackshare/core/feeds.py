"""Atom: what is new, for programs that read it for people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from stackshare.core.web import absolute

FEED_SIZE = 25
FRESH_FOR = 300  # seconds
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
    """The feed of a page, which is found at the page's path and .atom."""
    updated = max((entry.updated for entry in entries), default=BEFORE_ALL)
    # Rendered past Flask, which would look up who reads: the same bytes are everybody's.
    xml = current_app.jinja_env.get_template("feed.xml").render(
        title=title, page=page, entries=entries, updated=updated, tag=tag
    )
    response = Response(NOT_XML.sub("", xml), mimetype="application/atom+xml")
    response.last_modified = updated
    response.cache_control.public = True
    response.cache_control.max_age = FRESH_FOR
    response.add_etag()
    return response.make_conditional(request)


def tag(id: str) -> str:
    """A name for a thing of this site that never changes (RFC 4151)."""
    return f"tag:{urlsplit(absolute('/')).hostname},2026:{id}"
