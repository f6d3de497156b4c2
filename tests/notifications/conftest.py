from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from stackshare.core.post import carrier_of
from stackshare.extensions import db
from stackshare.mail_worker import send_next, write_next
from stackshare.notifications.actions import notify
from tests.cast import Member
from tests.comments.conftest import comment
from tests.core.test_outbox import postbox

__all__ = ["comment", "postbox"]

Tell = Callable[..., None]


@pytest.fixture
def tell(app: Flask) -> Tell:
    """Tell a member something that happened at comment number n."""

    def tell(who: Member, kind: str = "reply", n: int = 1) -> None:
        with app.app_context():
            notify(kind, [who.user.id], label=f"Question {n}?", url=f"/comments/{n}")
            db.session.commit()

    return tell


@pytest.fixture
def worker(app: Flask, postbox: Controller) -> Iterator[Callable[[], list[EmailMessage]]]:
    """Lets the worker do all that is due; what arrived at the mail server by then."""
    carrier = carrier_of(f"smtp://127.0.0.1:{postbox.port}")

    def work() -> list[EmailMessage]:
        before = len(postbox.handler.mails)
        with app.app_context():
            while write_next() | send_next(carrier):
                pass
        arrived: list[EmailMessage] = postbox.handler.mails[before:]
        return arrived

    yield work
