from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from flask import abort
from sqlalchemy import Select, bindparam, func, select

from stackshare.accounts.models import Author
from stackshare.accounts.queries import with_author
from stackshare.comments.models import Comment, CommentVote, Thread, ThreadFollow
from stackshare.core.paging import PAGE_SIZE, Keys, Page, page_of
from stackshare.core.rows import columns_of, many
from stackshare.extensions import db

DEEPEST = 8
BRANCHES = 20  # on a page
REPLIES = 25  # of a branch on the page of its thread; on its own page ten times as many
SORTS: dict[str, Keys] = {"best": (Comment.score, Comment.id), "newest": (Comment.id,)}


class Said(NamedTuple):
    """What a page shows of a comment."""

    author: Author
    id: int
    parent_id: int | None
    root_id: int | None
    author_id: int
    body: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    up_count: int
    down_count: int


@dataclass
class Branch:
    """A comment and the branches that answer it."""

    comment: Said
    depth: int = 1
    replies: list["Branch"] = field(default_factory=list)
    has_more: bool = False  # replies that only its own page shows


def comment_or_404(id: int) -> Comment:
    """One of a thread that is read somewhere."""
    comment: Comment = db.get_or_404(Comment, id)
    return comment if comment.thread.url else abort(404)


def standing_comment_or_404(id: int) -> Comment:
    comment = comment_or_404(id)
    return abort(404) if comment.removed_at else comment


def thread_or_404(id: int) -> Thread:
    thread: Thread = db.get_or_404(Thread, id)
    return thread if thread.url else abort(404)


COMMENTS = Comment.__table__.c
SAID = columns_of(Comment, Said)
SHOWN = with_author(Comment, SAID).where(
    Comment.thread_id == bindparam("thread"), Comment.id.in_(many("ids"))
)


STANDING = with_author(Comment, SAID).where(
    Comment.id.in_(many("ids")), Comment.removed_at.is_(None)
)


def numbered_replies() -> Select[Any]:
    """The first replies of each branch, by id: an answer never comes before what it answers."""
    place = func.row_number().over(partition_by=COMMENTS.root_id, order_by=COMMENTS.id)
    found = select(COMMENTS.id, place.label("place"))
    of_branches = (COMMENTS.thread_id == bindparam("thread"), COMMENTS.root_id.in_(many("roots")))
    first = found.where(*of_branches).subquery()
    return select(first.c.id).where(first.c.place <= bindparam("limit")).order_by(first.c.id)


FIRST_REPLIES = numbered_replies()
ROOTS = select(Comment).where(Comment.root_id.is_(None))


def branches_of(thread_id: int, sort: str, after: str | None) -> Page[Branch]:
    """A page of a thread, branch by branch, each with its first replies."""
    roots = page_of(ROOTS.where(Comment.thread_id == thread_id), SORTS[sort], after, BRANCHES)
    return roots.shown(lambda ids: branches_from(thread_id, ids))


def branches_from(thread_id: int, roots: Sequence[int]) -> list[Branch]:
    """The branches that grow from these comments, in this order."""
    facts = {"thread": thread_id, "roots": roots, "limit": REPLIES + 1}
    replies = db.session.connection().scalars(FIRST_REPLIES, facts).all() if roots else []
    found = shown_comments(thread_id, [*roots, *replies])
    counted = Counter(comment.root_id for comment in found)
    over = {root for root, n in counted.items() if root and n > REPLIES}
    last = {comment.root_id: comment for comment in found if comment.root_id in over}
    left_out = {comment.id for comment in last.values()}
    branches = {
        branch.comment.id: branch
        for branch in tree_of([comment for comment in found if comment.id not in left_out])
    }
    for root in over:
        branches[root].has_more = True
    return [branches[root] for root in roots if root in branches]


def branch_from(root: Comment, first: int) -> Page[Branch]:
    """One branch on a page of its own: its replies from this one on. Where more follow, `after`
    is the first of them."""
    size = 10 * REPLIES
    own = (Comment.thread_id == root.thread_id, Comment.root_id == root.id, Comment.id >= first)
    ids = db.session.scalars(select(Comment.id).where(*own).order_by(Comment.id).limit(size + 1))
    replies = list(ids)
    branches = tree_of(shown_comments(root.thread_id, [root.id, *replies[:size]]))
    return Page(branches, str(replies[size]) if len(replies) > size else None)


def shown_comments(thread_id: int, ids: Sequence[int]) -> list[Said]:
    """By id, the oldest first."""
    if not ids:
        return []
    found = db.session.connection().execute(SHOWN, {"thread": thread_id, "ids": list(ids)})
    return sorted((Said(Author(*row[-4:]), *row[:-4]) for row in found), key=lambda said: said.id)


def standing_comments(ids: Sequence[int]) -> dict[int, Said]:
    """By id, those of these comments that nobody removed, wherever they are."""
    found = db.session.connection().execute(STANDING, {"ids": list(ids)}) if ids else ()
    return {row.id: Said(Author(*row[-4:]), *row[:-4]) for row in found}


def newest_comments(thread: Thread, root: Comment | None) -> list[Said]:
    """What was said last, in a thread or in one branch of it; nothing that was removed."""
    standing = select(Comment.id).where(
        Comment.thread_id == thread.id, Comment.removed_at.is_(None)
    )
    if root:
        standing = standing.where(Comment.root_id == root.id)
    ids = list(db.session.scalars(standing.order_by(Comment.id.desc()).limit(PAGE_SIZE)))
    if root and not root.removed_at:
        ids.append(root.id)
    return shown_comments(thread.id, ids)[::-1][:PAGE_SIZE]


def tree_of(comments: Iterable[Said]) -> list[Branch]:
    """Replies to the deepest branches stand beside what they answer: pages bend only so far. One
    whose parent is on another page stands below its root."""
    parents: dict[int, Branch] = {}  # by comment: the branch on which its replies grow
    roots: list[Branch] = []
    for comment in comments:
        parent = parents.get(comment.parent_id or 0) or parents.get(comment.root_id or 0)
        branch = Branch(comment, parent.depth + 1 if parent else 1)
        (parent.replies if parent else roots).append(branch)
        parents[comment.id] = parent if parent and branch.depth == DEEPEST else branch
    return roots


def voted(user_id: int, value: int) -> Iterable[int]:
    """The ids of the comments that this member voted up, or down."""
    votes = select(CommentVote.comment_id).filter_by(user_id=user_id, value=value)
    return db.session.scalars(votes)


def followed_by(user_id: int) -> Iterable[int]:
    """The ids of the threads that this member follows."""
    return db.session.scalars(select(ThreadFollow.thread_id).filter_by(user_id=user_id))


def upvoted_by(user_id: int) -> Iterable[int]:
    return voted(user_id, 1)


def downvoted_by(user_id: int) -> Iterable[int]:
    return voted(user_id, -1)
