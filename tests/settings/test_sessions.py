from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from stackshare.accounts.models import UserSession
from stackshare.core.clock import now
from stackshare.extensions import db
from stackshare.mail_worker import forget_what_is_old
from stackshare.settings.pages import browser_words
from tests.cast import Browser, Member


def sessions(app: Flask, who: Member) -> list[UserSession]:
    with app.app_context():
        of_theirs = select(UserSession).where(UserSession.user_id == who.user.id)
        return list(db.session.scalars(of_theirs.order_by(UserSession.created_at)))


def test_they_are_listed_and_this_one_is_marked(app: Flask, alice: Member) -> None:
    Member(app, alice.user)
    page = alice.get("/settings/sessions").text
    assert page.count("Last seen") == 2 and page.count("This browser") == 1


def test_one_is_ended(app: Flask, alice: Member) -> None:
    elsewhere = Member(app, alice.user)
    alice.post(f"/settings/sessions/{sessions(app, alice)[1].key_hash}/end")
    assert "Sign out" not in elsewhere.get("/").text
    assert "Sign out" in alice.get("/").text


def test_all_others_are_ended(app: Flask, alice: Member, bob: Member) -> None:
    elsewhere = Member(app, alice.user)
    alice.post("/settings/sessions/end-others")
    assert "Sign out" not in elsewhere.get("/").text
    assert "Sign out" in alice.get("/").text and "Sign out" in bob.get("/").text


def test_nobody_ends_the_session_of_another(app: Flask, alice: Member, bob: Member) -> None:
    bob.post(f"/settings/sessions/{sessions(app, alice)[0].key_hash}/end")
    assert "Sign out" in alice.get("/").text


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    for path in ("end-others", "x/end"):
        assert visitor.post(f"/settings/sessions/{path}").location == "/login"


def test_a_visit_is_noted_once_an_hour(app: Flask, alice: Member) -> None:
    (first,) = sessions(app, alice)
    alice.get("/")
    assert sessions(app, alice)[0].seen_at == first.seen_at
    with time_machine.travel(first.seen_at + timedelta(hours=2), tick=False):
        alice.get("/")
        assert sessions(app, alice)[0].seen_at == now()


def test_a_session_unseen_for_90_days_has_ended(alice: Member) -> None:
    with time_machine.travel(now() + timedelta(days=91)):
        assert "Sign out" not in alice.get("/").text


def test_a_page_with_a_persons_own_words_is_kept_nowhere(
    app: Flask, alice: Member, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)  # its token is a visitor's own
    assert alice.get("/").headers["Cache-Control"] == "private, no-store"
    assert visitor.get("/login").headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in visitor.get("/about-nothing").headers


@pytest.mark.parametrize(
    "header, words",
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
            " (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("", "A browser"),
        ("<script>", "A browser"),
    ],
)
def test_browsers_in_words(header: str, words: str) -> None:
    assert browser_words(header) == words


def test_the_cookie_is_renewed_once_an_hour(app: Flask, alice: Member) -> None:
    assert "Set-Cookie" in alice.get("/settings").headers  # the token against forged forms
    assert "Set-Cookie" not in alice.get("/settings").headers
    with time_machine.travel(now() + timedelta(hours=2)):
        assert "Set-Cookie" in alice.get("/settings").headers
        assert "Set-Cookie" not in alice.get("/settings").headers


@pytest.mark.parametrize("path", ["/advice.atom", "/sitemap.xml", "/static/icon.svg"])
def test_what_everybody_may_keep_sets_no_cookie(alice: Member, path: str) -> None:
    for hours in (0, 2):
        with time_machine.travel(now() + timedelta(hours=hours)):
            answer = alice.get(path)
            assert answer.status_code == 200 and "Set-Cookie" not in answer.headers


def test_a_session_that_has_ended_is_neither_listed_nor_kept(app: Flask, alice: Member) -> None:
    with time_machine.travel(now() + timedelta(days=91)):
        here = Member(app, alice.user)
        assert here.get("/settings/sessions").text.count("Last seen") == 1
        with app.app_context():
            forget_what_is_old()
        assert len(sessions(app, alice)) == 1
