import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.accounts import forms
from stackshare.accounts.actions import hash_password
from stackshare.extensions import db
from tests.cast import Browser, Member, link_in, mails_to, member

OLD, NEW = "four quiet words here", "another quiet set of words"


@pytest.fixture
def carol(app: Flask) -> Member:
    return member(app, "carol", password_hash=hash_password(OLD))


def change(who: Browser, old: str = OLD, new: str = NEW) -> TestResponse:
    return who.post("/settings/password", data={"current_password": old, "password": new})


def test_the_new_password_signs_in_and_the_old_does_not(carol: Member, visitor: Browser) -> None:
    assert change(carol).status_code == 302
    for password, code in ((OLD, 422), (NEW, 302)):
        typed = {"login": "carol", "password": password}
        assert visitor.post("/login", data=typed).status_code == code


def test_every_other_session_ends_and_the_holder_is_told(app: Flask, carol: Member) -> None:
    elsewhere = Member(app, carol.user)
    change(carol)
    assert "Sign out" in carol.get("/").text
    assert "Sign out" not in elsewhere.get("/").text
    assert "was changed" in mails_to(app, "carol@example.org")[0].text


@pytest.mark.parametrize("old, new", [("wrong", NEW), ("", NEW), (OLD, "short"), (OLD, "")])
def test_what_is_wrong_changes_nothing(carol: Member, visitor: Browser, old: str, new: str) -> None:
    assert change(carol, old, new).status_code == 422
    assert visitor.post("/login", data={"login": "carol", "password": OLD}).status_code == 302


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert change(visitor).location == "/login"


def test_an_address_nobody_verified_is_not_told(app: Flask) -> None:
    hashed = hash_password(OLD)
    dave = member(app, "dave", verified_at=None, password_hash=hashed)
    assert change(dave).status_code == 302
    assert not mails_to(app, "dave@example.org")


def test_no_transaction_is_open_while_a_password_is_judged(
    app: Flask, carol: Member, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ones: list[bool] = []

    def weakness(*args: object) -> None:
        open_ones.append(db.session().in_transaction())

    monkeypatch.setattr(forms, "weakness", weakness)
    change(carol)
    visitor.post("/forgot", data={"login": "carol"})
    reset = link_in(mails_to(app, "carol@example.org")[-1])
    visitor.post(reset, data={"password": NEW})
    typed = {"username": "erin", "email": "erin@example.org", "password": NEW}
    visitor.post("/signup", data=typed)
    assert open_ones == [False] * 3
