"""What a reader sees when something is wrong: a sentence, and a way on."""

from math import ceil

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, ServiceUnavailable, TooManyRequests

from stackshare.core.forms import words_sent
from stackshare.core.kept.holes import filled
from stackshare.core.refusal import Refused, Unknown
from stackshare.core.text import plural
from stackshare.core.web import page_of_form

SENTENCES = {
    400: ("This request makes no sense", "Something in it is broken. Go back and try again."),
    403: ("This is not yours to do", "Your account may not do this."),
    404: ("There is nothing here", "The address may be mistyped, or the page was removed."),
    405: ("This address is not read that way", "Follow a link or press a button instead."),
    413: ("This is too much at once", "Send less, or send it in parts."),
    414: ("This address is too long", "Ask for less in one address."),
    422: ("This cannot be done", "A value is missing or is not one of those offered."),
    429: ("Too much in a short time", "Wait a little, then try again."),
    500: ("Something broke on our side", "It has been written down. Try again in a while."),
    503: ("We are away for a moment", "Try again in a while."),
}
OLD = (
    "This page is too old",
    "You signed in since it was opened, or your browser keeps no cookies. Open it again.",
)
REFUSING = (403, 404, 500, 503)  # what was written well

# The database is not there, or too busy for now: whoever asks again will be served.
AWAY = (OperationalError, InterfaceError, PoolTimeout)
RETRY_AFTER = 10  # seconds


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, explain)


def explain(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:  # a redirect, raised
        return error.response
    if isinstance(getattr(error, "original_exception", None), AWAY):
        error = ServiceUnavailable(retry_after=RETRY_AFTER)
    code = error.code or 500
    title, sentence = words_for(error)
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    close = error.close if isinstance(error, Unknown) else []
    if request.path.endswith(".json"):
        told = {"status": code, "title": title, "detail": sentence}
        return {**told, "close": [found._asdict() for found in close]}, code, headers
    facts = {"close": close, "typed": words_sent() if loses_words(error) else []}
    return page(code=code, title=title, sentence=sentence, **facts), code, headers


def loses_words(error: HTTPException) -> bool:
    """Whether to give back what was sent. Any other site could send words too: those are not
    shown."""
    if isinstance(error, TooManyRequests):
        return True  # nobody is limited before their token was found right
    is_refused = error.code in REFUSING or isinstance(error, CSRFError)
    return is_refused and page_of_form() is not None


def words_for(error: HTTPException) -> tuple[str, str]:
    title, sentence = SENTENCES.get(error.code or 500, (error.name, "Go back and try again."))
    if isinstance(error, CSRFError):
        title, sentence = OLD
    if isinstance(error, Refused):  # it brings its own sentence
        sentence = str(error.description)
    if isinstance(error, TooManyRequests) and isinstance(error.retry_after, int):
        sentence = f"Try again in {plural(ceil(error.retry_after / 60), 'minute')}."
    return title, sentence


def page(**facts: object) -> str:
    """Where something broke on our side nobody is asked who reads: that needs the database."""
    if facts["code"] in (500, 503):
        page = current_app.jinja_env.get_template("error.html").render(facts, viewer=None)
        return filled(page, None).decode()
    return render_template("error.html", **facts)
