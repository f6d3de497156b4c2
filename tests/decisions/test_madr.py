"""Records in and out, through the browser."""

from io import BytesIO
from typing import Any

import html5lib
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.decisions.models import Decision
from stackshare.extensions import db
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, member
from tests.core.madr.texts import FULL_2, MINIMAL_3
from tests.decisions.test_record import record


@pytest.fixture(autouse=True)
def tools(react: Tool, vue: Tool, svelte: Tool) -> None:
    pass


def paste(who: Browser, text: str) -> TestResponse:
    return who.post("/decisions/import", data={"text": text})


def upload(who: Browser, content: bytes) -> TestResponse:
    return who.post("/decisions/import", data={"file": (BytesIO(content), "0001-styles.md")})


def typed_in(page: str) -> dict[str, Any]:
    """What the form of this page would send."""
    sent: dict[str, Any] = {}
    form = html5lib.parse(page, namespaceHTMLElements=False).find(".//form[@action='/decisions']")
    assert form is not None
    for field in form.iter():
        name = field.get("name", "")
        if field.tag == "textarea":
            sent[name] = (field.text or "").removeprefix("\n")
        elif field.tag == "select":
            chosen = [o for o in field.iter("option") if o.get("selected") is not None]
            sent[name] = chosen[0].get("value") if chosen else ""
        elif field.get("type") in ("radio", "checkbox"):
            if field.get("checked") is not None:
                sent[name] = field.get("value")
        elif name:
            sent[name] = field.get("value", "")
    return sent


def test_a_decision_is_read_as_a_record(alice: Member, visitor: Browser) -> None:
    url = record(alice).location
    answer = visitor.get(f"{url}.md")
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert 'filename="vue-js-for-the-web-shop.md"' in answer.headers["Content-Disposition"]
    assert 'Chosen option: "Vue.js", because It is **smaller** and we are three.' in answer.text
    assert 'moved-from: ["React"]' in answer.text


def test_what_went_out_comes_back_the_same(alice: Member, bob: Member) -> None:
    url = record(alice, outcome="## All well\n\n- fast\n- small").location
    form = typed_in(paste(bob, alice.get(f"{url}.md").text).text)
    copy = bob.post("/decisions", data=form).location
    assert bob.get(f"{copy}.md").text == alice.get(f"{url}.md").text
    own = ("id", "url", "author", "recorded_at", "thread")
    first, second = (bob.read(f"{address}.json") for address in (url, copy))
    assert {**first, **dict.fromkeys(own)} == {**second, **dict.fromkeys(own)}


def test_a_record_fills_the_form_and_nothing_is_stored(app: Flask, alice: Member) -> None:
    for page in (paste(alice, FULL_2), upload(alice, FULL_2.encode())):
        assert page.status_code == 200
        assert "Check what was read" in page.text and "ExpressJS" in page.text
        assert "was read as “superseded”" in page.text and "“deciders” is left out" in page.text
    with app.app_context():
        assert db.session.query(Decision).count() == 0


def test_what_was_read_can_be_posted_at_once(alice: Member) -> None:
    url = alice.post("/decisions", data=typed_in(paste(alice, MINIMAL_3).text)).location
    assert alice.read(f"{url}.json")["reason"] == "layers and nesting are enough for us."


def test_what_is_hostile_in_a_record_stays_inert(alice: Member) -> None:
    page = paste(
        alice, "# <script>alert(1)</script>\n\n## </textarea><script>alert(2)</script>\n\nx"
    )
    assert page.status_code == 200 and "<script>alert" not in page.text


@pytest.mark.parametrize("content", [b"", b"  \n ", b"one\0two"])
def test_a_file_that_is_no_text_is_refused(alice: Member, content: bytes) -> None:
    answer = upload(alice, content)
    assert answer.status_code == 422 and "Markdown" in answer.text


def test_a_file_of_other_bytes_is_refused(alice: Member) -> None:
    assert upload(alice, b"\xff\xfe\x00\x01").status_code == 400
    assert upload(alice, b"# x" * 500_000).status_code == 413


def test_a_file_of_another_system_is_read(alice: Member) -> None:
    page = upload(alice, b"\xef\xbb\xbf" + MINIMAL_3.replace("\n", "\r\n").encode())
    assert 'value="Write plain CSS"' in page.text


def test_a_long_record_is_read_in_part(alice: Member) -> None:
    page = upload(alice, b"# Which one?\n\n" + b"word " * 60_000)
    assert page.status_code == 200 and "Only the first 90,000 characters were read" in page.text


def test_an_unverified_member_may_look_but_not_post(app: Flask) -> None:
    newcomer = member(app, "dave", verified_at=None)
    form = typed_in(paste(newcomer, MINIMAL_3).text)
    assert newcomer.post("/decisions", data=form).status_code == 403


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert paste(visitor, MINIMAL_3).location == "/login"
