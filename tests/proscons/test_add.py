import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.tools.models import Tool
from tests.cast import Browser, Member, member


def add(who: Browser, text: str = "Reads well", **more: str) -> TestResponse:
    return who.post("/tools/react/proscons", data={"side": "pro", "text": text, **more})


def lines(who: Browser, side: str = "pros") -> list[tuple[str, int]]:
    return [(line["text"], line["votes"]) for line in who.read("/tools/react.json")[side]]


@pytest.mark.parametrize("side", ["pro", "con"])
def test_a_line_is_added_and_starts_at_0(alice: Member, react: Tool, side: str) -> None:
    assert add(alice, side=side).location == "/tools/react#points"
    assert lines(alice, f"{side}s") == [("Reads well", 0)]


def test_the_same_line_is_there_once(alice: Member, bob: Member, react: Tool) -> None:
    add(alice)
    answer = add(bob, "reads  WELL")
    assert answer.status_code == 422 and "This line is there already" in answer.text
    assert lines(bob) == [("Reads well", 0)]


def test_what_is_a_pro_for_one_may_be_a_con_for_another(alice: Member, react: Tool) -> None:
    add(alice)
    assert add(alice, side="con").status_code == 302


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"text": " "}, "Write one line"),
        ({"text": "ab"}, "3 to 120 characters"),
        ({"text": "x" * 121}, "3 to 120 characters"),
        ({"text": "\u200b\u200b\u200b\u200b"}, "Write one line"),
        ({"side": ""}, "for or against"),
        ({"side": "both"}, "Not a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_and_stays(
    alice: Member, react: Tool, typed: dict[str, str], sentence: str
) -> None:
    answer = add(alice, **typed)
    assert answer.status_code == 422 and sentence in answer.text
    assert f'value="{typed.get("text", "Reads well").strip()}"' in answer.text or "text" in typed
    assert lines(alice) == lines(alice, "cons") == []


def test_what_cannot_be_seen_is_left_out(alice: Member, react: Tool) -> None:
    add(alice, "Two\nlines \u202e here")
    assert lines(alice) == [("Two lines here", 0)]


def test_the_link_beside_an_empty_list_picks_its_side(alice: Member, react: Tool) -> None:
    [picked] = re.findall(
        "<input checked[^>]*>", alice.get("/tools/react/proscons/new?side=con").text
    )
    assert 'value="con"' in picked


def test_an_unverified_member_is_asked_to_verify_and_loses_nothing(app: Flask, react: Tool) -> None:
    newcomer = member(app, "newcomer", verified_at=None)
    answer = add(newcomer)
    assert answer.status_code == 403
    assert "Verify your e-mail address first" in answer.text and "Reads well" in answer.text
    assert lines(newcomer) == []


def test_a_visitor_is_sent_to_sign_in(visitor: Browser, react: Tool) -> None:
    assert add(visitor).location == "/login"
    assert visitor.get("/tools/react/proscons/new").location == (
        "/login?next=/tools/react/proscons/new"
    )
    assert lines(visitor) == []
