from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from stackshare.comments.models import Comment, Thread
from stackshare.extensions import db

DEEPEST = 8


@dataclass
class Branch:
    """A comment and the branches that answer it."""

    comment: Comment
    depth: int = 1
    replies: list["Branch"] = field(default_factory=list)


def comment_or_404(id: int) -> Comment:
    return db.get_or_404(Comment, id)


def comment_in(thread: Thread, id: int | None) -> Comment | None:
    """The comment with this id, if it is one of this thread."""
    known = select(Comment).where(Comment.id == id, Comment.thread_id == thread.id)
    return db.session.scalar(known) if id and id < 2**31 else None


def thread_of(comment: Comment) -> Thread:
    return db.session.get_one(Thread, comment.thread_id)


def branches_of(thread_id: int) -> list[Branch]:
    """The comments of a thread as a tree, oldest first."""
    in_order = select(Comment).where(Comment.thread_id == thread_id).order_by(Comment.id)
    return tree_of(db.session.scalars(in_order).all())


def tree_of(comments: Sequence[Comment]) -> list[Branch]:
    """Replies to the deepest branches stand beside what they answer: pages bend only so far."""
    parents: dict[int, Branch] = {}  # by comment: the branch on which its replies grow
    roots: list[Branch] = []
    for comment in comments:
        parent = parents.get(comment.parent_id or 0)
        branch = Branch(comment, parent.depth + 1 if parent else 1)
        (parent.replies if parent else roots).append(branch)
        parents[comment.id] = parent if parent and branch.depth == DEEPEST else branch
    return roots
