from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from stackshare.accounts.actions import hash_password
from stackshare.accounts.queries import VERIFY
from stackshare.core.clock import now
from stackshare.core.tokens import sign
from tests.cast import Browser, Member, link_in, mails_to, member
from tests.test_database import overheard

OLD, NEW = "four quiet words here", "another quiet set of words"


@pytest.fixture
def carol(app: Flask) -> Member:
    return member(app, "carol", password_hash=hash_password(OLD))


def link(app: Flask, visitor: Browser, login: str = "carol") -> str:
    """The one in the newest mail, after asking for it."""
    visitor.post("/forgot", data={"login": login})
    return link_in(mails_to(app, "carol@example.org")[-1])


def may_sign_in(app: Flask, password: str) -> bool:
    typed = {"login": "carol", "password": password}
    return Browser(app).post("/login", data=typed).status_code == 302


@pytest.mark.parametrize("login", ["carol", " Carol ", "CAROL@example.org"])
def test_a_link_leads_to_a_new_password(
    app: Flask, visitor: Browser, carol: Member, login: str
) -> None:
    path = link(app, visitor, login)
    assert 'type="password"' in visitor.get(path).text
    assert "Your password is changed" in visitor.post(path, data={"password": NEW}).text
    assert may_sign_in(app, NEW) and not may_sign_in(app, OLD)


def test_all_sessions_end_and_the_holder_is_told(
    app: Flask, visitor: Browser, carol: Member
) -> None:
    path = link(app, visitor)
    carol.post(path, data={"password": NEW})  # she is signed in where she opens it
    assert "Sign out" not in carol.get("/").text
    assert "was changed" in mails_to(app, "carol@example.org")[-1].text


def test_opening_a_link_changes_nothing(app: Flask, visitor: Browser, carol: Member) -> None:
    visitor.get(link(app, visitor))
    assert may_sign_in(app, OLD)


def test_a_link_works_once(app: Flask, visitor: Browser, carol: Member) -> None:
    path = link(app, visitor)
    visitor.post(path, data={"password": NEW})
    assert visitor.post(path, data={"password": OLD}).status_code == 404
    assert may_sign_in(app, NEW)


def test_only_the_newest_link_works(app: Flask, visitor: Browser, carol: Member) -> None:
    first, second = link(app, visitor), link(app, visitor)
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200


def test_a_link_works_for_60_minutes(app: Flask, visitor: Browser, carol: Member) -> None:
    path = link(app, visitor)
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert visitor.post(path, data={"password": NEW}).status_code == 404


def test_a_link_for_another_purpose_resets_nothing(
    app: Flask, visitor: Browser, carol: Member
) -> None:
    token = link(app, visitor).removeprefix("/reset/")
    assert visitor.get(f"/verify/{token}").status_code == 404
    with app.app_context():
        token = sign(VERIFY, carol.user.id, "carol@example.org")
    assert visitor.get(f"/reset/{token}").status_code == 404


def test_a_weak_password_is_refused_and_the_link_still_works(
    app: Flask, visitor: Browser, carol: Member
) -> None:
    path = link(app, visitor)
    assert visitor.post(path, data={"password": "carolcarol"}).status_code == 422
    assert visitor.post(path, data={"password": NEW}).status_code == 200


@pytest.mark.parametrize("unknown", ["dave", "dave@example.org"])
def test_the_answer_and_its_work_are_the_same_for_nobody(
    app: Flask, visitor: Browser, carol: Member, unknown: str
) -> None:
    known = unknown.replace("dave", "carol")
    with overheard() as for_carol:
        answer = visitor.post("/forgot", data={"login": known})
    with overheard() as for_nobody:
        other = visitor.post("/forgot", data={"login": unknown})
    assert (answer.status_code, answer.text) == (other.status_code, other.text)
    assert for_carol == for_nobody
    assert len(mails_to(app, "carol@example.org")) == 1
    assert not mails_to(app, "nobody@localhost")


def test_an_account_without_a_password_cannot_be_reset(app: Flask, visitor: Browser) -> None:
    member(app, "erin")
    assert visitor.post("/forgot", data={"login": "erin"}).status_code == 200
    assert not mails_to(app, "erin@example.org")


def test_of_all_who_typed_an_address_the_one_who_verified_it_is_written_to(
    app: Flask, visitor: Browser, carol: Member
) -> None:
    facts = {"verified_at": None, "password_hash": hash_password(OLD)}
    member(app, "twin", email="carol@example.org", **facts)
    visitor.post("/forgot", data={"login": "carol@example.org"})
    assert "Hello carol" in mails_to(app, "carol@example.org")[-1].text


def test_an_empty_form_comes_back_with_a_sentence(visitor: Browser) -> None:
    answer = visitor.post("/forgot", data={"login": " "})
    assert answer.status_code == 422 and "Type your username or address." in answer.text
