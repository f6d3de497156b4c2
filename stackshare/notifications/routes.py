from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.models import User
from stackshare.accounts.routes import member
from stackshare.extensions import csrf, db
from stackshare.notifications.actions import mark_all_read, mark_read, unsubscribe
from stackshare.notifications.forms import ReadForm
from stackshare.notifications.models import KINDS
from stackshare.notifications.pages import notifications_json, notifications_page
from stackshare.notifications.queries import notification_or_404, user_of_unsubscribe_link

bp = Blueprint("notifications", __name__)


@bp.get("/notifications")
def index() -> ResponseReturnValue:
    page = notifications_page(member(), request.args)
    return render_template("notifications/index.html", **page)


@bp.get("/notifications.json")
def index_json() -> ResponseReturnValue:
    return notifications_json(notifications_page(member(), request.args))


@bp.post("/notifications/<int:id>")
def open_one(id: int) -> ResponseReturnValue:
    """On the way to what it is about it is marked as read."""
    notification = notification_or_404(member(), id)
    mark_read(notification)
    db.session.commit()
    return redirect(notification.url)


@bp.post("/notifications/read")
def read() -> ResponseReturnValue:
    user, form = member(), ReadForm()
    if not form.validate():
        abort(422)
    mark_all_read(user, form.typed["up_to"])
    db.session.commit()
    return redirect("/notifications")


@bp.get("/unsubscribe/<token>")
def unsubscribe_page(token: str) -> ResponseReturnValue:
    """Opening it changes nothing: mail scanners open links too."""
    _, kinds = meant_by(token)
    return about_mails(kinds, done=False)


@bp.post("/unsubscribe/<token>")
def end_mails(token: str) -> ResponseReturnValue:
    """Sent by the button on that page, or by a mail program in one click: RFC 8058. What proves
    who asks is the token."""
    user, kinds = meant_by(token)
    unsubscribe(user, kinds)
    db.session.commit()
    return about_mails(kinds, done=True)


csrf.exempt(end_mails)


def about_mails(kinds: list[str], *, done: bool) -> ResponseReturnValue:
    sentences = [KINDS[kind].sentence for kind in kinds]
    return render_template("notifications/unsubscribe.html", sentences=sentences, done=done)


def meant_by(token: str) -> tuple[User, list[str]]:
    return user_of_unsubscribe_link(token) or abort(404)
