import pytest
from flask import Flask

from stackshare.core.refusal import Refused
from stackshare.extensions import db
from stackshare.stacks.actions import remove_stack
from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Member, stack


def counts(who: Member, *slugs: str) -> list[int]:
    return [who.read(f"/tools/{slug}.json")["stacks"] for slug in slugs]


@pytest.fixture
def shop(app: Flask, alice: Member, react: Tool, vue: Tool) -> Stack:
    return stack(app, alice, "Shop", react, vue)


def set_removed(app: Flask, who: Member, shop: Stack, wanted: bool) -> None:
    with app.app_context():
        remove_stack(who.user, db.session.get_one(Stack, shop.id), wanted=wanted)
        db.session.commit()


def test_removing_twice_counts_once(app: Flask, alice: Member, shop: Stack) -> None:
    for _ in range(2):
        set_removed(app, alice, shop, wanted=True)
    assert counts(alice, "react", "vue") == [0, 0]
    for _ in range(2):
        set_removed(app, alice, shop, wanted=False)
    assert counts(alice, "react", "vue") == [1, 1]


def test_only_the_owner_removes(app: Flask, bob: Member, shop: Stack) -> None:
    with pytest.raises(Refused):
        set_removed(app, bob, shop, wanted=True)
    assert counts(bob, "react", "vue") == [1, 1]
