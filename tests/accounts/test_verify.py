from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from stackshare.accounts.models import User
from stackshare.accounts.queries import RESET, VERIFY
from stackshare.core.clock import now
from stackshare.core.tokens import sign
from stackshare.extensions import db
from tests.cast import Browser, Member, link_in, mails_to, member

BANNER = "Verify your e-mail address to vote"


@pytest.fixture
def carol(app: Flask) -> Member:
    """She has just signed up, and has the mail."""
    carol = member(app, "carol", verified_at=None)
    carol.post("/verify")
    return carol


def link(app: Flask, name: str = "carol") -> str:
    return link_in(mails_to(app, f"{name}@example.org")[-1])


def is_verified(app: Flask, who: Member) -> bool:
    with app.app_context():
        return db.session.get_one(User, who.user.id).verified_at is not None


def test_signing_up_sends_a_link(app: Flask, visitor: Browser) -> None:
    typed = {"username": "dave", "email": "dave@example.org", "password": "four quiet words here"}
    visitor.post("/signup", data=typed)
    assert BANNER in visitor.get("/").text
    assert visitor.post(link(app, "dave")).location == "/"
    page = visitor.get("/").text
    assert "Your address is verified." in page and BANNER not in page


def test_opening_the_link_changes_nothing(app: Flask, visitor: Browser, carol: Member) -> None:
    assert "carol@example.org" in visitor.get(link(app)).text
    assert not is_verified(app, carol)


def test_a_visitor_may_press_the_button(app: Flask, visitor: Browser, carol: Member) -> None:
    assert "Your address is verified" in visitor.post(link(app)).text
    assert is_verified(app, carol)


def test_the_mail_is_sent_again_on_demand(app: Flask, carol: Member) -> None:
    assert "Send the mail again" in carol.get("/").text
    carol.post("/verify")
    assert "on its way to carol@example.org" in carol.get("/").text
    assert len(mails_to(app, "carol@example.org")) == 2


def test_whoever_is_verified_gets_no_further_mail(app: Flask, alice: Member) -> None:
    assert alice.post("/verify").status_code == 302
    assert not mails_to(app, "alice@example.org")


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert visitor.post("/verify").location == "/login"


def test_a_link_works_once(app: Flask, carol: Member) -> None:
    path = link(app)
    carol.post(path)
    assert carol.post(path).status_code == carol.get(path).status_code == 404


def test_a_link_works_for_three_days(app: Flask, carol: Member) -> None:
    path = link(app)
    with time_machine.travel(now() + timedelta(days=3, minutes=1)):
        assert carol.post(path).status_code == 404


def test_a_link_is_for_the_address_it_was_sent_to(app: Flask, carol: Member) -> None:
    path = link(app)
    with app.app_context():
        db.session.get_one(User, carol.user.id).email = "new@example.org"
        db.session.commit()
    assert carol.post(path).status_code == 404 and not is_verified(app, carol)


@pytest.mark.parametrize("purpose", [RESET, "another"])
def test_what_was_signed_for_another_purpose_verifies_nothing(
    app: Flask, carol: Member, purpose: str
) -> None:
    with app.app_context():
        token = sign(purpose, carol.user.id, "carol@example.org")
    assert carol.post(f"/verify/{token}").status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b.c", "%FF", "WzEsImEiXQ.ZZ.ZZ", "." * 900])
def test_a_forged_link_gets_the_same_answer(carol: Member, token: str) -> None:
    assert carol.get(f"/verify/{token}").status_code in (400, 404)


def test_a_link_for_an_account_that_never_was(app: Flask, visitor: Browser) -> None:
    with app.app_context():
        token = sign(VERIFY, 999, "x@example.org")
    assert visitor.post(f"/verify/{token}").status_code == 404


def test_only_one_account_verifies_an_address(app: Flask, carol: Member) -> None:
    twin = member(app, "twin", email="carol@example.org", verified_at=None)
    twin.post("/verify")
    first, second = (link_in(mail) for mail in mails_to(app, "carol@example.org"))
    assert carol.post(first).status_code == 302
    answer = twin.post(second)
    assert answer.status_code == 422 and "belongs to another account" in answer.text
    assert is_verified(app, carol) and not is_verified(app, twin)


def test_whoever_holds_an_address_is_told_of_a_second_account(
    app: Flask, visitor: Browser, alice: Member
) -> None:
    typed = {"username": "dave", "email": "alice@example.org", "password": "four quiet words here"}
    assert visitor.post("/signup", data=typed).location == "/"
    (mail,) = mails_to(app, "alice@example.org")
    assert "Hello alice" in mail.text and '"dave"' in mail.text
    assert link_in(mail) == "/forgot"


def test_no_other_host_gets_into_a_link(app: Flask, carol: Member) -> None:
    assert carol.post("/verify", headers={"Host": "evil.example"}).status_code == 400
    assert len(mails_to(app, "carol@example.org")) == 1
