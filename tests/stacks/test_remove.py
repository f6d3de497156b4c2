from datetime import timedelta

import pytest
from flask import Flask

from stackshare.core.refusal import Refused
from stackshare.extensions import db
from stackshare.stacks.actions import remove_stack
from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack

SHOP = "/stacks/alice/shop"
REMOVE = f"{SHOP}/remove"


@pytest.fixture(autouse=True)
def shop(app: Flask, alice: Member, react: Tool, vue: Tool) -> Stack:
    return stack(app, alice, "Shop", react, vue, reasons={"react": "We know it."})


def counts(who: Browser) -> list[int]:
    return [who.read(f"/tools/{slug}.json")["stacks"] for slug in ("react", "vue")]


def test_a_removed_stack_is_gone_for_everyone(alice: Member, visitor: Browser) -> None:
    assert alice.press(REMOVE).location == "/people/alice"
    for path in (SHOP, f"{SHOP}.json", f"{SHOP}/edit"):
        assert alice.get(path).status_code == 404
    for path in ("/", "/stacks", "/people/alice", "/tools/react"):
        assert SHOP not in visitor.get(path).text
    assert counts(visitor) == [0, 0]


def test_the_owner_is_told_and_may_undo_at_once(alice: Member) -> None:
    alice.press(REMOVE)
    page = alice.get("/people/alice").text
    assert "“Shop” is removed" in page and "Undo</button>" in page
    assert "Undo</button>" not in alice.get("/people/alice").text


def test_what_is_brought_back_is_whole(alice: Member) -> None:
    alice.press(REMOVE)
    assert "Bring back" in alice.get("/people/alice").text
    assert alice.press(REMOVE, wanted="n").location == SHOP
    assert "We know it." in alice.get(SHOP).text and counts(alice) == [1, 1]
    assert "Bring back" not in alice.get("/people/alice").text


def test_removing_twice_counts_once_and_so_does_bringing_back(alice: Member) -> None:
    for _ in range(2):
        alice.press(REMOVE)
    assert counts(alice) == [0, 0]
    for _ in range(2):
        alice.press(REMOVE, wanted="n")
    assert counts(alice) == [1, 1]


def test_after_thirty_days_a_stack_is_gone_for_its_owner_too(
    app: Flask, alice: Member, shop: Stack
) -> None:
    alice.press(REMOVE)
    with app.app_context():
        gone = db.session.get_one(Stack, shop.id)
        assert gone.removed_at
        gone.removed_at -= timedelta(days=30)
        db.session.commit()
    alice.get("/people/alice")
    assert "Shop" not in alice.get("/people/alice").text
    assert alice.press(REMOVE, wanted="n").status_code == 404


def test_its_address_is_kept_for_it(alice: Member, react: Tool) -> None:
    alice.press(REMOVE)
    answer = alice.post("/stacks", data={"name": "Shop", "tool": "react"})
    assert answer.location == f"{SHOP}-2"


def test_nobody_removes_or_lists_the_stack_of_another(
    bob: Member, mod: Member, alice: Member, visitor: Browser
) -> None:
    for who in (bob, mod):
        assert who.press(REMOVE).status_code == 404
    assert visitor.press(REMOVE).location == "/login"
    assert counts(visitor) == [1, 1]
    alice.press(REMOVE)
    for who in (bob, mod):
        assert "Shop" not in who.get("/people/alice").text
        assert who.press(REMOVE, wanted="n").status_code == 404


def test_what_is_wanted_must_be_said(alice: Member) -> None:
    assert alice.post(REMOVE).status_code == 422
    assert alice.press("/stacks/alice/nope/remove").status_code == 404
    assert counts(alice) == [1, 1]


def test_the_verb_itself_asks_for_the_owner(app: Flask, bob: Member, shop: Stack) -> None:
    with app.app_context(), pytest.raises(Refused):
        remove_stack(bob.user, db.session.get_one(Stack, shop.id), wanted=True)


def test_an_unlisted_stack_is_listed_for_its_owner_alone(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    hidden = stack(app, alice, "Secret", react, visibility="unlisted")
    assert hidden.url in alice.get("/people/alice").text
    for who in (bob, visitor):
        assert hidden.url not in who.get("/people/alice").text
