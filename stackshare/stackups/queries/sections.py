"""What sets the tools of a comparison apart."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import bindparam, select

from stackshare.accounts.models import Author
from stackshare.accounts.queries import with_author
from stackshare.core.rows import columns_of
from stackshare.core.text import fold_words
from stackshare.extensions import db
from stackshare.stackups.models import Difference, Stackup, StackupSection

SECTIONS = StackupSection.__table__.c
SECTION = columns_of(StackupSection, Difference)
STANDING = (
    with_author(StackupSection, SECTION)
    .where(SECTIONS.stackup_id == bindparam("stackup"), SECTIONS.removed_at.is_(None))
    .order_by(SECTIONS.id)
)


def sections_of(stackup_id: int) -> Sequence[Difference]:
    found = db.session.connection().execute(STANDING, {"stackup": stackup_id})
    n = len(SECTION)
    sections = [Difference(Author(*row[n:]), *row[:n]) for row in found]
    return sorted(sections, key=lambda section: section.heading != "")


def section_or_404(id: int) -> StackupSection:
    return db.get_or_404(StackupSection, id)


def standing_section_or_404(id: int) -> StackupSection:
    section = section_or_404(id)
    return abort(404) if section.removed_at else section


def section_called(key: str, heading: str) -> StackupSection | None:
    """The one that stands there under this heading."""
    called = {"folded": fold_words(heading), "removed_at": None}
    found = select(StackupSection).filter_by(**called).join(StackupSection.stackup)
    return db.session.scalar(found.where(Stackup.key == key))
