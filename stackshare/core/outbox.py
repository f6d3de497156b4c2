"""All mail leaves through one table: a mail is written in the transaction of what it tells of.

A worker claims a mail before it sends it. Killed in between, the mail is tried again after its
pause: it may arrive twice, with the same Message-ID, but it is never lost.
"""

import secrets
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from flask import current_app
from sqlalchemy import Index, Select, and_, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.core.clock import Moment, now
from stackshare.core.indexes import where
from stackshare.extensions import Base, db

FIRST_PAUSE = timedelta(minutes=2)  # doubled by every try
MOST_TRIES = 12  # the last one nearly three days after the first
KEPT = timedelta(weeks=2)
# Long lines stay whole: a link that is broken in two leads nowhere.
POLICY = SMTP.clone(max_line_length=900)


class Mail(Base):
    """A mail to one person. Once sent, its words are forgotten: they may hold a secret link."""

    __tablename__ = "mails"
    __table_args__ = (
        Index(None, "next_try_at", **where("sent_at IS NULL")),
        Index(None, "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]  # of its Message-ID
    to: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    unsubscribe_url: Mapped[str | None]


def put_mail(
    to: str, template: str, *, unsubscribe_url: str | None = None, **facts: object
) -> Mail:
    """Write a mail to be sent after the commit. The template's first line is the subject."""
    facts["unsubscribe_url"] = unsubscribe_url
    words = current_app.jinja_env.get_template(template).render(facts)
    subject, _, text = words.partition("\n")
    moment = now()
    mail = Mail(
        key=f"{moment:%Y%m%d%H%M%S}.{secrets.token_hex(8)}",
        to=to,
        subject=subject,
        text=text.strip() + "\n",
        created_at=moment,
        next_try_at=moment,
        unsubscribe_url=unsubscribe_url,
    )
    letter(mail)  # what cannot be a mail is refused now, not by the worker
    db.session.add(mail)
    return mail


def letter(mail: Mail) -> EmailMessage:
    """The mail as it travels. Its headers refuse line ends, so nothing can be put into them."""
    settings = current_app.config["SETTINGS"]
    message = EmailMessage(POLICY)
    message["From"] = Address(settings.site_name, addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = f"<{mail.key}@{settings.mail_from.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:  # in one click: RFC 8058
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    return message


def due_mails() -> Select[Any]:
    waits = (Mail.sent_at.is_(None), Mail.next_try_at <= now(), Mail.tries < MOST_TRIES)
    return select(Mail).where(*waits)


def is_mail_due() -> bool:
    """Asked every second by an idle worker, so it must not take SQLite's write lock."""
    with db.engine.connect().execution_options(only_reads=True) as connection:
        return connection.execute(due_mails().limit(1)).first() is not None


def claim_mail() -> Mail | None:
    """The mail that has been due for longest, if any. Until its next try it is ours alone."""
    first = due_mails().order_by(Mail.next_try_at).limit(1)
    mail: Mail | None = db.session.scalar(first.with_for_update(skip_locked=True))
    if mail:
        mail.next_try_at = now() + FIRST_PAUSE * 2**mail.tries
        mail.tries += 1
    return mail


def mark_sent(mail: Mail) -> None:
    mail.sent_at = now()
    mail.text, mail.unsubscribe_url = "", None


def forget_old_mails() -> None:
    """What was sent or given up weeks ago helps nobody, and names an address."""
    old = now() - KEPT
    given_up = and_(Mail.sent_at.is_(None), Mail.tries >= MOST_TRIES, Mail.created_at < old)
    db.session.execute(delete(Mail).where(or_(Mail.sent_at < old, given_up)))
