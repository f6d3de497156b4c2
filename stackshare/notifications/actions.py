"""Telling members, in the transaction of what it is about. Mails are written later, by the worker:
a deed waits for no letter, and a letter is not sent about what was read meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, case, delete, func, literal, select, update
from werkzeug.exceptions import TooManyRequests

from stackshare.accounts.models import User
from stackshare.core.clock import Moment, now
from stackshare.core.inserts import insert_into
from stackshare.core.limits import Limit, count_attempt
from stackshare.core.outbox import put_mail
from stackshare.core.tokens import sign
from stackshare.core.web import absolute
from stackshare.extensions import db
from stackshare.notifications.models import DAY, KINDS, MailChoice, Notification
from stackshare.notifications.queries import UNSUBSCRIBE, choices_of

AT_ONCE = Limit("mails at once to one member", 20, timedelta(hours=1))
DIGEST_LINES = 50
KEPT = timedelta(days=90)  # once read


def notify(kind: str, people: Select[Any] | Sequence[int], *, label: str, url: str) -> None:
    """Tell these people, one statement for however many. Who closed their account hears nothing,
    and nobody hears the same twice."""
    moment, users = now(), User.__table__.c
    choice = func.coalesce(MailChoice.choice, KINDS[kind].choice)
    due = case(
        (choice == "now", literal(moment, Moment)),
        (choice == "daily", literal(moment + DAY, Moment)),
        else_=None,
    )
    what = (literal(kind), literal(label), literal(url), literal(moment, Moment))
    told = (
        select(users.id, *what, due)
        .select_from(User.__table__)
        .outerjoin(MailChoice, and_(MailChoice.user_id == users.id, MailChoice.kind == kind))
        .where(users.id.in_(people), users.email != "")
    )
    names = ["user_id", "kind", "label", "url", "created_at", "mail_due_at"]
    insert = insert_into(Notification).from_select(names, told)
    db.session.execute(insert.on_conflict_do_nothing())


def untell(urls: Select[Any] | Sequence[str]) -> None:
    """What these notifications lead to is not there any more: nobody is told, nothing mailed."""
    gone = delete(Notification).where(Notification.url.in_(urls))
    db.session.execute(gone)


def mark_read(notification: Notification) -> None:
    """It is not mailed any more."""
    notification.read_at = notification.read_at or now()
    notification.mail_due_at = None


def mark_all_read(user: User, up_to: int) -> None:
    """Up to the newest that the member saw: what came since stays unread."""
    seen = (
        Notification.user_id == user.id,
        Notification.read_at.is_(None),
        Notification.id <= up_to,
    )
    db.session.execute(update(Notification).where(*seen).values(read_at=now(), mail_due_at=None))


def choose_mail(user: User, choices: Mapping[str, str]) -> None:
    """By kind, when the member wants mail from now on."""
    rows = [{"user_id": user.id, "kind": kind, "choice": choices[kind]} for kind in sorted(choices)]
    insert = insert_into(MailChoice).values(rows)
    keys = [MailChoice.user_id, MailChoice.kind]
    chosen = {"choice": insert.excluded.choice}
    db.session.execute(insert.on_conflict_do_update(index_elements=keys, set_=chosen))


def unsubscribe(user: User, kinds: Sequence[str]) -> None:
    """No more mails of these kinds, those that wait included."""
    choose_mail(user, dict.fromkeys(kinds, "never"))


def write_mails(user_id: int) -> None:
    """What this member was told and did not read becomes mails: one each for what is mailed at
    once, one for all the rest as soon as some of it has waited for a day."""
    user, digest = db.session.get_one(User, user_id, populate_existing=True), []
    choices = choices_of(user)
    for told in waiting_for_mail(user):
        at_once = told.mail_due_at == told.created_at
        if not user.verified_at or choices[told.kind] == "never":
            told.mail_due_at = None
        elif at_once and has_room(user):
            write_mail(user, "one", [told])
        else:
            told.mail_due_at = told.created_at + DAY
            digest.append(told)
    if any(told.created_at + DAY <= now() for told in digest):
        write_mail(user, "digest", digest)


def waiting_for_mail(user: User) -> Sequence[Notification]:
    """Of two workers each has those that the other has not."""
    waiting = (
        Notification.user_id == user.id,
        Notification.read_at.is_(None),
        Notification.mail_due_at.is_not(None),
    )
    in_order = select(Notification).where(*waiting).order_by(Notification.id)
    return db.session.scalars(in_order.with_for_update(skip_locked=True)).all()


def has_room(user: User) -> bool:
    """Whether one more mail may go to this member at once; else it waits for the digest."""
    try:
        count_attempt(AT_ONCE, user.id)
    except TooManyRequests:
        return False
    return True


def write_mail(user: User, template: str, told: Sequence[Notification]) -> None:
    token = sign(UNSUBSCRIBE, user.id, *sorted({it.kind for it in told}))
    put_mail(
        user.email,
        f"notifications/mails/{template}.txt",
        unsubscribe_url=absolute(f"/unsubscribe/{token}"),
        username=user.handle,
        told=told[-DIGEST_LINES:],
        older=len(told[:-DIGEST_LINES]),
    )
    for it in told:
        it.mail_due_at = None


def forget_notifications() -> None:
    """Those that were read long ago."""
    db.session.execute(delete(Notification).where(Notification.read_at < now() - KEPT))


def forget_all_of(user: User) -> None:
    """Whoever leaves is told nothing more."""
    for table in (Notification, MailChoice):
        db.session.execute(delete(table).where(table.user_id == user.id))
