"""Ahead of Flask: a page that is kept is answered here, any other is watched while it is made."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, ParamSpec

from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from stackshare.core.kept import holes
from stackshare.core.kept.answer import KeptPage
from stackshare.core.kept.counts import write_counts
from stackshare.core.kept.holes import Facts, MarkKind, Pieces, Reader, filled
from stackshare.core.kept.log import News
from stackshare.core.kept.reads import noting
from stackshare.core.kept.store import Draft, Store
from stackshare.core.views import count_reading, count_view
from stackshare.extensions import db

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

READS = ("GET", "HEAD")
SAFE = (*READS, "OPTIONS")
PATIENCE = 5  # seconds to wait for another thread that makes the same page
WROTE, WROTE_FOR = "wrote", 2  # a cookie for so many seconds: who just wrote sees it at once
VISIT = "stackshare.visit"

Key = tuple[str, ...]
P = ParamSpec("P")


@dataclass(eq=False)
class Visit:
    """A request on its way through Flask, and what it leaves to be kept."""

    key: Key
    ticket: bytes | None  # a digest of the session's cookie
    draft: Draft
    known: KeptPage | None = None  # the page was kept already, its reader is new
    pieces: Pieces | None = None  # the page
    words: set[str] = field(default_factory=set)
    view: tuple[str, str] | None = None  # what each reading of the page counts as
    reader: Reader | None = None
    readers_words: set[str] = field(default_factory=set)
    done: Event = field(default_factory=Event)


class Pages:
    """The middleware of one app. Who says which member reads: their id."""

    def __init__(
        self,
        app: Flask,
        who: Callable[[], int | None],
        marks: Mapping[str, MarkKind],
        facts: Mapping[str, Facts],
    ) -> None:
        self.app, self.who, self.flask = app, who, app.wsgi_app
        self.marks, self.facts = marks, facts
        with app.app_context():
            engine = db.engine
        self.store = Store(News(engine))
        self.away = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        self.alone = Lock()  # two at once would only take turns at the interpreter
        self.making: dict[Key, Visit] = {}
        app.wsgi_app = self  # type: ignore[method-assign, assignment]
        app.extensions["kept"] = self
        app.after_request(fill_for_reader)
        app.after_request(note_write)
        holes.init_app(app)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        cookies = environ.get("HTTP_COOKIE", "")
        if not cookies.isascii():  # no cookie of ours, and Werkzeug would fail to read it
            environ["HTTP_COOKIE"] = cookies = cookies.encode("ascii", "ignore").decode()
        if environ["REQUEST_METHOD"] not in READS:
            return self.flask(environ, start)
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(), "0"  # waits for no body
        ticket = ticket_of(cookies, self.app.config["SESSION_COOKIE_NAME"]) if cookies else None
        host = environ.get("HTTP_HOST", "")
        key = (environ["PATH_INFO"], environ["QUERY_STRING"], host, environ["wsgi.url_scheme"])
        try:
            self.store.look(now=f"{WROTE}=" in cookies)
        except self.away:  # what cannot be asked for is not promised
            return self.flask(environ, start)
        answer = self.answered(key, ticket, environ, start)
        if answer is None and (other := self.making.get(key)):
            other.done.wait(PATIENCE)  # here, not in Flask: a tenth more under votes
            answer = self.answered(key, ticket, environ, start)
        return self.made(key, ticket, environ, start) if answer is None else answer

    @property
    def counts(self) -> Path:
        """The folder where all processes say how well they keep."""
        folder: Path = self.app.config["SETTINGS"].data_dir / "metrics"
        return folder

    def tell(self) -> None:
        figures = self.store.counts + Counter(bytes=self.store.size)
        write_counts(self.counts, figures)

    def answered(
        self, key: Key, ticket: bytes | None, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes] | None:
        page: KeptPage | None = self.store.get(key)
        reader = self.store.get(ticket) if page and ticket and page.pieces.differ else VISITOR
        if page is None or reader is None:
            return None
        self.store.counts["hits"] += 1
        if page.view and environ["REQUEST_METHOD"] == "GET":
            count_reading(self.app, *page.view, environ.get("HTTP_USER_AGENT", ""))
        if reader is VISITOR:
            return page.to_visitor(environ, start)
        return page.to_member(reader, environ, start)

    def made(
        self, key: Key, ticket: bytes | None, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        """Have Flask make it, and keep what is left to be kept."""
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def listen(
            status: str, headers: list[tuple[str, str]], _: object = None, /
        ) -> Callable[[bytes], object]:
            said[:] = [(status, headers)]
            return lambda data: None

        visit = environ[VISIT] = Visit(key, ticket, self.store.begin())
        try:
            body = self.flask(environ, listen)
            status, headers = said[0]
            page = self.keep(visit, status, headers)
        finally:
            self.store.end(visit.draft)
            if self.making.get(key) is visit:
                del self.making[key]
            visit.done.set()
        if page is None:
            start(status, headers)
            return body
        body.close()  # type: ignore[attr-defined]
        return page.to_visitor(environ, start)

    def keep(self, visit: Visit, status: str, headers: list[tuple[str, str]]) -> KeptPage | None:
        """The page as visitors get it, if it was made for one."""
        if visit.reader is None or visit.pieces is None or not status.startswith("200"):
            return None
        page = visit.known
        if page is None:
            self.store.counts["misses"] += 1
            page = KeptPage(visit.pieces, headers, visit.view)
            self.store.put(visit.key, page, visit.words, page.size, visit.draft)
        if any(name == "Set-Cookie" for name, _ in headers):
            return None
        if visit.ticket and visit.pieces.differ:
            words, size = visit.readers_words, visit.reader.size
            self.store.put(visit.ticket, visit.reader, words, size, visit.draft)
            if visit.reader is not VISITOR:
                return None
        return page


VISITOR = Reader(0, {}, {})


@lru_cache(maxsize=4_096)
def ticket_of(cookies: str, name: str) -> bytes | None:
    """A digest of the session's cookie, read as Flask will read it. No session lies in memory."""
    session = parse_cookie(cookies).get(name)
    return blake2b(session.encode(), digest_size=16).digest() if session else None


