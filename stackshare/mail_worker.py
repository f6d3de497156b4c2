"""The process that sends the mails of all rooms, and forgets what is old."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import click
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from stackshare.accounts.actions import forget_sessions
from stackshare.core.clock import now
from stackshare.core.kept.log import forget_log
from stackshare.core.limits import forget_attempts
from stackshare.core.outbox import claim_mail, forget_old_mails, is_mail_due, letter, mark_sent
from stackshare.core.post import Carrier, carrier_of
from stackshare.extensions import db
from stackshare.notifications.actions import forget_notifications, write_mails
from stackshare.notifications.queries import member_to_mail

STOP = {signal.SIGTERM, signal.SIGINT}
IDLE = 1  # seconds
FORGET_EVERY = timedelta(hours=1)


def work_off_mails() -> None:
    """Send what is due, until stopped. A database that is away is waited for."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ends at once, like SIGTERM
    carrier = carrier_of(current_app.config["SETTINGS"].mail_url)
    forget_at = now()
    while True:
        try:
            with undisturbed():
                busy = write_next() | send_next(carrier)
                if now() >= forget_at:
                    forget_what_is_old()
                    forget_at = now() + FORGET_EVERY
        except SQLAlchemyError as error:
            busy = False
            db.session.rollback()
            click.echo(f"The database does not answer the mail worker: {error}", err=True)
        if not busy:
            time.sleep(IDLE)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Whoever stops us meanwhile waits until the mail in hand is sent and marked."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP)


def write_next() -> bool:
    """Write what is due for the member who has waited longest. Says whether there was one."""
    user_id = member_to_mail()
    if user_id is None:
        return False
    write_mails(user_id)
    db.session.commit()
    return True


def send_next(carrier: Carrier) -> bool:
    """Send the mail that is due first. Says whether there was one."""
    mail = claim_mail() if is_mail_due() else None
    db.session.commit()  # the claim stands before the mail leaves
    if mail is None:
        return False
    try:
        carrier(letter(mail))
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        click.echo(f"Mail {mail.id} was not sent at try {mail.tries}: {error}", err=True)
    else:
        mark_sent(mail)
        db.session.commit()
    return True


def forget_what_is_old() -> None:
    forget_old_mails()
    forget_attempts()
    forget_sessions()
    forget_log()
    forget_notifications()
    db.session.commit()
