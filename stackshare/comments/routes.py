from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from stackshare.comments.queries import comment_or_404, thread_of

bp = Blueprint("comments", __name__)


@bp.get("/comments/<int:id>")
def show(id: int) -> ResponseReturnValue:
    """A permanent address for a comment, wherever its thread is read."""
    comment = comment_or_404(id)
    return redirect(f"{thread_of(comment).url}#comment-{comment.id}")
