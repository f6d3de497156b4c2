"""Who asks: a member or a visitor. Every room's routes begin here."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from stackshare.accounts.models import User
from stackshare.accounts.queries import user_by_session
from stackshare.core.errors import explain
from stackshare.core.web import own_path
from stackshare.extensions import login_manager

bp = Blueprint("accounts", __name__)
login_manager.user_loader(user_by_session)

# What a visitor may send. Everything else leads to signing in.
VISITORS_POSTS = {
    "accounts.create",
    "accounts.sign_in",
    "accounts.logout",
    "accounts.send_reset",
    "accounts.reset",
    "accounts.verify_address",
}


def viewer() -> User | None:
    """Who reads this page: a member, or None for a visitor."""
    user = current_user._get_current_object()
    return user if isinstance(user, User) else None


def member() -> User:
    """Who asks for this change. A visitor is sent to sign in."""
    return viewer() or abort(redirect(url_for("accounts.login", next=came_from())))


def came_from() -> str | None:
    """The page to go back to after signing in: the one asked for, or the one with the form."""
    if request.method == "GET":
        return request.full_path.removesuffix("?")
    return own_path((request.referrer or "").removeprefix(request.host_url.rstrip("/")))


@bp.app_errorhandler(CSRFError)
def no_token(error: CSRFError) -> ResponseReturnValue:
    """A session that ended lost its token too: sign in again instead of reading about tokens."""
    if viewer() is None and request.endpoint not in VISITORS_POSTS:
        return redirect(url_for("accounts.login", next=came_from()))
    return explain(error)


@bp.app_context_processor
def who_reads() -> dict[str, User | None]:
    return {"viewer": viewer()}
