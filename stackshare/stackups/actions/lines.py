from collections.abc import Collection

from sqlalchemy import delete, literal, update
from sqlalchemy.exc import IntegrityError

from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.core.clock import now
from stackshare.core.counters import HasId, bump
from stackshare.core.history import keep_revision
from stackshare.core.inserts import insert_into
from stackshare.core.marks import set_mark
from stackshare.core.refusal import Refused
from stackshare.core.text import fold_words
from stackshare.extensions import db
from stackshare.stackups.actions.known import known_stackup
from stackshare.stackups.models import StackupLine, StackupLineVote


def add_line(user: User, tools: Collection[HasId], tool: HasId, *, text: str) -> StackupLine | None:
    """Say when to choose one of these tools. It starts at 0. None: it is said already, perhaps
    since a moment ago."""
    require_verified(user)
    line = insert_into(StackupLine).values(
        stackup_id=known_stackup(tools).id,
        tool_id=tool.id,
        author_id=user.id,
        text=text,
        folded=fold_words(text),
    )
    once = line.on_conflict_do_nothing().returning(StackupLine)
    added: StackupLine | None = db.session.scalar(once)
    return added


def edit_line(user: User, line: StackupLine, *, text: str) -> bool:
    """Say it better. What was said before stays readable, and votes stay with the words that they
    were given to: where other words come, they go. False: another line says it already."""
    require_author(user, line)
    require_verified(user)
    folded, fell = fold_words(text), 0
    try:
        with db.session.begin_nested():
            if folded != line.folded:  # votes before their line, as whoever votes
                fell = drop_votes(line)
            db.session.refresh(line, with_for_update={"of": StackupLine, "key_share": True})
            if text != line.text:
                keep_revision("stackup_line", line.id, body=line.text, author_id=line.author_id)
                line.text, line.folded, line.edited_at = text, folded, now()
            bump(StackupLine.vote_count, line, -fell)
    except IntegrityError:
        return False
    return True


def drop_votes(line: StackupLine) -> int:
    votes = delete(StackupLineVote).where(StackupLineVote.line_id == line.id)
    return len(db.session.scalars(votes.returning(literal(1))).all())


def remove_line(user: User, line: StackupLine, *, wanted: bool) -> None:
    """Make it be gone, or be there again with its votes."""
    require_author(user, line)
    stands = StackupLine.removed_at.is_(None)
    moved = update(StackupLine).where(StackupLine.id == line.id, stands if wanted else ~stands)
    moved = moved.values(removed_at=now() if wanted else None)
    try:
        with db.session.begin_nested():
            db.session.execute(moved)
    except IntegrityError as error:
        raise Refused("Somebody else has said the same meanwhile. Vote for that line.") from error


def vote_for_line(user: User, line: StackupLine, *, wanted: bool) -> None:
    """Make the user's vote for this line be there, or not be there."""
    if wanted:  # whoever may not vote may still take a vote back
        require_verified(user)
        if line.author_id == user.id:
            raise Refused("This line is yours: its votes are for others.")
    pair = {"user_id": user.id, "line_id": line.id}
    step = set_mark(StackupLineVote, pair, wanted=wanted, created_at=now())
    bump(StackupLine.vote_count, line, step)


def require_author(user: User, line: StackupLine) -> None:
    if line.author_id != user.id:
        raise Refused("Only its author may change a line.")
