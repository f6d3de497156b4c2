import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.accounts.actions import hash_password
from stackshare.accounts.models import User
from stackshare.extensions import db
from tests.cast import Browser, Member, link_in, mails_to, member

PASSWORD = "four quiet words here"
NEW = "new@example.org"


@pytest.fixture
def carol(app: Flask) -> Member:
    return member(app, "carol", password_hash=hash_password(PASSWORD))


def move(who: Browser, email: str = NEW, password: str = PASSWORD) -> TestResponse:
    return who.post("/settings/email", data={"email": email, "current_password": password})


def address_of(app: Flask, who: Member) -> str:
    with app.app_context():
        return db.session.get_one(User, who.user.id).email


def test_a_new_address_stands_once_it_is_verified(app: Flask, carol: Member) -> None:
    move(carol)
    assert address_of(app, carol) == "carol@example.org"
    assert NEW in carol.get("/settings/email").text
    carol.post(link_in(mails_to(app, NEW)[0]))
    assert address_of(app, carol) == NEW


def test_the_old_address_is_told_before_and_after(app: Flask, carol: Member) -> None:
    move(carol)
    carol.post(link_in(mails_to(app, NEW)[0]))
    before, after = mails_to(app, "carol@example.org")
    assert "another address" in before.subject and "another address now" in after.subject
    assert NEW not in before.text + after.text


def test_an_address_that_was_never_verified_is_replaced_at_once(app: Flask) -> None:
    dave = member(app, "dave", verified_at=None, password_hash=hash_password(PASSWORD))
    move(dave)
    assert address_of(app, dave) == NEW and not mails_to(app, "dave@example.org")
    dave.post(link_in(mails_to(app, NEW)[0]))
    assert "Verify your e-mail" not in dave.get("/settings").text


def test_the_password_is_asked_for_again(app: Flask, carol: Member) -> None:
    answer = move(carol, password="a stranger at her desk")
    assert answer.status_code == 422 and "This is not your password." in answer.text
    assert f'value="{NEW}"' in answer.text and not mails_to(app, NEW)


def test_the_address_of_another_cannot_be_taken(app: Flask, carol: Member, bob: Member) -> None:
    assert move(carol, "bob@example.org").status_code == 302
    (mail,) = mails_to(app, "bob@example.org")
    assert "Hello bob" in mail.text and "/verify/" not in mail.text


def test_only_the_last_address_asked_for_can_be_verified(app: Flask, carol: Member) -> None:
    move(carol)
    move(carol, "newer@example.org")
    assert carol.post(link_in(mails_to(app, NEW)[0])).status_code == 404


def test_going_back_to_the_old_address_ends_the_link(app: Flask, carol: Member) -> None:
    move(carol)
    move(carol, "carol@example.org")
    assert carol.post(link_in(mails_to(app, NEW)[0])).status_code == 404
    assert address_of(app, carol) == "carol@example.org"


@pytest.mark.parametrize("email", ["", "nowhere", "a@b@c.org", "jörg@example.org", "a@b.org\nX: y"])
def test_what_is_no_address_is_refused(carol: Member, email: str) -> None:
    assert move(carol, email).status_code == 422


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert move(visitor).location == "/login"


def test_the_present_address_is_no_new_one(app: Flask, carol: Member) -> None:
    answer = move(carol, "carol@example.org")
    assert answer.status_code == 422 and "That is your address already." in answer.text
    assert not mails_to(app, "carol@example.org")


def test_going_back_sends_no_mail_and_says_so(app: Flask, carol: Member) -> None:
    move(carol)
    before = mails_to(app, "carol@example.org")
    move(carol, "carol@example.org")
    assert "You keep carol@example.org." in carol.get("/settings/email").text
    assert len(mails_to(app, "carol@example.org")) == len(before)
