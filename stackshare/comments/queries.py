from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from stackshare.comments.models import Comment, Thread
from stackshare.extensions import db


@dataclass
class Branch:
    """A comment and the branches that answer it."""

    comment: Comment
    replies: list["Branch"] = field(default_factory=list)


def comment_or_404(id: int) -> Comment:
    return db.get_or_404(Comment, id)


def thread_of(comment: Comment) -> Thread:
    return db.session.get_one(Thread, comment.thread_id)


def branches_of(thread_id: int) -> list[Branch]:
    """The comments of a thread as a tree, oldest first."""
    in_order = select(Comment).where(Comment.thread_id == thread_id).order_by(Comment.id)
    return tree_of(db.session.scalars(in_order).all())


def tree_of(comments: Sequence[Comment]) -> list[Branch]:
    branches = {comment.id: Branch(comment) for comment in comments}
    roots: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.comment.parent_id or 0)
        (parent.replies if parent else roots).append(branch)
    return roots
