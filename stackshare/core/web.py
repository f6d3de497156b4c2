"""Answers that every room gives the same way."""

from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import (
    abort,
    current_app,
    has_request_context,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

Word = TypeVar("Word", bound=str)


def fragment_or_redirect(template: str, url: str, **context: Any) -> ResponseReturnValue:
    """Answer a form post: the changed fragment for a script, for everyone else the page they
    were on, or this one if that is not known."""
    if "X-Fragment" in request.headers:
        return render_template(template, **context)
    return redirect(page_of_form() or url)


def page_of_form() -> str | None:
    """The page of ours that held the form just sent. Where that page answered a form too, and can
    only be sent to, what stands above it."""
    path = own_path((request.referrer or "").removeprefix(request.host_url.rstrip("/")))
    routes = current_app.url_map.bind("")
    while path and not routes.test(urlsplit(path).path, "GET"):
        path = path.rpartition("/")[0] or "/"
    return path


def one_spelling(url: str) -> None:
    """Send every other spelling of this page's URL to the one true spelling."""
    if request.path != url:
        query = request.query_string.decode("latin-1")  # bytes of any kind pass through
        abort(redirect(f"{url}?{query}" if query else url, code=301))


def this_page(**changes: str | None) -> str:
    """The address of this page with some of its parameters changed; None takes one away."""
    return request.path + query_of(**{**request.args.to_dict(), **changes})


def query_of(**asked: str | None) -> str:
    """The end of an address that asks for this; what is empty is left out."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"?{query}" if query else ""


def twin(ending: str, *filters: str) -> str:
    """This page in another form: its path and .json or .atom, with those of its parameters that
    the form takes."""
    return request.path + ending + query_of(**{name: request.args.get(name) for name in filters})


def number_or_404(text: str) -> int:
    """The id that a parameter names."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else abort(404)


def chosen(name: str, offered: tuple[Word, ...]) -> Word | None:
    """What a parameter of this page's address says: one of those offered, or nothing."""
    said = request.args.get(name)
    if said and said not in offered:
        abort(422)
    return next((word for word in offered if word == said), None)


def own_path(target: str | None) -> str | None:
    """The path of a page of ours, if that is what it is: never another site's."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(c) < 33 or ord(c) == 127 for c in target) or urlsplit(target).netloc:
        return None
    return target


def next_page(after: str | None, name: str = "after") -> str | None:
    """Where a program reads on in this list; None on its last page."""
    return this_page(**{name: after}) if after else None


def absolute(path: str) -> str:
    """The full address of a path of ours, from the configured base alone where there is one. The
    mail worker answers no request: it takes the address that the site listens at."""
    settings = current_app.config["SETTINGS"]
    here = request.host_url.rstrip("/") if has_request_context() else settings.listens_at
    return f"{settings.base_url or here}{path}"
