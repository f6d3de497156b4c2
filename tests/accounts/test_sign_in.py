import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.accounts.actions import hash_password
from stackshare.accounts.routes.deeds import DEEDS
from stackshare.factory import MARKS
from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, member

PASSWORD = "four quiet words here"


@pytest.fixture
def carol(app: Flask) -> Member:
    return member(app, "carol", password_hash=hash_password(PASSWORD))


def sign_in(
    who: Browser, login: str = "carol", password: str = PASSWORD, **more: str
) -> TestResponse:
    return who.post("/login", data={"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["carol", " Carol ", "carol@example.org"])
def test_sign_in_by_name_or_verified_address(visitor: Browser, carol: Member, login: str) -> None:
    assert sign_in(visitor, login).location == "/"
    assert "Sign out" in visitor.get("/").text


def test_an_address_that_was_not_verified_signs_nobody_in(app: Flask, visitor: Browser) -> None:
    member(app, "dave", verified_at=None, password_hash=hash_password(PASSWORD))
    assert sign_in(visitor, "dave@example.org").status_code == 422


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    visitor: Browser, carol: Member
) -> None:
    wrong = sign_in(visitor, password="another one")
    unknown = sign_in(visitor, "erin")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text == unknown.text.replace("erin", "carol")


@pytest.mark.parametrize(
    "next, place",
    [
        ("/tools?q=x", "/tools?q=x"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_to_a_page_of_ours(
    visitor: Browser, carol: Member, next: str, place: str
) -> None:
    assert sign_in(visitor, next=next).location == place


def test_a_vote_asked_for_by_a_visitor_is_done_after_sign_in(
    visitor: Browser, carol: Member, fast: ProCon
) -> None:
    sign_in(visitor, next="/tools/react", do=f"vote-{fast.id}")
    assert visitor.read("/tools/react.json")["votes"] == 1


def test_a_follow_asked_for_by_a_visitor_is_done_after_sign_in(
    visitor: Browser, carol: Member, react: Tool
) -> None:
    sign_in(visitor, do="follow-react")
    assert visitor.read("/tools/react.json")["followers"] == 1


def test_a_deed_that_is_refused_still_signs_in_and_says_why(
    app: Flask, visitor: Browser, fast: ProCon
) -> None:
    member(app, "dave", verified_at=None, password_hash=hash_password(PASSWORD))
    sign_in(visitor, "dave", do=f"vote-{fast.id}")
    assert "Verify your e-mail address first" in visitor.get("/tools/react").text
    assert visitor.read("/tools/react.json")["votes"] == 0


@pytest.mark.parametrize(
    "deed",
    (
        "vote-x vote- vote-7 vote-99999999999 follow- follow-nope use- use-nope fly-1 person-nope "
        "person-carol company- stack-carol stack-carol/nope stackup-a stackup-a-vs-b"
    ).split(),
)
def test_an_unknown_deed_is_left_undone(visitor: Browser, carol: Member, deed: str) -> None:
    assert sign_in(visitor, do=deed).status_code == 302


def test_whatever_members_mark_visitors_may_ask_for() -> None:
    assert DEEDS.keys() == MARKS.keys()


def test_signing_out_ends_the_session_for_good(app: Flask, visitor: Browser, carol: Member) -> None:
    sign_in(visitor)
    cookie = visitor.get_cookie("session")
    visitor.post("/logout")
    assert "Sign out" not in visitor.get("/").text
    assert cookie
    visitor.set_cookie("session", cookie.value)
    assert "Sign out" not in visitor.get("/").text


def test_whoever_has_no_account_keeps_what_they_came_for(visitor: Browser, react: Tool) -> None:
    came = visitor.get("/login?next=/tools/react&do=follow-react").text
    (link,) = re.findall(r'href="(/signup[^"]*)">Sign up<', came)
    query = parse_qs(urlsplit(unescape(link)).query)
    back = visitor.get(unescape(link)).text
    assert 'href="/login?next=%2Ftools%2Freact&amp;do=follow-react">Sign in<' in back
    typed = {"username": "erin", "email": "erin@example.org", "password": PASSWORD}
    answer = visitor.post("/signup", data={**typed, **{name: v[0] for name, v in query.items()}})
    assert answer.location == "/tools/react"
    assert visitor.read("/tools/react.json")["followers"] == 1


def test_what_they_came_for_is_kept_after_a_mistake(visitor: Browser, carol: Member) -> None:
    page = sign_in(visitor, password="wrong", next="/tools", do="follow-react").text
    assert 'href="/signup?next=%2Ftools&amp;do=follow-react">Sign up<' in page
    assert 'href="/signup">Sign up<' in visitor.get("/login").text
