from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.core.clock import Moment, now
from stackshare.core.indexes import where
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base


class Kind(NamedTuple):
    sentence: str
    choice: str  # when it is mailed, unless the member chose otherwise


KINDS = {
    "reply": Kind("Your comment is answered", "now"),
    "mention": Kind("You are named in a comment", "now"),
    "accept": Kind("Your comment is accepted as the answer", "now"),
    "answer": Kind("A discussion you follow has a new comment", "daily"),
}
CHOICES = {"now": "At once", "daily": "Once a day, in one mail", "never": "Never"}
DAY = timedelta(days=1)

ONE_OF_KINDS = f"kind IN {tuple(KINDS)}"


class Notification(Base):
    """Something one member is told: what happened, what it is about, and where to read it."""

    __tablename__ = "notifications"
    __table_args__ = (
        CheckConstraint(ONE_OF_KINDS, name="kind"),
        UniqueConstraint("user_id", "kind", "url"),  # nobody is told the same twice
        Index(None, "user_id", "id"),
        Index(None, "url"),
        Index("ix_notifications_unread", "user_id", **where("read_at IS NULL")),
        Index("ix_notifications_unmailed", "mail_due_at", **where("mail_due_at IS NOT NULL")),
        Index(None, "read_at"),
        watched("user_id", apart={"mail_due_at": "mails"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str]
    label: Mapped[str]
    url: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    mail_due_at: Mapped[datetime | None] = mapped_column(Moment)  # None: mailed, or not wanted

    @property
    def sentence(self) -> str:
        return KINDS[self.kind].sentence


class MailChoice(Base):
    """When a member wants mail of one kind. Without a row the kind's own choice holds."""

    __tablename__ = "mail_choices"
    __table_args__ = (
        CheckConstraint(ONE_OF_KINDS, name="kind"),
        CheckConstraint(f"choice IN {tuple(CHOICES)}", name="choice"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]
