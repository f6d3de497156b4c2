from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from stackshare.accounts.models import User
from stackshare.core.facts import amount, remember
from stackshare.extensions import db
from stackshare.settings.actions import close_account
from stackshare.site.actions import recount
from stackshare.stacks.models import ToolPair
from stackshare.stacks.queries import ENOUGH, LISTED
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, member, stack, tool

SHOP = "/stacks/alice/shop"

Pairs = dict[tuple[str, str], int]


def pairs(app: Flask) -> Pairs:
    """By two slugs, in how many stacks both are; told once where it is the same both ways."""
    with app.app_context():
        slugs = {id: slug for id, slug in db.session.execute(select(Tool.id, Tool.slug))}
        kept = db.session.scalars(select(ToolPair).where(ToolPair.stack_count > 0)).all()
    told = {(slugs[pair.tool_id], slugs[pair.other_id]): pair.stack_count for pair in kept}
    assert all(told[other, one] == n for (one, other), n in told.items())
    return {(one, other): n for (one, other), n in told.items() if one < other}


def listed(app: Flask) -> int:
    with app.app_context():
        return amount(LISTED)


def mended(app: Flask) -> int:
    with app.app_context():
        n = recount()
        db.session.commit()
    return n


@pytest.fixture(autouse=True)
def nothing_to_mend(app: Flask) -> Iterator[None]:
    """Whatever a test does, what the verbs counted is what the rows say."""
    yield
    assert mended(app) == 0


def edit(who: Browser, *slugs: str, **typed: str) -> None:
    assert who.rewrite(SHOP, {"name": "Shop", "tool": list(slugs), **typed}).status_code == 302


@pytest.fixture
def shop(app: Flask, alice: Member, react: Tool, vue: Tool) -> None:
    stack(app, alice, "Shop", react, vue)


def test_a_shared_stack_counts_every_two_of_its_tools(
    app: Flask, alice: Member, react: Tool, vue: Tool, svelte: Tool
) -> None:
    stack(app, alice, "Shop", react, vue, svelte)
    stack(app, alice, "Blog", vue, react)
    stack(app, alice, "Notes", vue)
    stack(app, alice, "Plans")
    assert pairs(app) == {("react", "vue"): 2, ("react", "svelte"): 1, ("svelte", "vue"): 1}
    assert listed(app) == 4


def test_an_edit_moves_what_came_and_what_went(
    app: Flask, alice: Member, shop: None, svelte: Tool
) -> None:
    for _ in range(2):
        edit(alice, "svelte", "react")
        assert pairs(app) == {("react", "svelte"): 1}
    edit(alice, "svelte", "react", "vue")
    assert len(pairs(app)) == 3 and listed(app) == 1


def test_a_dropped_tool_stands_beside_nothing(app: Flask, alice: Member, shop: None) -> None:
    edit(alice, "react", "vue", **{"dropped-vue": "2020-01-31"})
    assert pairs(app) == {}
    edit(alice, "react", "vue", **{"dropped-vue": ""})
    assert pairs(app) == {("react", "vue"): 1}


def test_an_unlisted_stack_counts_no_pair(app: Flask, alice: Member, shop: None) -> None:
    edit(alice, "react", "vue", visibility="unlisted")
    assert (pairs(app), listed(app)) == ({}, 0)
    edit(alice, "react", "vue", visibility="public")
    assert (pairs(app), listed(app)) == ({("react", "vue"): 1}, 1)


def test_removing_twice_and_bringing_back_twice_counts_once(
    app: Flask, alice: Member, shop: None
) -> None:
    for wanted, left, n in (("y", {}, 0), ("n", {("react", "vue"): 1}, 1)):
        for _ in range(2):
            alice.press(f"{SHOP}/remove", wanted=wanted)
            assert (pairs(app), listed(app)) == (left, n)


def test_using_a_tool_pairs_it_with_the_rest(
    app: Flask, alice: Member, shop: None, svelte: Tool
) -> None:
    for wanted, n in (("y", 3), ("n", 1)):
        for _ in range(2):
            alice.press("/tools/svelte/use", wanted=wanted)
            assert len(pairs(app)) == n


def test_a_closed_account_leaves_no_pairs(
    app: Flask, bob: Member, shop: None, react: Tool, vue: Tool
) -> None:
    dora = member(app, "dora", password_hash="x")
    for name in ("Blog", "Notes"):
        stack(app, dora, name, react, vue)
    with app.app_context():
        close_account(db.session.get_one(User, dora.user.id))
        db.session.commit()
    assert (pairs(app), listed(app)) == ({("react", "vue"): 1}, 1)


def test_recount_mends_what_is_wrong_missing_and_too_much(
    app: Flask, alice: Member, react: Tool, vue: Tool, svelte: Tool
) -> None:
    stack(app, alice, "Shop", react, vue)
    stack(app, alice, "Blog", react, svelte)
    told = pairs(app)
    ids = {"tool_id": vue.id, "other_id": svelte.id}
    with app.app_context():
        here = ToolPair.tool_id == react.id
        db.session.execute(
            update(ToolPair).where(here, ToolPair.other_id == vue.id).values(stack_count=7)
        )
        db.session.execute(delete(ToolPair).where(here, ToolPair.other_id == svelte.id))
        db.session.add(ToolPair(**ids, stack_count=3))
        remember(LISTED, "9")
        db.session.commit()
    assert mended(app) == 4
    assert (pairs(app), listed(app)) == (told, 2)


@pytest.fixture
def community(app: Flask, alice: Member, react: Tool, vue: Tool, svelte: Tool) -> None:
    """20 stacks: React in 10, Vue in 8, Svelte in 6; React and Vue in 6, React and Svelte in 4."""
    small = tool(app, "small")
    for n in range(20):
        among = {react: n < 10, vue: 4 <= n < 12, svelte: n < 4 or n > 17, small: n > 12}
        stack(app, alice, f"Stack {n}", *(known for known, there in among.items() if there))


def test_lift_is_how_many_times_as_often_as_by_chance(visitor: Browser, community: None) -> None:
    lift = 6 * 20 / (10 * 8)
    told = [{"slug": "vue", "lift": lift, "stacks": 6}]
    assert visitor.read("/tools/react.json")["pairs"] == told
    assert visitor.read("/tools/vue.json")["pairs"] == [{**told[0], "slug": "react"}]
    page = visitor.get("/tools/react").text
    assert "1.5 times as often as by chance, in 6 stacks" in page and "Pairs well with" in page


def test_few_stacks_say_nothing(visitor: Browser, community: None) -> None:
    assert ENOUGH > 4
    assert visitor.read("/tools/svelte.json")["pairs"] == []
    assert "Pairs well with" not in visitor.get("/tools/svelte").text


def test_what_everybody_uses_pairs_with_nothing(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    for n in range(ENOUGH):
        stack(app, alice, f"Stack {n}", react, vue)
    assert visitor.read("/tools/react.json")["pairs"] == []  # a lift of 1 is chance


def test_the_highest_lift_stands_first_then_most_stacks(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool, svelte: Tool
) -> None:
    angular = tool(app, "angular")
    for n in range(30):
        among = {react: n < 12, vue: n < 6, angular: n < 6, svelte: n < 7 or n > 28}
        stack(app, alice, f"Stack {n}", *(known for known, there in among.items() if there))
    told = visitor.read("/tools/react.json")["pairs"]
    assert [pair["slug"] for pair in told] == ["angular", "vue", "svelte"]
    assert [pair["lift"] for pair in told] == [2.5, 2.5, 2.19]