def kept(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Keep the pages of this route. It runs as if a visitor read them."""

    @wraps(view)
    def for_everybody(*args: P.args, **values: P.kwargs) -> ResponseReturnValue:
        visit: Visit | None = request.environ.get(VISIT)
        if visit is None:
            return view(*args, **values)
        pages: Pages = current_app.extensions["kept"]
        with pages.alone:
            # For another reader, or by a thread that was here first.
            known = visit.known = pages.store.get(visit.key)
            if known:
                visit.pieces = known.pieces
                if known.view:
                    count_view(*known.view)
                return Response(known.plain, headers=known.headers)
            pages.making[visit.key] = visit
            return made_for_all(visit, lambda: view(*args, **values))

    return for_everybody


def made_for_all(visit: Visit, view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    g.draft = visit.draft
    try:
        with noting() as visit.words:
            page = view()
        response = make_response("" if isinstance(page, str) else page)
        if response.status_code == 200:
            visit.pieces = Pieces(page if isinstance(page, str) else response.get_data(True))
            visit.view = g.get("view")
    finally:
        g.draft = None
    return response


def is_for_everybody() -> bool:
    """The page being made will be kept: whoever asked for it counts as a visitor."""
    return g.get("draft") is not None


def fill_for_reader(response: Response) -> Response:
    visit: Visit | None = request.environ.get(VISIT)
    pieces = visit.pieces if visit and response.status_code == 200 else None
    if pieces is None and not has_holes(response):
        return response
    pages: Pages = current_app.extensions["kept"]
    g.only_reads = True  # a write is done: its lock is not taken again
    with noting() as words:
        id = pages.who() if pieces is None or pieces.differ else None
        reader = Reader(id, pages.marks, pages.facts) if id else None
        if pieces is None:
            response.set_data(filled(response.get_data(True), reader))
        else:
            if reader:
                reader.know_all()
            response.set_data(pieces.filled(reader) if reader else pieces.plain)
    if visit:  # last: until here something may have failed
        visit.reader, visit.readers_words = reader or VISITOR, words
    return response


def has_holes(response: Response) -> bool:
    is_page = response.mimetype == "text/html" and not response.direct_passthrough
    return is_page and holes.EDGE.encode() in response.get_data()


def note_write(response: Response) -> Response:
    if request.method not in SAFE and response.status_code < 400:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            WROTE, "1", max_age=WROTE_FOR, secure=secure, httponly=True, samesite="Lax"
        )
    return response
