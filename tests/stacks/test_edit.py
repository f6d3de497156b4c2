import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack

SHOP = "/stacks/alice/shop"


@pytest.fixture
def shop(app: Flask, alice: Member, react: Tool, vue: Tool) -> Stack:
    return stack(app, alice, "Shop", react, vue, reasons={"react": "We know it."})


def edit(who: Browser, *slugs: str, **typed: str) -> TestResponse:
    return who.rewrite(SHOP, {"name": "Shop", "tool": list(slugs), **typed})


def counts(who: Browser, *slugs: str) -> list[int]:
    return [who.read(f"/tools/{slug}.json")["stacks"] for slug in slugs]


def test_the_form_shows_the_stack_as_it_is(alice: Member, shop: Stack) -> None:
    edit(alice, "react", **{"reason-react": "Fast.", "adopted-react": "2020-02-03"})
    page = alice.get(f"{SHOP}/edit").text
    assert 'value="Shop"' in page and 'value="react" checked' in page
    assert 'value="Fast."' in page and 'value="2020-02-03"' in page


def test_everything_can_be_changed_but_the_address(
    alice: Member, shop: Stack, svelte: Tool
) -> None:
    typed = {"name": "Store", "purpose": "Sells.", "reason-svelte": "Small."}
    assert edit(alice, "svelte", "react", **typed).location == SHOP
    page = alice.get(SHOP).text
    assert "Store" in page and "Sells." in page and "Small." in page and "We know it." in page
    assert page.index("Svelte") < page.index("React") and "Vue.js" not in page
    assert counts(alice, "react", "vue", "svelte") == [1, 0, 1]


def test_saving_twice_counts_once(alice: Member, shop: Stack) -> None:
    for _ in range(2):
        edit(alice, "react", "vue")
    assert counts(alice, "react", "vue") == [1, 1]


def test_a_dropped_tool_stays_and_counts_no_more(alice: Member, shop: Stack) -> None:
    edit(alice, "react", "vue", **{"adopted-vue": "2020-01", "dropped-vue": "2020-01-31"})
    assert counts(alice, "react", "vue") == [1, 0]
    assert 'value="vue" checked' in alice.get(f"{SHOP}/edit").text
    edit(alice, "react", "vue", **{"dropped-vue": ""})
    assert counts(alice, "react", "vue") == [1, 1]


def test_a_stack_that_goes_unlisted_counts_no_more(alice: Member, shop: Stack) -> None:
    edit(alice, "react", "vue", visibility="unlisted")
    assert counts(alice, "react", "vue") == [0, 0]
    edit(alice, "react", visibility="public")
    assert counts(alice, "react", "vue") == [1, 0]


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"name": ""}, "Give the stack a name"),
        ({"tool": ""}, "not in the catalogue"),
        ({"adopted-react": "2020-05-01", "dropped-react": "2020-04-30"}, "before it was adopted"),
        ({"adopted-react": "in spring"}, "Write the date as 2024-05-31"),
        ({"adopted-react": "1066-10-14"}, "between 1970 and today"),
        ({"dropped-react": "2999-01-01"}, "between 1970 and today"),
        ({"reason-react": "x" * 501}, "at most 500 characters"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    alice: Member, shop: Stack, typed: dict[str, str], sentence: str
) -> None:
    answer = edit(alice, "react", **{"reason-react": "Fast.", "purpose": "Sells.", **typed})
    assert answer.status_code == 422 and sentence in answer.text
    assert "Sells." in answer.text and (typed.get("reason-react") or "Fast.") in answer.text
    assert all(f'value="{text}"' in answer.text for text in typed.values() if "-" in text)
    assert "We know it." in alice.get(SHOP).text and counts(alice, "vue") == [1]


def test_a_message_stands_at_its_field(alice: Member, shop: Stack) -> None:
    days = {"adopted-react": "2020-05-01", "dropped-react": "2020-04-30"}
    page = edit(alice, "react", **days).text
    assert 'href="#dropped-react"' in page and 'id="dropped-react-error"' in page


def test_nothing_is_asked_of_a_tool_that_is_not_ticked(alice: Member, shop: Stack) -> None:
    assert edit(alice, "react", **{"adopted-vue": "in spring"}).status_code == 302


def test_looking_up_a_tool_saves_nothing(alice: Member, shop: Stack, svelte: Tool) -> None:
    page = edit(alice, "react", do="find", find="svelte", name="Store").text
    assert 'value="Store"' in page and 'value="svelte"' in page and 'value="vue">' in page
    assert counts(alice, "vue") == [1] and "Store" not in alice.get(SHOP).text


def test_nobody_edits_the_stack_of_another(
    bob: Member, mod: Member, visitor: Browser, shop: Stack
) -> None:
    for who in (bob, mod):
        assert who.get(f"{SHOP}/edit").status_code == 403
        assert edit(who, "react").status_code == 403
    assert visitor.get(f"{SHOP}/edit").location == f"/login?next={SHOP}/edit"
    assert edit(visitor, "react").location == "/login"
    assert counts(visitor, "vue") == [1]


def test_an_unknown_stack_is_not_edited(alice: Member) -> None:
    assert alice.get("/stacks/alice/nope/edit").status_code == 404
    assert alice.post("/stacks/alice/nope").status_code == 404
