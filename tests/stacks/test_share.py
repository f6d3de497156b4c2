import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.tools.models import Tool
from tests.cast import Browser, Member, member


def share(who: Browser, *slugs: str, name: str = "Web shop", **more: str) -> TestResponse:
    return who.post("/stacks", data={"name": name, "tool": list(slugs), **more})


def stacks(who: Browser, slug: str) -> int:
    count: int = who.read(f"/tools/{slug}.json")["stacks"]
    return count


def test_a_stack_is_shared_with_its_reasons(alice: Member, react: Tool, vue: Tool) -> None:
    answer = share(alice, "react", "vue", **{"reason-react": "We know it.", "purpose": "Sells."})
    assert answer.location == "/stacks/alice/web-shop"
    page = alice.get(answer.location).text
    assert "We know it." in page and "Sells." in page and "No reason given yet" in page
    assert (stacks(alice, "react"), stacks(alice, "vue")) == (1, 1)


def test_a_tool_named_twice_is_listed_once(alice: Member, react: Tool) -> None:
    share(alice, "react", "react")
    assert stacks(alice, "react") == 1


def test_a_second_stack_of_the_same_name_has_its_own_address(alice: Member, react: Tool) -> None:
    share(alice, "react")
    assert share(alice, "react").location == "/stacks/alice/web-shop-2"


def test_an_unverified_member_may_share(app: Flask, react: Tool) -> None:
    assert share(member(app, "dave", verified_at=None), "react").status_code == 302


@pytest.mark.parametrize(
    "slugs, typed, sentence",
    [
        (["react"], {"name": " "}, "Give the stack a name"),
        (["react"], {"name": "x" * 81}, "at most 80 characters"),
        ([], {"name": "Shop"}, "Pick at least one tool"),
        (["nope"], {"name": "Shop"}, "not in the catalogue"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    alice: Member, react: Tool, slugs: list[str], typed: dict[str, str], sentence: str
) -> None:
    answer = share(alice, *slugs, **typed, **{"purpose": "Sells.", "reason-react": "We know it."})
    assert answer.status_code == 422 and sentence in answer.text
    assert "Sells." in answer.text and "We know it." in answer.text


def test_looking_up_a_tool_saves_nothing_and_keeps_what_is_ticked(
    alice: Member, react: Tool, vue: Tool
) -> None:
    page = share(alice, "react", do="find", find="vue", **{"reason-react": "We know it."}).text
    assert 'value="react" checked' in page and 'value="vue"' in page and "We know it." in page
    assert stacks(alice, "react") == 0


def test_a_visitor_is_sent_to_sign_in(visitor: Browser, react: Tool) -> None:
    assert visitor.get("/stacks/new").location == "/login?next=/stacks/new"
    assert share(visitor, "react").location == "/login"
    assert stacks(visitor, "react") == 0
