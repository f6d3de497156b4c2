"""Whoever was signed out or turned away while writing loses no word."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack

FROM = {"Referer": "http://localhost/advice/new?tool=react"}
TYPED = {
    "title": "Which database?",
    "body": "\nWe have </textarea><script>alert(1)</script> two tables.",
    "language": "日本語だけ",
    "tool": "react",
    "csrf_token": "a token that was theirs once",
    "current_password": "four quiet words here",
}


def test_they_read_what_they_wrote_and_sign_in(visitor: Browser) -> None:
    answer = visitor.post("/advice", data=TYPED, headers=FROM)
    assert answer.status_code == 403
    assert "Which database?</textarea>" in answer.text and "日本語だけ</textarea>" in answer.text
    assert 'href="/login?next=/advice/new%3Ftool%3Dreact"' in answer.text
    assert 'content="noindex"' in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path, typed, labels",
    [
        ("/advice", TYPED, ["Title", "What is it about?", "Language"]),
        ("/threads/1/comments", {"body": "Two words."}, ["Your comment"]),
        ("/stacks/bob/shop/comments", {"body": "Two words."}, ["Your comment"]),
        ("/decisions/import", {"text": "# Two words", "file": (BytesIO(), "")}, ["Or its text"]),
        (
            "/decisions",
            {
                "option-1": "a list",
                "good-1": "Two words.",
                "good-2": "And two.",
                "reason": "It is.",
            },
            ["Option 1", "What speaks for it", "What speaks for it", "Why this one?"],
        ),
        (
            "/stackups/react-vs-vue/differences",
            {"heading": "Routing", "body": "Same."},
            ["Heading", "What sets them apart"],
        ),
        (
            "/tools/react/proscons",
            {"side": "pro", "text": "Two words", "context": "And two"},
            ["In one line", "Where it holds"],
        ),
        (
            "/stacks",
            {
                "purpose": "Two words",
                "reason-left-pad": "And two",
                "tool": ["two words", "or more"],
            },
            ["What it is for", "Reason left pad", "Tools", "Tools"],
        ),
        ("/threads/1/comments", {"body": "Thanks."}, ["Your comment"]),
        ("/stackups/react-vs-vue/choose", {"tool": "vue", "text": "Vuex"}, ["In one line"]),
        ("/companies/acme/nowhere", {"odd_one": "Two words"}, ["Odd one"]),
    ],
)
def test_their_words_are_called_as_the_form_calls_them(
    visitor: Browser, path: str, typed: dict[str, Any], labels: list[str]
) -> None:
    page = visitor.post(path, data=typed, headers=FROM).text
    assert re.findall('<label for="typed-[0-9]+">(.*?)</label>', page) == labels


@pytest.mark.parametrize(
    "refused_at, leads_to",
    [
        ("/stackups/react-vs-vue/differences", "/stackups/react-vs-vue"),
        ("/stacks/bob/shop/comments", "/stacks/bob/shop"),
        ("/threads/1/comments", "/"),
        ("/tools/react/proscons", "/tools/react/proscons"),
    ],
)
def test_whoever_mends_what_was_refused_is_led_to_a_page(
    visitor: Browser, refused_at: str, leads_to: str
) -> None:
    page = {"Referer": f"http://localhost{refused_at}"}
    answer = visitor.post(refused_at, data={"body": "Two words."}, headers=page)
    assert "Two words.</textarea>" in answer.text
    assert f'href="/login?next={leads_to}"' in answer.text


def test_what_they_wrote_is_inert_and_says_no_secret(visitor: Browser) -> None:
    page = visitor.post("/advice", data=TYPED, headers=FROM).text
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    for secret in ("a token that was", "four quiet words", ">react<"):
        assert secret not in page


def test_a_token_that_ended_with_the_session_says_the_same(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert "two tables" in visitor.post("/advice", data=TYPED, headers=FROM).text


def test_whoever_signed_in_anew_meanwhile_reads_what_they_wrote(
    app: Flask, alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = alice.post("/advice", data=TYPED, headers=FROM)
    assert answer.status_code == 400 and "This page is too old" in answer.text
    assert "two tables" in answer.text and "four quiet words" not in answer.text
    elsewhere = {"Referer": "https://evil.example/advice/new"}
    assert "two tables" not in alice.post("/advice", data=TYPED, headers=elsewhere).text


def test_whoever_may_no_longer_write_there_reads_it_too(
    app: Flask, alice: Member, bob: Member, react: Tool
) -> None:
    shop = stack(app, bob, "Shop", react)
    bob.press(f"{shop.url}/remove")
    said, page = {"body": "How does it hold?"}, {"Referer": f"http://localhost{shop.url}"}
    answer = alice.post(f"{shop.url}/comments", data=said, headers=page)
    assert answer.status_code == 404 and "How does it hold?</textarea>" in answer.text
    assert "How does" not in alice.post(f"{shop.url}/comments", data=said).text


@pytest.mark.parametrize(
    "referrer", ["", "https://evil.example/advice/new", "http://localhost.evil/"]
)
def test_no_other_site_puts_words_here(visitor: Browser, referrer: str) -> None:
    answer = visitor.post("/advice", data=TYPED, headers={"Referer": referrer})
    assert (answer.status_code, answer.location) == (302, "/login")


def test_a_button_alone_leads_straight_to_sign_in(visitor: Browser) -> None:
    page = {"Referer": "http://localhost/tools/react"}
    assert visitor.press("/tools/react/follow", headers=page).location == "/login?next=/tools/react"


def test_the_header_leads_back_to_the_page(app: Flask, visitor: Browser, alice: Member) -> None:
    for path in ("/advice", "/people/alice", "/search", "/terms"):
        assert f'href="/login?next={path}"' in visitor.get(path).text, path
        assert f'href="/signup?next={path}"' in visitor.get(path).text, path
    for path in ("/", "/forgot", "/nowhere"):
        assert 'href="/login"' in visitor.get(path).text, path
    assert "/login?next=" not in visitor.get("/reset/a-secret").text
