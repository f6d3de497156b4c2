from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from stackshare.accounts.models import User
from stackshare.accounts.routes import member
from stackshare.comments.actions import (
    VOTES,
    add_comment,
    edit_comment,
    follow_thread,
    remove_comment,
    vote_on,
)
from stackshare.comments.forms import CommentForm
from stackshare.comments.models import Comment, Thread
from stackshare.comments.pages import comment_json, history_json, place_of, versions_of
from stackshare.comments.queries import comment_or_404, standing_comment_or_404, thread_or_404
from stackshare.core.forms import wanted_or_422
from stackshare.core.refusal import Refused
from stackshare.core.web import fragment_or_redirect
from stackshare.extensions import db

bp = Blueprint("comments", __name__)


@bp.post("/threads/<int:id>/comments")
def create(id: int) -> ResponseReturnValue:
    return written(member(), thread_or_404(id))


@bp.post("/threads/<int:id>/follow")
def follow(id: int) -> ResponseReturnValue:
    user, thread, wanted = member(), thread_or_404(id), wanted_or_422()
    follow_thread(user, thread, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("comments/_follow.html", thread.url, thread=thread)


@bp.get("/comments/<int:id>")
def show(id: int) -> ResponseReturnValue:
    """A permanent address for a comment, wherever its thread is read."""
    return redirect(place_of(comment_or_404(id)))


@bp.get("/comments/<int:id>.json")
def show_json(id: int) -> ResponseReturnValue:
    return comment_json(comment_or_404(id)), {"X-Robots-Tag": "noindex"}


@bp.get("/comments/<int:id>/reply")
def reply(id: int) -> ResponseReturnValue:
    member()
    parent = standing_comment_or_404(id)
    return render_template("comments/write.html", form=CommentForm(), parent=parent)


@bp.post("/comments/<int:id>/reply")
def create_reply(id: int) -> ResponseReturnValue:
    user, parent = member(), standing_comment_or_404(id)
    return written(user, parent.thread, parent)


def written(user: User, thread: Thread, parent: Comment | None = None) -> ResponseReturnValue:
    form, status = CommentForm(), 422
    if form.validate():
        try:
            comment = add_comment(user, thread, body=form.typed["body"], parent=parent)
            db.session.commit()
            return redirect(place_of(comment))
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
            status = 403
    page = render_template("comments/write.html", form=form, thread=thread, parent=parent)
    return page, status


@bp.get("/comments/<int:id>/edit")
def edit(id: int) -> ResponseReturnValue:
    comment = own_or_403(member(), id)
    form = CommentForm(formdata=None, body=comment.body)
    return render_template("comments/edit.html", form=form, comment=comment)


@bp.post("/comments/<int:id>/edit")
def update(id: int) -> ResponseReturnValue:
    user, form = member(), CommentForm()
    comment = own_or_403(user, id)
    if not form.validate():
        return render_template("comments/edit.html", form=form, comment=comment), 422
    edit_comment(user, comment, body=form.typed["body"])
    db.session.commit()
    return redirect(place_of(comment))


@bp.post("/comments/<int:id>/remove")
def remove(id: int) -> ResponseReturnValue:
    user, comment, wanted = member(), comment_or_404(id), wanted_or_422()
    remove_comment(user, comment, wanted=wanted)
    db.session.commit()
    return redirect(place_of(comment))


@bp.get("/comments/<int:id>/history")
def history(id: int) -> ResponseReturnValue:
    comment = standing_comment_or_404(id)
    versions = versions_of(comment)
    return render_template("comments/history.html", comment=comment, versions=versions)


@bp.get("/comments/<int:id>/history.json")
def history_as_json(id: int) -> ResponseReturnValue:
    return history_json(standing_comment_or_404(id)), {"X-Robots-Tag": "noindex"}


@bp.post("/comments/<int:id>/up")
def up(id: int) -> ResponseReturnValue:
    return voted(id, VOTES["up"])


@bp.post("/comments/<int:id>/down")
def down(id: int) -> ResponseReturnValue:
    return voted(id, VOTES["down"])


def voted(id: int, value: int) -> ResponseReturnValue:
    user, comment, wanted = member(), standing_comment_or_404(id), wanted_or_422()
    vote_on(user, comment, value, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("comments/_votes.html", place_of(comment), comment=comment)


def own_or_403(user: User, id: int) -> Comment:
    comment = standing_comment_or_404(id)
    return comment if comment.author_id == user.id else abort(403)
