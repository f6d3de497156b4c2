import email
import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask
from sqlalchemy import select

from stackshare.core.clock import now
from stackshare.core.outbox import MOST_TRIES, Mail, claim_mail, letter, put_mail
from stackshare.core.post import carrier_of
from stackshare.extensions import db
from stackshare.mail_worker import forget_what_is_old, send_next
from tests.test_database import overheard

TEMPLATE = "accounts/mails/closed.txt"


class Postbox(Message):
    """Keeps what a mail server is given."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.mails: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.mails.append(message)


@pytest.fixture
def postbox() -> Iterator[Controller]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Postbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def mail(app: Flask) -> Mail:
    with app.app_context():
        mail = put_mail("carol@example.org", TEMPLATE, username="carol")
        db.session.commit()
    return mail


def nobody(message: EmailMessage) -> None:
    raise smtplib.SMTPServerDisconnected("gone")


def stored(app: Flask) -> Mail:
    with app.app_context():
        return db.session.scalars(select(Mail)).one()


def test_a_mail_becomes_a_file(app: Flask, mail: Mail, tmp_path: Path) -> None:
    with app.app_context():
        assert send_next(carrier_of(f"file://{tmp_path}/post"))
        assert not send_next(carrier_of(f"file://{tmp_path}/post"))
    (file,) = (tmp_path / "post").iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    assert file.suffix == ".eml"
    assert message["To"] == "carol@example.org"
    assert message["From"] == "Cairn <noreply@localhost>"
    assert mail.key in message["Message-ID"]
    assert "carol" in message.get_content()


def test_a_mail_goes_through_a_server(app: Flask, mail: Mail, postbox: Controller) -> None:
    with app.app_context():
        send_next(carrier_of(f"smtp://127.0.0.1:{postbox.port}"))
    (message,) = postbox.handler.mails
    assert message["To"] == "carol@example.org" and message["Subject"] == mail.subject


def test_a_mail_is_printed(app: Flask, mail: Mail, capsys: pytest.CaptureFixture[str]) -> None:
    with app.app_context():
        send_next(carrier_of("console:"))
    assert "To: carol@example.org" in capsys.readouterr().out


def test_what_was_sent_is_marked_and_its_words_forgotten(app: Flask, mail: Mail) -> None:
    with app.app_context():
        send_next(lambda message: None)
    assert stored(app).sent_at and stored(app).text == ""


def test_sent_mails_are_forgotten_after_a_while(app: Flask, mail: Mail) -> None:
    with app.app_context():
        send_next(lambda message: None)
        with time_machine.travel(now() + timedelta(weeks=3)):
            forget_what_is_old()
        assert not db.session.scalars(select(Mail)).all()


def test_a_mail_that_was_not_sent_is_tried_again_after_growing_pauses(
    app: Flask, mail: Mail
) -> None:
    pauses = []
    with app.app_context():
        for _ in range(3):
            with time_machine.travel(stored(app).next_try_at, tick=False):
                assert send_next(nobody)
                assert not send_next(nobody)
                pauses.append(stored(app).next_try_at - now())
    assert pauses == [timedelta(minutes=n) for n in (2, 4, 8)]


def test_a_mail_nobody_takes_is_given_up(app: Flask, mail: Mail) -> None:
    with app.app_context():
        for _ in range(MOST_TRIES):
            with time_machine.travel(stored(app).next_try_at, tick=False):
                assert send_next(nobody)
        with time_machine.travel(stored(app).next_try_at):
            assert not send_next(nobody)


def test_a_worker_killed_before_the_mark_leaves_the_mail_to_be_tried_again(
    app: Flask, mail: Mail
) -> None:
    class Killed(BaseException):
        """Nothing of ours catches this."""

    def dies(message: EmailMessage) -> None:
        raise Killed

    with app.app_context(), pytest.raises(Killed):
        send_next(dies)
    seen: list[EmailMessage] = []
    with app.app_context():
        assert not send_next(seen.append)  # it may be on its way: not at once
        with time_machine.travel(stored(app).next_try_at):
            send_next(seen.append)
    assert [mail.key in message["Message-ID"] for message in seen] == [True]


def test_two_workers_never_hold_one_mail(app: Flask, mail: Mail) -> None:
    with app.app_context():
        claimed = claim_mail()
        db.session.commit()
        assert claimed and claim_mail() is None


def test_a_deed_that_fails_sends_no_mail(app: Flask) -> None:
    with app.app_context():
        put_mail("carol@example.org", TEMPLATE, username="carol")
        db.session.rollback()
        assert not send_next(nobody)


@pytest.mark.parametrize(
    "address", ["a@b.org\r\nBcc: c@d.org", "a@b.org\nX: y", "a@b.org, c@d.org", "a@b.org>"]
)
def test_no_address_puts_anything_into_the_headers(app: Flask, address: str) -> None:
    with app.app_context(), pytest.raises((ValueError, MessageError)):
        put_mail(address, TEMPLATE, username="carol")


def test_no_subject_puts_anything_into_the_headers(app: Flask, mail: Mail) -> None:
    with app.app_context(), pytest.raises(ValueError, match="linefeed"):
        mail.subject = "Hello\r\nBcc: c@d.org"
        letter(mail)


def test_links_stay_whole(app: Flask, tmp_path: Path) -> None:
    link = "http://localhost/verify/" + "x" * 300
    with app.app_context():
        put_mail("carol@example.org", "accounts/mails/verify.txt", username="carol", link=link)
        db.session.commit()
        send_next(carrier_of(f"file://{tmp_path}"))
    (file,) = tmp_path.iterdir()
    assert link in file.read_text()


def test_mails_that_were_given_up_are_forgotten_and_those_that_wait_are_not(
    app: Flask, mail: Mail
) -> None:
    with app.app_context():
        waits = put_mail("dave@example.org", TEMPLATE, username="dave")
        db.session.get_one(Mail, mail.id).tries = MOST_TRIES
        db.session.commit()
        forget_what_is_old()
        assert len(db.session.scalars(select(Mail)).all()) == 2
        with time_machine.travel(now() + timedelta(weeks=3)):
            forget_what_is_old()
        assert db.session.scalars(select(Mail.id)).all() == [waits.id]


def test_an_idle_worker_takes_no_write_lock(app: Flask) -> None:
    with app.app_context(), overheard() as said:
        assert not send_next(nobody)
    assert "BEGIN IMMEDIATE" not in said and len([s for s in said if "mails" in s]) == 1
