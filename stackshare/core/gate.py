"""The one gate that every request passes: bytes that no page can mean are turned away here."""

import re
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, Response, abort, current_app, request
from werkzeug.routing import IntegerConverter

LONGEST_QUERY = 4_000  # bytes
MOST_FIELDS = 500
FORM = "application/x-www-form-urlencoded"
ODD = re.compile(r"[\x00\ud800-\udfff]")

POLICY = "; ".join(
    [
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class Id(IntegerConverter):
    """Numbers in URLs that a row can have; larger ones are unknown like any other."""

    def __init__(self, map: object, *args: object, **options: object) -> None:
        super().__init__(map, max=2**31 - 1)  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Id
    app.before_request(refuse_other_hosts)
    app.before_request(refuse_odd_bytes)
    app.after_request(add_headers)


def refuse_other_hosts() -> None:
    """No link that we write names a site that is not this one. Flask's TRUSTED_HOSTS would turn
    IPv6 addresses away."""
    if urlsplit(request.host_url).hostname not in current_app.config["OUR_HOSTS"]:
        abort(400)


def refuse_odd_bytes() -> None:
    """NUL, half a surrogate pair and broken UTF-8 end here with 400 and reach no database."""
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if request.mimetype == FORM and request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)  # counted before they are taken apart, which takes time
    # No page has U+FFFD in its path: it stands for bytes that could not be read.
    if is_odd(request.path) or "\ufffd" in request.path or not is_utf8(request.query_string):
        abort(400)
    if not is_utf8(sent_as_form()):
        abort(400)
    for texts in (request.args, request.form):
        for name, values in texts.lists():
            if is_odd(name) or any(is_odd(value) for value in values):
                abort(400)


def sent_as_form() -> bytes:
    """The body of a form; in one of several parts a % is no escape."""
    if request.mimetype == "multipart/form-data":
        return request.get_data().replace(b"%", b"")
    return request.get_data() if request.mimetype == FORM else b""


def is_utf8(quoted: bytes) -> bool:
    try:
        unquote_to_bytes(quoted).decode()
    except UnicodeDecodeError:
        return False
    return True


def is_odd(text: str) -> bool:
    return ODD.search(text) is not None


def add_headers(response: Response) -> Response:
    """Headers that keep a page to itself; a route may have set its own."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint == "static" and "v" in request.args:  # an address that means these bytes
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
