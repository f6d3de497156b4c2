from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from stackshare.accounts.models import User
from stackshare.core.clock import now
from stackshare.core.paging import Page, page_of
from stackshare.core.rows import columns_of, many, rows
from stackshare.core.tokens import signed
from stackshare.extensions import db
from stackshare.notifications.models import KINDS, MailChoice, Notification

MOST_COUNTED = 100  # the header says “99+” from here on
UNSUBSCRIBE = "unsubscribe from mails"  # what links are signed for
UNSUBSCRIBE_LIFETIME = timedelta(days=730)


class Told(NamedTuple):
    """What the page shows of a notification."""

    id: int
    kind: str
    label: str
    url: str
    created_at: datetime
    read_at: datetime | None

    @property
    def sentence(self) -> str:
        return KINDS[self.kind].sentence


TOLD = (
    select(*columns_of(Notification, Told))
    .where(Notification.id.in_(many("ids")))
    .order_by(Notification.id.desc())
)


def notifications_of(user: User, after: str | None) -> Page[Told]:
    """The newest first."""
    own = select(Notification).where(Notification.user_id == user.id)
    page = page_of(own, (Notification.id,), after)
    return page.shown(lambda ids: rows(Told, TOLD, ids=list(ids)) if ids else [])


def notification_or_404(user: User, id: int) -> Notification:
    """One of their own."""
    own = select(Notification).where(Notification.id == id, Notification.user_id == user.id)
    found: Notification = db.first_or_404(own)
    return found


def unread_count(user_id: int) -> int:
    """At most 100: more are not told apart."""
    unread = (Notification.user_id == user_id, Notification.read_at.is_(None))
    return len(db.session.scalars(select(Notification.id).where(*unread).limit(MOST_COUNTED)).all())


def choices_of(user: User) -> dict[str, str]:
    """By kind, when this member wants mail."""
    chosen = select(MailChoice.kind, MailChoice.choice).where(MailChoice.user_id == user.id)
    defaults = {name: kind.choice for name, kind in KINDS.items()}
    return defaults | {kind: choice for kind, choice in db.session.execute(chosen)}


def member_to_mail() -> int | None:
    """Who has waited longest for a mail that is due. Asked every second by an idle worker, so it
    must not take SQLite's write lock."""
    due = select(Notification.user_id).where(Notification.mail_due_at <= now())
    with db.engine.connect().execution_options(only_reads=True) as connection:
        return connection.scalar(due.order_by(Notification.mail_due_at).limit(1))


def user_of_unsubscribe_link(token: str) -> tuple[User, list[str]] | None:
    """Whose link it is, and the kinds of mail that it ends."""
    user_id, *kinds = signed(UNSUBSCRIBE, token, UNSUBSCRIBE_LIFETIME) or [0]
    user = db.session.get(User, user_id)
    return (user, kinds) if user and user.email else None
