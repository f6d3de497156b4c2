"""One kept page as it is sent: to visitors in the bytes they can read, to members filled."""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import brotli
import zstandard
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from stackshare.core.kept.holes import Pieces, Reader

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]

# The smallest first. Each at two levels: the first takes a millisecond for a large page or less,
# the second about four, and sends a tenth to a sixth fewer bytes.
LEVELS = {"br": (1, 5), "zstd": (3, 9), "gzip": (1, 6)}
CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "br": lambda body, level: brotli.compress(body, quality=level),
    "zstd": zstandard.compress,
    "gzip": lambda body, level: gzip.compress(body, level, mtime=0),
}
SETTLES = 1.0  # seconds that a page lives before it is worth the second level
OURS = {"set-cookie", "cache-control", "vary", "content-length", "etag"}


class Sent(NamedTuple):
    level: int  # of compression
    body: bytes
    headers: Headers


class KeptPage:
    def __init__(self, pieces: Pieces, headers: Headers, view: tuple[str, str] | None) -> None:
        """The view is what each reading counts as."""
        self.pieces, self.plain, self.view = pieces, pieces.plain, view
        self.headers = [pair for pair in headers if pair[0].lower() not in OURS]
        self.etag = f'W/"{sha256(self.plain).hexdigest()[:18]}"'
        self.shared = [
            *self.headers,
            ("ETag", self.etag),
            # A browser or a CDN may keep it and must ask whether it is still right.
            ("Cache-Control", "public, max-age=0, must-revalidate"),
            ("Vary", "Accept-Encoding, Cookie"),
        ]
        self.unchanged = [pair for pair in self.shared if pair[0].lower() != "content-type"]
        self.made = monotonic()
        self.sent: dict[str | None, Sent] = {}
        self.compressing = Lock()

    @property
    def size(self) -> int:
        """Bytes in memory, about: plain, in pieces and compressed, with what surrounds them."""
        return 3 * len(self.plain) + 4_096

    def to_visitor(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        if known and (self.etag.removeprefix("W/") in known or known.strip() == "*"):
            start("304 NOT MODIFIED", self.unchanged)
            return []
        sent = self.coded(chosen(environ.get("HTTP_ACCEPT_ENCODING", "")))
        start("200 OK", sent.headers)
        return [sent.body] if environ["REQUEST_METHOD"] == "GET" else []

    def coded(self, coding: str | None) -> Sent:
        """Lightly compressed at first: under votes a page lives for a moment."""
        level = LEVELS[coding][monotonic() - self.made > SETTLES] if coding else 0
        sent = self.sent.get(coding)
        if sent is None or sent.level < level:
            with self.compressing:  # once, whoever else asks for it meanwhile
                sent = self.sent.get(coding)
                if sent is None or sent.level < level:
                    sent = self.sent[coding] = self.compressed(coding, level)
        return sent

    def compressed(self, coding: str | None, level: int) -> Sent:
        body = CODINGS[coding](self.plain, level) if coding else self.plain
        said = [("Content-Encoding", coding)] if coding else []
        return Sent(level, body, [*self.shared, *said, ("Content-Length", str(len(body)))])

    def to_member(
        self, reader: Reader, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        """Not compressed: beside a token, what a reader typed would tell its bytes by length."""
        body = self.pieces.filled(reader)
        length = ("Content-Length", str(len(body)))
        start("200 OK", [*self.headers, *PRIVATE, length])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []


PRIVATE = [("Cache-Control", "private, no-store"), ("Vary", "Cookie")]


@lru_cache(maxsize=256)
def chosen(accepted: str) -> str | None:
    """The coding that is liked best; of several the smallest."""
    liked = parse_accept_header(accepted, Accept)
    best = max(liked[coding] for coding in CODINGS)
    return next((coding for coding in CODINGS if liked[coding] == best > 0), None)
