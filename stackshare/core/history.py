"""What a text said before: every wiki text and every comment that is edited leaves its words."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.core.clock import Moment, now
from stackshare.core.paging import Page, page_of
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
    id: int
    body: str
    author_id: int
    replaced_at: datetime


FORMER = select(Revision.id, Revision.body, Revision.author_id, Revision.replaced_at)


def keep_revision(kind: str, subject_id: int, *, body: str, author_id: int) -> None:
    """To be called before the text changes."""
    former = Revision(kind=kind, subject_id=subject_id, body=body, author_id=author_id)
    db.session.add(former)


def revisions_of(kind: str, subject_id: int, limit: int = 100) -> list[Former]:
    """The newest first."""
    newest = FORMER.filter_by(kind=kind, subject_id=subject_id).order_by(Revision.id.desc())
    return [Former(*row) for row in db.session.execute(newest.limit(limit))]


def page_of_revisions(kind: str, subject_id: int, after: str | None) -> Page[Former]:
    """The newest first. Where an older one follows it comes along, as the last: what changed since
    is told by it."""
    own = {"kind": kind, "subject_id": subject_id}
    page = page_of(select(Revision).filter_by(**own), (Revision.id,), after)
    if not page.rows:
        return page
    newest = FORMER.filter_by(**own).where(Revision.id <= page.rows[0])
    found = newest.order_by(Revision.id.desc()).limit(len(page.rows) + 1)
    return Page([Former(*row) for row in db.session.execute(found)], page.after)


def revision_or_404(kind: str, subject_id: int, id: int) -> Revision:
    own = select(Revision).filter_by(kind=kind, subject_id=subject_id, id=id)
    found: Revision = db.first_or_404(own)
    return found
