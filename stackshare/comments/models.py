from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stackshare.accounts.models import User
from stackshare.core.clock import Moment, now
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base


class Thread(Base):
    """The comments on one thing: whatever holds this row's id."""

    __tablename__ = "threads"
    __table_args__ = watched("id", through="advice.thread_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]  # where it is read
    comment_count: Mapped[int] = mapped_column(default=0)


class Comment(Base):
    """What somebody said, and what it answers."""

    __tablename__ = "comments"
    __table_args__ = (Index(None, "thread_id", "id"), watched("thread_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    body: Mapped[str]
    html: Mapped[str]  # of the body
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    author: Mapped[User] = relationship(lazy="joined", innerjoin=True)
