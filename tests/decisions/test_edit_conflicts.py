"""Two who edit one decision at once, or its author in two tabs: no word is lost unseen."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, company, joined, seen_in, stack
from tests.decisions.test_record import CHOICE, base, record

BOOK = "acme/order-book"
WORDS = {**CHOICE, "stack": BOOK}


@pytest.fixture(autouse=True)
def book(app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool, svelte: Tool) -> Stack:
    acme = company(app, alice, "acme")
    joined(app, acme, bob)
    return stack(app, alice, "Order book", react, owner=acme)


@pytest.fixture
def url(alice: Member, book: Stack) -> str:
    return record(alice, stack=BOOK).location


@pytest.fixture
def seen(bob: Member, url: str) -> str:
    """Bob has the form open."""
    return opened(bob, url)


def opened(who: Browser, url: str) -> str:
    return seen_in(who.get(f"{base(url)}/edit").text)


def save(who: Browser, url: str, seen: str, **words: Any) -> TestResponse:
    return who.post(base(url), data={**WORDS, "seen": seen, **words})


def test_who_comes_second_reads_both_and_replaces_knowingly(
    alice: Member, bob: Member, url: str, seen: str
) -> None:
    other = {"outcome": "Pages take one second.", "option-3": "Svelte", "good-3": "Small"}
    alice.rewrite(base(url), {**WORDS, **other, "effort": "days"})
    answer = save(bob, url, seen, outcome="It held well.", status="superseded")
    assert answer.status_code == 409 and "Alice saved other words meanwhile" in answer.text
    for words in ("Pages take one second.", "Svelte\nFor: Small", "Days", "Accepted"):
        assert words in answer.text, words
    assert "It held well.</textarea>" in answer.text and 'value="A spreadsheet"' in answer.text
    assert "<strong>Title</strong>" not in answer.text  # it is the same
    assert alice.read(f"{url}.json")["outcome"] == "Pages take one second."
    assert save(bob, url, seen_in(answer.text), outcome="It held well.").location == url
    told = alice.read(f"{url}.json")
    assert (told["outcome"], told["edited_by"]) == ("It held well.", "bob")


def test_one_person_in_two_tabs(alice: Member, url: str, seen: str) -> None:
    assert save(alice, url, seen, outcome="It held.").status_code == 302
    assert save(alice, url, seen, outcome="It fell.").status_code == 409
    assert alice.read(f"{url}.json")["outcome"] == "It held."


def test_the_same_words_are_no_conflict(alice: Member, bob: Member, url: str, seen: str) -> None:
    for who in (alice, bob):
        assert save(who, url, seen, outcome="It held.").location == url
    assert alice.read(f"{url}.json")["edited_by"] == "alice"


def test_a_form_that_is_saved_as_it_was_changes_nothing(alice: Member, url: str, seen: str) -> None:
    before = alice.read(f"{url}.json")
    assert save(alice, url, seen).location == url
    assert alice.read(f"{url}.json") == before and before["edited_at"] is None


@pytest.mark.parametrize("seen", ["", "x", "0" * 24])
def test_who_has_not_seen_it_replaces_nothing(bob: Member, url: str, seen: str) -> None:
    assert save(bob, url, seen, outcome="It held.").status_code == 409
    assert bob.post(base(url), data={**WORDS, "title": "Another one"}).status_code == 409
    assert bob.read(f"{url}.json")["edited_at"] is None


def test_what_its_author_took_elsewhere_meanwhile_is_not_shown(
    alice: Member, bob: Member, url: str, seen: str
) -> None:
    alice.rewrite(base(url), {**CHOICE, "stack": "", "outcome": "It is mine."})
    answer = save(bob, url, seen, outcome="It held.")
    assert answer.status_code == 403 and "It is mine." not in answer.text


def test_what_was_removed_meanwhile_is_gone(
    alice: Member, bob: Member, url: str, seen: str
) -> None:
    alice.press(f"{base(url)}/remove")
    assert save(bob, url, seen).status_code == 404


def test_nobody_else_reads_what_stands(mod: Member, visitor: Browser, url: str, seen: str) -> None:
    assert save(mod, url, seen, title="Mine now").status_code == 403
    assert save(visitor, url, seen).location == "/login"


# --- who hears of what is said about it


def test_who_edits_it_follows_what_is_said_about_it(bob: Member, url: str, seen: str) -> None:
    thread = f"/threads/{bob.read(f'{url}.json')['thread']}"
    assert not following(bob, url)
    save(bob, url, seen)
    assert not following(bob, url)  # nothing was changed
    save(bob, url, seen, outcome="It held.")
    assert following(bob, url)
    bob.press(f"{thread}/follow", wanted="n")
    bob.rewrite(base(url), {**WORDS, "outcome": "It held well."})
    assert not following(bob, url)  # they said so


def following(who: Browser, url: str) -> bool:
    thread = who.read(f"{url}.json")["thread"]
    page = who.get(url).text
    return f'formaction="/threads/{thread}/follow" name="wanted" value="n"' in page
