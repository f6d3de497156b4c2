"""Who asks: a member or a visitor. Every room's routes begin here."""

from contextlib import suppress
from datetime import timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError

from stackshare.accounts.actions import note_visit
from stackshare.accounts.models import User
from stackshare.accounts.queries import hash_of, user_by_session
from stackshare.core.clock import now
from stackshare.core.errors import explain
from stackshare.core.forms import words_sent
from stackshare.core.kept.pages import is_for_everybody
from stackshare.core.kept.reads import rests_on
from stackshare.core.web import page_of_form
from stackshare.extensions import db, login_manager

bp = Blueprint("accounts", __name__)
SEEN_EVERY = timedelta(hours=1)

# What a visitor may send. Everything else leads to signing in.
VISITORS_POSTS = {
    "accounts.create",
    "accounts.sign_in",
    "accounts.logout",
    "accounts.send_reset",
    "accounts.reset",
    "accounts.verify_address",
    "notifications.end_mails",
}


def load(key: str) -> User | None:
    g.visit = user_by_session(key)
    return g.visit[0] if g.visit else None


login_manager.user_loader(load)


@bp.after_app_request
def after_a_visit(response: Response) -> Response:
    """A member's page is kept nowhere, and their session notes that it is in use."""
    reader, seen_at = g.get("visit") or (None, now())
    if reader or session.modified:
        response.headers["Cache-Control"] = "private, no-store"
    if reader and now() - seen_at > SEEN_EVERY:
        session.modified = True  # the cookie lives as long as the session, counted from now
        with suppress(SQLAlchemyError):  # the answer stands, whatever becomes of the note
            db.session.rollback()  # the page is done: the write begins a transaction of its own
            note_visit(reader)
            db.session.commit()
    return response


def viewer() -> User | None:
    """Who reads this page: a member, or None for a visitor."""
    user = None if is_for_everybody() else current_user._get_current_object()
    return user if isinstance(user, User) else None


def who_reads() -> int | None:
    """Their id. What is kept for them rests on this session and on their account."""
    user = viewer()
    if user is None:
        return None
    session = f"user_sessions.key_hash={hash_of(user.session_key)}"
    rests_on(session, f"users.id={user.id}", f"owners.id={user.id}")
    return user.id


def member() -> User:
    """Who asks for this change. A visitor is sent to sign in."""
    return viewer() or abort(sign_in_first())


def sign_in_first() -> Response:
    """Whoever was signed out while writing reads their own words once more: nothing of them is
    kept. Only what a page of ours sent is shown, so no other site puts words here."""
    here = came_from()
    typed = words_sent() if here else []
    if not typed:
        return make_response(redirect(url_for("accounts.login", next=here)))
    page = render_template("accounts/signed_out.html", typed=typed, next=here)
    return make_response(page, 403, {"Cache-Control": "no-store"})


def came_from() -> str | None:
    """The page to go back to after signing in: the one asked for, or the one with the form."""
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    return page_of_form()


@bp.app_errorhandler(CSRFError)
def no_token(error: CSRFError) -> ResponseReturnValue:
    """A session that ended lost its token too: sign in again instead of reading about tokens."""
    if viewer() is None and request.endpoint not in VISITORS_POSTS:
        return sign_in_first()
    return explain(error)


@bp.app_context_processor
def for_templates() -> dict[str, User | None]:
    return {"viewer": viewer()}
