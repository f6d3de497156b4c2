"""Ahead of Flask: a page that is kept is answered here, any other is watched while it is made."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, ParamSpec

from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from stackshare.core.kept import holes
from stackshare.core.kept.answer import KeptPage
from stackshare.core.kept.counts import write_counts
from stackshare.core.kept.holes import MarkKind, Pieces, Reader, filled
from stackshare.core.kept.log import News
from stackshare.core.kept.reads import noting
from stackshare.core.kept.store import Draft, Store
from stackshare.core.views import count_reading
from stackshare.extensions import db

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

READS = ("GET", "HEAD")
WROTE, WROTE_FOR = "wrote", 2  # a cookie for so many seconds: who just wrote sees it at once
PATIENCE = 5  # seconds to wait for another thread that makes the same page
VISIT = "stackshare.visit"

Key = tuple[str, ...]
P = ParamSpec("P")


@dataclass(eq=False)
class Visit:
    """A request on its way through Flask, and what it leaves to be kept."""

    key: Key
    ticket: str | None  # the session's cookie
    draft: Draft
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
    ) -> None:
        self.app, self.who, self.marks, self.flask = app, who, marks, app.wsgi_app
        with app.app_context():
            engine = db.engine
        self.store = Store(News(engine))
        self.away = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        self.alone = Lock()  # two at once would only take turns at the interpreter
        self.making: dict[Key, Visit] = {}
        name = re.escape(app.config["SESSION_COOKIE_NAME"])
        self.session = re.compile(rf"(?:^|;\s*){name}=([^;]+)")
        app.wsgi_app = self  # type: ignore[method-assign, assignment]
        app.extensions["kept"] = self
        app.after_request(fill_for_reader)
        app.after_request(note_write)
        holes.init_app(app)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READS:
            return self.flask(environ, start)
        cookies = environ.get("HTTP_COOKIE", "")
        session = self.session.search(cookies) if cookies else None
        ticket = session and session[1]
        host = environ.get("HTTP_HOST", "")
        key = (environ["PATH_INFO"], environ["QUERY_STRING"], host, environ["wsgi.url_scheme"])
        try:
            self.store.look(now=f"{WROTE}=" in cookies)
        except self.away:  # what cannot be asked for is not promised
            return self.flask(environ, start)
        answer = self.kept(key, ticket, environ, start)
        if answer is None and (other := self.making.get(key)):
            other.done.wait(PATIENCE)
            answer = self.kept(key, ticket, environ, start)
        return self.made(key, ticket, environ, start) if answer is None else answer

    @property
    def counts(self) -> Path:
        """The folder where all processes say how well they keep."""
        folder: Path = self.app.config["SETTINGS"].data_dir / "metrics"
        return folder

    def tell(self) -> None:
        figures = self.store.counts + Counter(bytes=self.store.size)
        write_counts(self.counts, figures)

    def kept(
        self, key: Key, ticket: str | None, environ: "WSGIEnvironment", start: "StartResponse"
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
        self, key: Key, ticket: str | None, environ: "WSGIEnvironment", start: "StartResponse"
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
            with self.alone:
                body = self.flask(environ, listen)
            status, headers = said[0]
            page = self.keep(visit, headers)
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

    def keep(self, visit: Visit, headers: list[tuple[str, str]]) -> KeptPage | None:
        """The page as visitors get it, if it was made for one."""
        if visit.pieces is None:
            return None
        self.store.counts["misses"] += 1
        page = KeptPage(visit.pieces, headers, visit.view)
        self.store.put(visit.key, page, visit.words, page.size, visit.draft)
        if any(name == "Set-Cookie" for name, _ in headers):
            return None
        if visit.ticket and page.pieces.differ:
            reader = visit.reader or VISITOR
            self.store.put(visit.ticket, reader, visit.readers_words, reader.size, visit.draft)
            if reader is not VISITOR:
                return None
        return page


VISITOR = Reader(0, {})


def kept(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Keep the pages of this route. It runs as if a visitor read them."""

    @wraps(view)
    def for_everybody(*args: P.args, **values: P.kwargs) -> ResponseReturnValue:
        visit: Visit | None = request.environ.get(VISIT)
        if visit is None:
            return view(*args, **values)
        current_app.extensions["kept"].making.setdefault(visit.key, visit)
        g.for_everybody, g.draft = True, visit.draft
        try:
            with noting() as visit.words:
                response = make_response(view(*args, **values))
            if response.status_code == 200:
                visit.pieces = Pieces(response.get_data())
                visit.view = g.get("view")
        finally:
            g.for_everybody = False
        return response

    return for_everybody


def is_for_everybody() -> bool:
    """The page being made will be kept: whoever asked for it counts as a visitor."""
    return bool(g.get("for_everybody"))


def fill_for_reader(response: Response) -> Response:
    if response.mimetype != "text/html" or response.direct_passthrough:
        return response
    page = response.get_data()
    if holes.EDGE.encode() not in page:
        return response
    pages: Pages = current_app.extensions["kept"]
    visit: Visit | None = request.environ.get(VISIT)
    g.only_reads = True  # a write is done: its lock is not taken again
    with noting() as words:
        id = pages.who()
        reader = Reader(id, pages.marks) if id else None
        if visit and visit.pieces:
            if reader:
                reader.know_all()
            visit.reader, visit.readers_words = reader, words
            response.set_data(visit.pieces.filled(reader) if reader else visit.pieces.plain)
        else:
            response.set_data(filled(page, reader))
    return response


def note_write(response: Response) -> Response:
    if request.method not in READS and response.status_code < 400:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            WROTE, "1", max_age=WROTE_FOR, secure=secure, httponly=True, samesite="Lax"
        )
    return response
