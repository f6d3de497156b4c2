from sqlalchemy import select

from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.comments.models import Comment, Thread
from stackshare.core.counters import bump
from stackshare.core.markdown import to_html
from stackshare.extensions import db


def open_thread(url: str) -> Thread:
    thread = Thread(url=url)
    db.session.add(thread)
    db.session.flush()
    return thread


def add_comment(user: User, thread: Thread, *, body: str, parent: int | None) -> Comment:
    """Say something in a thread; a parent from another thread counts as none."""
    require_verified(user)
    known = select(Comment.id).where(Comment.id == parent, Comment.thread_id == thread.id)
    comment = Comment(
        thread_id=thread.id,
        parent_id=db.session.scalar(known) if parent else None,
        author=user,
        body=body,
        html=to_html(body),
    )
    db.session.add(comment)
    db.session.flush()
    bump(Thread.comment_count, thread, 1)
    return comment
