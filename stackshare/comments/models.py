from datetime import datetime

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stackshare.accounts.models import User
from stackshare.core.clock import Moment, now
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base


class Thread(Base):
    """The comments on one thing: whatever holds this row's id."""

    __tablename__ = "threads"
    __table_args__ = watched("id", through=("advice.thread_id", "decisions.thread_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]  # what it is about
    url: Mapped[str]  # where it is read; empty: nowhere, for what it is about is not public
    comment_count: Mapped[int] = mapped_column(default=0)  # those removed are not counted


class Comment(Base):
    """What somebody said, and what it answers."""

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint("up_count >= 0", name="up_count"),
        CheckConstraint("down_count >= 0", name="down_count"),
        Index(None, "thread_id", "root_id", "id"),
        Index(None, "thread_id", "root_id", "score", "id"),
        Index(None, "thread_id", "id"),
        watched("id", "thread_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)  # its branch
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    body: Mapped[str]
    html: Mapped[str]  # of the body
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    up_count: Mapped[int] = mapped_column(default=0)
    down_count: Mapped[int] = mapped_column(default=0)
    score: Mapped[float] = mapped_column(Double, default=0.0)  # core.ranking.wilson of both

    author: Mapped[User] = relationship(lazy="joined", innerjoin=True, foreign_keys=author_id)
    thread: Mapped[Thread] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        return f"/comments/{self.id}"


class ThreadFollow(Base):
    """A member who wants to hear what is said in a thread."""

    __tablename__ = "thread_follows"
    __table_args__ = watched("user_id")

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class CommentVote(Base):
    """One person for or against one comment."""

    __tablename__ = "comment_votes"
    __table_args__ = (CheckConstraint("value IN (-1, 1)", name="value"), watched("user_id"))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True, index=True)
    value: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
