"""Two who edit one stack at once, or one person in two tabs: no word is lost unseen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.tools.models import Tool
from tests.cast import Browser, Member, company, joined, seen_in, stack

SHOP = "/stacks/acme/shop"
WORDS = {"name": "Shop", "tool": ["react", "vue"], "reason-react": "We know it."}


@pytest.fixture(autouse=True)
def shop(app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool, svelte: Tool) -> None:
    acme = company(app, alice, "acme")
    joined(app, acme, bob)
    stack(app, alice, "Shop", react, vue, reasons={"react": "We know it."}, owner=acme)


@pytest.fixture
def seen(bob: Member) -> str:
    """Bob has the form open."""
    return opened(bob)


def opened(who: Browser) -> str:
    return seen_in(who.get(f"{SHOP}/edit").text)


def save(who: Browser, seen: str, **words: Any) -> TestResponse:
    return who.post(SHOP, data={**WORDS, "seen": seen, **words})


def says(who: Browser) -> Any:
    return who.read(f"{SHOP}.json")


def test_who_comes_second_reads_both_and_replaces_knowingly(
    alice: Member, bob: Member, seen: str
) -> None:
    more = {"tool": ["react", "vue", "svelte"], "reason-svelte": "Small."}
    alice.rewrite(SHOP, {**WORDS, **more, "purpose": "It sells."})
    answer = save(bob, seen, purpose="It is for bread.", **{"reason-vue": "We are three."})
    assert answer.status_code == 409 and "Other words were saved meanwhile" in answer.text
    for words in ("It sells.", "<strong>Svelte</strong>", "Small.", "Listed without a reason"):
        assert words in answer.text, words
    assert ">It is for bread.</textarea>" in answer.text.replace("\r\n", "")
    assert 'value="We are three."' in answer.text and 'value="svelte">' in answer.text
    assert "<strong>React</strong>" not in answer.text  # both say the same of it
    assert says(alice)["purpose"] == "It sells."
    assert save(bob, seen_in(answer.text), purpose="It is for bread.").location == SHOP
    assert says(alice)["purpose"] == "It is for bread."


def test_what_somebody_took_out_is_told(alice: Member, bob: Member, seen: str) -> None:
    alice.rewrite(SHOP, {**WORDS, "tool": ["react"]})
    answer = save(bob, seen, purpose="It sells.")
    assert answer.status_code == 409 and "Not there" in answer.text


def test_one_person_in_two_tabs(alice: Member) -> None:
    first, second = opened(alice), opened(alice)
    assert save(alice, first, purpose="It sells.").status_code == 302
    assert save(alice, second, purpose="It is for bread.").status_code == 409
    assert says(alice)["purpose"] == "It sells."


def test_the_same_words_are_no_conflict(alice: Member, bob: Member, seen: str) -> None:
    alice.rewrite(SHOP, {**WORDS, "purpose": "It sells."})
    edited = says(alice)["edited_at"]
    assert save(bob, seen, purpose="It sells.").location == SHOP
    assert says(alice)["edited_at"] == edited


def test_a_form_that_is_saved_as_it_was_changes_nothing(alice: Member, seen: str) -> None:
    before = says(alice)
    assert before["edited_at"] == before["shared_at"]
    assert save(alice, seen).location == SHOP
    assert says(alice) == before and opened(alice) == seen


@pytest.mark.parametrize("do", ["hide", "press"])
def test_other_ways_to_change_it_count_too(
    app: Flask, alice: Member, react: Tool, vue: Tool, do: str
) -> None:
    """It is shown to everybody, or a tool's page is where a tool was added."""
    own = stack(app, alice, "Own", react).url
    seen = seen_in(alice.get(f"{own}/edit").text)
    if do == "press":
        alice.press("/tools/vue/use")
    else:
        alice.rewrite(own, {"name": "Own", "tool": "react", "visibility": "unlisted"})
    answer = alice.post(own, data={"name": "Mine", "tool": "react", "seen": seen})
    assert answer.status_code == 409
    assert ("Vue.js" if do == "press" else "Only people I share") in answer.text


def test_what_is_said_about_it_is_no_change(alice: Member, bob: Member, seen: str) -> None:
    bob.post(f"{SHOP}/comments", data={"body": "Why two of them?"})
    assert opened(alice) == seen


def test_who_looks_for_tools_has_still_seen_what_they_saw(
    alice: Member, bob: Member, seen: str
) -> None:
    alice.rewrite(SHOP, {**WORDS, "purpose": "It sells."})
    looked = save(bob, seen, do="find", find="svelte", purpose="It is for bread.")
    assert looked.status_code == 200 and seen_in(looked.text) == seen
    mistaken = save(bob, seen, name="")
    assert mistaken.status_code == 422 and seen_in(mistaken.text) == seen
    assert save(bob, seen_in(looked.text), purpose="It is for bread.").status_code == 409


@pytest.mark.parametrize("seen", ["", "x", "0" * 24])
def test_who_has_not_seen_it_replaces_nothing(bob: Member, seen: str) -> None:
    assert save(bob, seen, purpose="It sells.").status_code == 409
    assert bob.post(SHOP, data={**WORDS, "name": "Store"}).status_code == 409
    assert (says(bob)["purpose"], says(bob)["name"]) == ("", "Shop")


def test_of_ten_at_once_one_is_first(app: Flask, bob: Member, seen: str) -> None:
    browsers, start = [Member(app, bob.user) for _ in range(10)], Barrier(10)

    def act(n: int) -> int:
        start.wait()
        return save(browsers[n], seen, purpose=f"Take {n}.").status_code

    with ThreadPoolExecutor(10) as crowd:
        assert sorted(crowd.map(act, range(10))) == [302, *[409] * 9]


def test_nobody_else_reads_what_stands(
    app: Flask, mod: Member, visitor: Browser, seen: str
) -> None:
    assert save(mod, seen, name="Mine").status_code == 403
    assert save(visitor, seen).location == "/login"
