"""What sets the tools of a comparison apart."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import bindparam, select

from stackshare.accounts.models import Author
from stackshare.accounts.queries import with_author
from stackshare.core.rows import columns_of, many
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


BY_IDS = with_author(StackupSection, SECTION).where(SECTIONS.id.in_(many("ids")))


def sections_of(stackup_id: int) -> Sequence[Difference]:
    found = db.session.connection().execute(STANDING, {"stackup": stackup_id})
    return sorted(map(section_from, found), key=lambda section: section.heading != "")


def section_from(row: Sequence[Any]) -> Difference:
    return Difference(Author(*row[len(SECTION) :]), *row[: len(SECTION)])


def sections_by_ids(ids: Sequence[int]) -> list[Difference]:
    """These sections, in this order."""
    found = db.session.connection().execute(BY_IDS, {"ids": list(ids)}) if ids else ()
    sections = {section.id: section for section in map(section_from, found)}
    return [sections[id] for id in ids if id in sections]


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
