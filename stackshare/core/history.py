"""What a text said before: every wiki text and every comment that is edited leaves its words."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.core.clock import Moment, now
from stackshare.extensions import Base, db


class Revision(Base):
    """A text as it was until somebody changed it. The kind and the id are its room's to choose."""

    __tablename__ = "revisions"
    __table_args__ = (Index(None, "kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_id: Mapped[int]
    body: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)  # who wrote it
    replaced_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Former(NamedTuple):
    body: str
    author_id: int
    replaced_at: datetime


def keep_revision(kind: str, subject_id: int, *, body: str, author_id: int) -> None:
    """To be called before the text changes."""
    former = Revision(kind=kind, subject_id=subject_id, body=body, author_id=author_id)
    db.session.add(former)


def revisions_of(kind: str, subject_id: int, limit: int = 100) -> list[Former]:
    """The newest first."""
    found = select(Revision.body, Revision.author_id, Revision.replaced_at).where(
        Revision.kind == kind, Revision.subject_id == subject_id
    )
    newest = found.order_by(Revision.id.desc()).limit(limit)
    return [Former(*row) for row in db.session.execute(newest)]
