"""One kept page as it is sent: to visitors in the bytes they can read, to members filled."""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import brotli
import zstandard
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from stackshare.core.kept.holes import Pieces, Reader

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]

# The smallest first. At these levels each takes about a millisecond for a large page.
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": lambda body: zstandard.compress(body, 9),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
OURS = {"set-cookie", "cache-control", "vary", "content-length", "etag"}


class KeptPage:
    def __init__(self, pieces: Pieces, headers: Headers, view: tuple[str, str] | None) -> None:
        """The view is what each reading counts as."""
        self.pieces, self.plain, self.view = pieces, pieces.plain, view
        self.headers = [pair for pair in headers if pair[0].lower() not in OURS]
        self.etag = f'W/"{blake2b(self.plain, digest_size=9).hexdigest()}"'
        self.shared = [
            *self.headers,
            ("ETag", self.etag),
            # A browser or a CDN may keep it and must ask whether it is still right.
            ("Cache-Control", "public, max-age=0, must-revalidate"),
            ("Vary", "Accept-Encoding, Cookie"),
        ]
        self.unchanged = [pair for pair in self.shared if pair[0].lower() != "content-type"]
        self.bodies: dict[str | None, tuple[bytes, Headers]] = {}

    @property
    def size(self) -> int:
        """Bytes in memory, about: plain, in pieces and compressed, with what surrounds them."""
        return 3 * len(self.plain) + 4_096

    def to_visitor(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        if known and (self.etag.removeprefix("W/") in known or known.strip() == "*"):
            start("304 NOT MODIFIED", self.unchanged)
            return []
        body, headers = self.coded(chosen(environ.get("HTTP_ACCEPT_ENCODING", "")))
        start("200 OK", headers)
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def coded(self, coding: str | None) -> tuple[bytes, Headers]:
        if coding not in self.bodies:
            body = CODINGS[coding](self.plain) if coding else self.plain
            said = [("Content-Encoding", coding)] if coding else []
            headers = [*self.shared, *said, ("Content-Length", str(len(body)))]
            self.bodies[coding] = body, headers
        return self.bodies[coding]

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
