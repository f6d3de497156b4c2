from collections.abc import Collection

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.core.clock import now
from stackshare.core.counters import HasId
from stackshare.core.edit_conflicts import Changed, hold, replaces
from stackshare.core.history import keep_revision
from stackshare.core.inserts import insert_into
from stackshare.core.markdown import to_html
from stackshare.core.refusal import Refused
from stackshare.core.text import fold_words
from stackshare.extensions import db
from stackshare.stackups.actions.known import known_stackup
from stackshare.stackups.models import Stackup, StackupSection

MOST_SECTIONS = 20
FULL = f"This comparison has {MOST_SECTIONS} sections, as many as fit. Improve one of them instead."


def add_section(
    user: User, tools: Collection[HasId], *, heading: str, body: str
) -> StackupSection | None:
    """Write what sets these tools apart; without a heading, sum it up. None: there is such a
    section already, perhaps since a moment ago."""
    require_verified(user)
    stackup = known_stackup(tools)
    require_room(stackup)
    section = insert_into(StackupSection).values(
        stackup_id=stackup.id,
        begun_by_id=user.id,
        author_id=user.id,
        heading=heading,
        folded=fold_words(heading),
        body=body,
        html=to_html(body),
    )
    once = section.on_conflict_do_nothing().returning(StackupSection)
    added: StackupSection | None = db.session.scalar(once)
    return added


def require_room(stackup: Stackup) -> None:
    """Held until the end, so that two at once do not both find the last place."""
    alone = select(Stackup.id).where(Stackup.id == stackup.id)
    db.session.execute(alone.with_for_update(key_share=True))
    own = (StackupSection.stackup_id == stackup.id, StackupSection.removed_at.is_(None))
    if (db.session.scalar(select(func.count()).where(*own)) or 0) >= MOST_SECTIONS:
        raise Refused(FULL)


class Named(Exception):
    """Another section has this heading."""


def edit_section(
    user: User, section: StackupSection, *, seen: str, heading: str, body: str
) -> None:
    """Make it say this in the place of what was seen, which stays readable."""
    require_verified(user)
    hold(section)
    if section.removed_at:
        raise Changed
    if not replaces({"heading": heading, "body": body}, section.words, seen):
        return
    was, author_id = section.text, section.author_id
    try:
        with db.session.begin_nested():
            section.heading, section.folded = heading, fold_words(heading)
            section.body, section.html = body, to_html(body)
            section.author, section.written_at = user, now()
            section.version += 1
    except IntegrityError as error:
        raise Named from error
    keep_revision("stackup_section", section.id, body=was, author_id=author_id)


def remove_section(user: User, section: StackupSection, *, wanted: bool) -> None:
    """Take it away, or bring it back. Whoever began it may; its words and its history stay."""
    if section.begun_by_id != user.id:
        raise Refused("Only who began a section may remove it. You may edit it.")
    if not wanted and section.removed_at:
        require_room(section.stackup)
    stands = StackupSection.removed_at.is_(None)
    moved = update(StackupSection).where(
        StackupSection.id == section.id, stands if wanted else ~stands
    )
    moved = moved.values(removed_at=now() if wanted else None)
    try:
        with db.session.begin_nested():
            db.session.execute(moved)
    except IntegrityError as error:
        raise Refused("Another section has this heading now. Improve that one.") from error
