from collections.abc import Iterable, Sequence

from flask import abort
from sqlalchemy import String, cast, select, update

from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.accounts.queries import people_called
from stackshare.comments.models import Comment, CommentVote, Thread, ThreadFollow
from stackshare.core.clock import now
from stackshare.core.counters import bump
from stackshare.core.history import keep_revision
from stackshare.core.markdown import mentioned, to_html
from stackshare.core.marks import set_mark
from stackshare.core.ranking import wilson
from stackshare.core.refusal import Refused
from stackshare.extensions import db
from stackshare.notifications.actions import notify, untell

VOTES = {"up": 1, "down": -1}


def open_thread(url: str, title: str, followers: Iterable[int]) -> Thread:
    """The followers, by their ids, hear of all that is said in it."""
    thread = Thread(url=url, title=title)
    db.session.add(thread)
    db.session.flush()
    db.session.add_all(ThreadFollow(user_id=id, thread_id=thread.id) for id in followers)
    return thread


def move_thread(thread: Thread, url: str) -> None:
    """It is read there from now on; at no address it is read nowhere, and nobody is led to it."""
    thread.url = url
    if not url:
        said = select("/comments/" + cast(Comment.id, String)).where(Comment.thread_id == thread.id)
        untell(said)


def follow_thread(user: User, thread: Thread, *, wanted: bool) -> None:
    """Hear of every new comment in it, or no longer."""
    pair = {"user_id": user.id, "thread_id": thread.id}
    set_mark(ThreadFollow, pair, wanted=wanted, created_at=now())


def add_comment(user: User, thread: Thread, *, body: str, parent: Comment | None = None) -> Comment:
    """Say something in a thread, or answer what somebody said there."""
    require_verified(user)
    named = people_in(body)
    comment = Comment(
        thread_id=thread.id,
        parent_id=parent and parent.id,
        root_id=parent and (parent.root_id or parent.id),
        author=user,
        body=body,
        html=html_of(body, named),
    )
    db.session.add(comment)
    db.session.flush()
    bump(Thread.comment_count, thread, 1)
    tell_of(comment, thread, parent, named)
    return comment


def tell_of(
    comment: Comment, thread: Thread, parent: Comment | None, named: Sequence[User]
) -> None:
    """Whoever is answered, those who are named, those who follow: nobody twice, nobody of what
    they said themselves."""
    about = {"label": thread.title, "url": comment.url}
    told = [comment.author_id]
    answered = [parent.author_id] if parent else []
    for kind, people in (("reply", answered), ("mention", [user.id for user in named])):
        new = [id for id in people if id not in told]
        if new:
            notify(kind, new, **about)
            told += new
    followers = select(ThreadFollow.user_id).where(ThreadFollow.thread_id == thread.id)
    notify("answer", followers.where(ThreadFollow.user_id.not_in(told)), **about)


def people_in(body: str) -> Sequence[User]:
    return people_called(mentioned(body))


def html_of(body: str, people: Sequence[User] | None = None) -> str:
    """With the people it names linked: looked up, unless they are known."""
    named = people_in(body) if people is None else people
    return to_html(body, {user.handle: user.url for user in named})


def edit_comment(user: User, comment: Comment, *, body: str) -> None:
    """Say it better. What was said before stays readable."""
    if comment.author_id != user.id:
        abort(403)
    require_verified(user)
    if body != comment.body:
        keep_revision("comment", comment.id, body=comment.body, author_id=comment.author_id)
        comment.body, comment.html, comment.edited_at = body, html_of(body), now()


def remove_comment(user: User, comment: Comment, *, wanted: bool) -> None:
    """Make it be gone, or be there again. Its place and what answers it stay."""
    if comment.author_id != user.id:
        abort(403)
    facts = (now(), user.id) if wanted else (None, None)
    stands = Comment.removed_at.is_(None) if wanted else Comment.removed_by_id == user.id
    moved = (
        update(Comment)
        .where(Comment.id == comment.id, stands)
        .values(removed_at=facts[0], removed_by_id=facts[1])
    )
    if db.session.scalar(moved.returning(Comment.id)):
        bump(Thread.comment_count, comment.thread, -1 if wanted else 1)
        if wanted:
            untell([comment.url])


def vote_on(user: User, comment: Comment, value: int, *, wanted: bool) -> None:
    """Make the user's vote for (1) or against it (-1) be there, or not. The other vote goes."""
    if wanted:  # whoever may not vote may still take a vote back
        require_verified(user)
        if comment.author_id == user.id:
            raise Refused("This comment is yours: its votes are for others.")
    pair = {"user_id": user.id, "comment_id": comment.id}
    turned = 0
    if wanted:
        turned = set_mark(CommentVote, {**pair, "value": -value}, wanted=False)
        step = set_mark(CommentVote, pair, wanted=True, value=value, created_at=now())
    else:
        step = set_mark(CommentVote, {**pair, "value": value}, wanted=False)
    if step or turned:
        count(comment, value, step, turned)


def count(comment: Comment, value: int, step: int, turned: int) -> None:
    """Its votes move by these steps: of this value, and of the other one."""
    ups, downs = (step, turned) if value == 1 else (turned, step)
    counts = {
        Comment.up_count: Comment.up_count + ups,
        Comment.down_count: Comment.down_count + downs,
    }
    own = update(Comment).where(Comment.id == comment.id)
    moved = own.values(counts).returning(Comment.up_count, Comment.down_count)
    up, down = db.session.execute(moved).one()
    db.session.execute(own.values(score=wilson(up, down)))
    db.session.refresh(comment, ["up_count", "down_count"])
