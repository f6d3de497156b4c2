"""When notifications are mailed, and how a mail is unsubscribed from."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Barrier
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from stackshare.config import Settings
from stackshare.core.clock import now
from stackshare.core.outbox import Mail
from stackshare.core.tokens import sign
from stackshare.extensions import db
from stackshare.mail_worker import write_next
from stackshare.notifications.actions import write_mails
from stackshare.notifications.models import DAY, MailChoice, Notification
from stackshare.notifications.queries import UNSUBSCRIBE
from tests.cast import Browser, Member, mails_to, member
from tests.notifications.conftest import Tell
from tests.test_database import overheard

Work = Callable[[], list[EmailMessage]]
CHOSEN = {"reply": "daily", "mention": "never", "accept": "now", "answer": "now"}


def as_read(mail: EmailMessage) -> EmailMessage:
    """What a mail program makes of the bytes."""
    read = message_from_bytes(bytes(mail), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def unsubscribe_path(mail: EmailMessage) -> str:
    link = re.fullmatch(r"<(http://127\.0\.0\.1:8000(/unsubscribe/\S+))>", mail["List-Unsubscribe"])
    assert link and f"\n{link[1]}\n" in as_read(mail).get_content()
    return link[2]


def choices(who: Member) -> dict[str, str]:
    page = who.get("/settings/mail").text
    found = re.findall(r'<select[^>]* name="(\w+)".*?<option selected value="(\w+)"', page, re.S)
    return dict(found)


def test_a_reply_is_mailed_at_once_and_once(alice: Member, tell: Tell, worker: Work) -> None:
    tell(alice, n=17)
    (mail,) = map(as_read, worker())
    assert mail["To"] == "alice@example.org"
    assert mail["Subject"] == "Your comment is answered: Question 17?"
    assert "\nhttp://127.0.0.1:8000/comments/17\n" in mail.get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert worker() == []


def test_comments_on_followed_questions_come_once_a_day_in_one_mail(
    alice: Member, bob: Member, tell: Tell, worker: Work
) -> None:
    for n in range(1, 4):
        tell(alice, "answer", n)
    assert worker() == []
    with time_machine.travel(now() + timedelta(hours=23)):
        tell(alice, "answer", 4)
        assert worker() == []
    with time_machine.travel(now() + timedelta(hours=25)):
        (mail,) = map(as_read, worker())
        assert mail["Subject"] == "4 notifications at Cairn"
        assert all(f"Question {n}?" in mail.get_content() for n in range(1, 5))
        tell(alice, "answer", 5)
        assert worker() == []
    with time_machine.travel(now() + timedelta(hours=48)):
        assert worker() == []
    with time_machine.travel(now() + timedelta(hours=50)):
        assert len(worker()) == 1


def test_what_was_read_meanwhile_is_not_mailed(alice: Member, tell: Tell, worker: Work) -> None:
    for n in range(2):
        tell(alice, "answer", n)
    tell(alice, "reply", 3)
    newest = alice.read("/notifications.json")["notifications"][0]["id"]
    alice.post("/notifications/read", data={"up_to": newest})
    assert worker() == []
    with time_machine.travel(now() + 2 * DAY):
        assert worker() == []


def test_a_long_digest_names_the_newest(alice: Member, tell: Tell, worker: Work) -> None:
    for n in range(60):
        tell(alice, "answer", n)
    with time_machine.travel(now() + DAY):
        (mail,) = map(as_read, worker())
    text = mail.get_content()
    assert text.count("Question") == 50 and "Question 59?" in text
    assert "10 older notifications:" in text and mail["Subject"].startswith("60 ")


def test_each_kind_is_mailed_as_chosen(alice: Member, tell: Tell, worker: Work) -> None:
    assert choices(alice) == {
        "reply": "now",
        "mention": "now",
        "accept": "now",
        "answer": "daily",
    }
    for _ in range(2):
        assert alice.post("/settings/mail", data=CHOSEN).location == "/settings/mail"
    assert choices(alice) == CHOSEN
    for n, kind in enumerate(CHOSEN):
        tell(alice, kind, n)
    assert [mail["Subject"][-11:] for mail in worker()] == ["Question 2?", "Question 3?"]
    with time_machine.travel(now() + DAY):
        (digest,) = map(as_read, worker())
    assert "Question 0?" in digest.get_content() and "Question 1?" not in digest.get_content()


@pytest.mark.parametrize("wrong", ["", "weekly", "NOW"])
def test_nothing_else_is_a_choice(alice: Member, wrong: str) -> None:
    assert alice.post("/settings/mail", data={**CHOSEN, "reply": wrong}).status_code == 422
    assert choices(alice)["reply"] == "now"


def test_whoever_is_not_verified_gets_no_mail(app: Flask, tell: Tell, worker: Work) -> None:
    dave = member(app, "dave", verified_at=None)
    tell(dave)
    assert worker() == []
    with app.app_context():
        assert db.session.scalars(select(Notification.mail_due_at)).all() == [None]


def test_at_most_20_an_hour_the_rest_waits_for_the_digest(
    limited: Flask, alice: Member, bob: Member, tell: Tell
) -> None:
    for n in range(25):
        tell(alice, n=n)
    tell(bob)
    with limited.app_context():
        while write_next():
            pass
    assert len(mails_to(limited, "alice@example.org")) == 20
    assert len(mails_to(limited, "bob@example.org")) == 1
    with limited.app_context(), time_machine.travel(now() + DAY):
        while write_next():
            pass
    assert mails_to(limited, "alice@example.org")[20].subject == "5 notifications at Cairn"


def test_a_mail_and_its_mark_are_one_transaction(app: Flask, alice: Member, tell: Tell) -> None:
    tell(alice)
    with app.app_context():
        write_mails(alice.user.id)
        db.session.rollback()
    assert mails_to(app, "alice@example.org") == []
    with app.app_context():
        assert write_next() and not write_next()
    assert len(mails_to(app, "alice@example.org")) == 1


def test_two_workers_at_once_write_one_mail(app: Flask, alice: Member, tell: Tell) -> None:
    tell(alice)
    start = Barrier(2)

    def work() -> None:
        with app.app_context():
            start.wait()
            write_mails(alice.user.id)
            db.session.commit()

    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(work) for _ in range(2)]:
            done.result()
    assert len(mails_to(app, "alice@example.org")) == 1


def test_an_idle_worker_takes_no_write_lock(app: Flask, alice: Member, tell: Tell) -> None:
    tell(alice, "answer")
    with app.app_context(), overheard() as said:
        assert not write_next()
    assert "BEGIN IMMEDIATE" not in said


def test_a_title_puts_nothing_into_the_headers(app: Flask, alice: Member, worker: Work) -> None:
    body = {"title": "Which <b>&</b> why?\r\nBcc: eve@example.org", "body": "This or that."}
    asked = alice.post("/advice", data=body).location
    alice.post("/settings/mail", data=CHOSEN)
    thread = alice.read(f"{asked}.json")["thread"]
    member(app, "carol").post(f"/threads/{thread}/comments", data={"body": "This."})
    (mail,) = map(as_read, worker())
    assert mail["Bcc"] is None and "eve@example.org" in mail["Subject"]
    assert "Which <b>&</b> why? Bcc:" in mail.get_content()  # plain text carries nothing out


def test_one_click_ends_the_mails_of_that_kind(
    alice: Member, visitor: Browser, tell: Tell, worker: Work
) -> None:
    tell(alice)
    path = unsubscribe_path(worker()[0])
    assert "No more mails like this one?" in visitor.get(path).text
    assert choices(alice)["reply"] == "now"  # opening it changes nothing
    for _ in range(2):
        answer = visitor.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "Your comment is answered." in answer.text
    assert choices(alice) == {
        "reply": "never",
        "mention": "now",
        "accept": "now",
        "answer": "daily",
    }
    tell(alice, n=2)
    assert worker() == []


def test_one_click_needs_no_token_of_a_page(
    app: Flask, alice: Member, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        path = f"/unsubscribe/{sign(UNSUBSCRIBE, alice.user.id, 'reply')}"
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    for who in (visitor, alice):
        assert who.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200


def test_what_waits_is_not_mailed_after_unsubscribing(
    alice: Member, bob: Member, tell: Tell, worker: Work
) -> None:
    tell(alice, "answer")
    with time_machine.travel(now() + DAY):
        path = unsubscribe_path(worker()[0])
        tell(alice, "answer", 2)
        bob.post(path)  # whoever has the link: it speaks of alice alone
        assert choices(bob)["answer"] == "daily"
    with time_machine.travel(now() + 3 * DAY):
        assert worker() == []


def test_a_digest_is_unsubscribed_from_as_a_whole(
    alice: Member, visitor: Browser, tell: Tell, worker: Work
) -> None:
    alice.post("/settings/mail", data=CHOSEN)
    tell(alice, "reply", 1)
    alice.post("/settings/mail", data={**CHOSEN, "answer": "daily"})
    tell(alice, "answer", 2)
    with time_machine.travel(now() + DAY):
        visitor.post(unsubscribe_path(worker()[0]))
    assert choices(alice) == {
        "reply": "never",
        "mention": "never",
        "accept": "now",
        "answer": "never",
    }


def test_a_forged_link_or_one_for_another_purpose_is_nothing(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    with app.app_context():
        right = sign(UNSUBSCRIBE, alice.user.id, "reply")
        foreign = sign("verify an address", alice.user.id, "reply")
        nobodys = sign(UNSUBSCRIBE, 999, "reply")
    answers = set()
    for token in (f"{right}x", right[1:], foreign, nobodys, "x"):
        for answer in (visitor.get(f"/unsubscribe/{token}"), visitor.post(f"/unsubscribe/{token}")):
            assert answer.status_code == 404
            answers.add(answer.text)
    assert len(answers) == 1
    with app.app_context():
        assert db.session.scalars(select(MailChoice)).all() == []


def test_the_link_works_for_a_long_time_but_not_after_leaving(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    with app.app_context():
        path = f"/unsubscribe/{sign(UNSUBSCRIBE, alice.user.id, 'reply')}"
    with time_machine.travel(now() + timedelta(days=700)):
        assert visitor.post(path).status_code == 200
    with app.app_context():
        db.session.merge(alice.user).email = ""
        db.session.commit()
    assert visitor.post(path).status_code == 404


def test_the_outbox_forgets_the_link_once_it_is_sent(
    app: Flask, alice: Member, tell: Tell, worker: Work
) -> None:
    tell(alice)
    worker()
    with app.app_context():
        mail = db.session.scalars(select(Mail)).one()
        assert mail.sent_at and mail.unsubscribe_url is None


def test_other_mails_name_no_link_to_unsubscribe(visitor: Browser, worker: Work) -> None:
    typed = {"username": "erin", "email": "erin@example.org", "password": "four quiet words here"}
    visitor.post("/signup", data=typed)
    (mail,) = worker()
    assert mail["List-Unsubscribe"] is None


def test_links_begin_with_the_configured_base(
    app: Flask, alice: Member, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"DATA_DIR": str(app.config["SETTINGS"].data_dir), "BASE_URL": "https://cairn.example"}
    monkeypatch.setitem(app.config, "SETTINGS", Settings.from_env({**env, "RATE_LIMITS": "off"}))
    tell(alice)
    with app.app_context():
        write_next()
        mail = db.session.scalars(select(Mail)).one()
    links = re.findall(r"^https?://\S+$", mail.text, re.MULTILINE)
    assert {urlsplit(link).netloc for link in links} == {"cairn.example"} and len(links) == 3
