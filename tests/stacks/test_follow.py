"""Following stacks."""

import pytest
from flask import Flask

from stackshare.accounts.actions import hash_password
from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.accounts.test_follow import button, follows
from tests.accounts.test_sign_in import PASSWORD, sign_in
from tests.cast import Browser, Member, company, joined, member, stack
from tests.settings.test_close import close

SHOP = "/stacks/bob/shop"
FOLLOW = f"{SHOP}/follow"


@pytest.fixture(autouse=True)
def shop(app: Flask, bob: Member, react: Tool) -> Stack:
    return stack(app, bob, "Shop", react)


def edit(who: Member, url: str, **more: str) -> None:
    assert who.rewrite(url, {"name": "Shop", "tool": "react", **more}).status_code == 302


def test_following_twice_is_following_once(alice: Member) -> None:
    for _ in range(2):
        assert alice.press(FOLLOW).location == SHOP
    assert follows(alice, "stack") == [SHOP]
    assert 'aria-pressed="true"' in button(alice, SHOP, SHOP)


def test_who_stops_follows_no_longer(alice: Member) -> None:
    alice.press(FOLLOW)
    for _ in range(2):
        alice.press(FOLLOW, wanted="n")
    assert follows(alice, "stack") == []
    assert 'aria-pressed="false"' in button(alice, SHOP, SHOP)


def test_a_script_gets_the_button_back(alice: Member) -> None:
    part = alice.press(FOLLOW, headers={"X-Fragment": "1"}).text
    assert part.startswith("<button") and 'aria-pressed="true"' in part


def test_an_unverified_member_may_follow(app: Flask) -> None:
    newcomer = member(app, "newcomer", verified_at=None)
    newcomer.press(FOLLOW)
    assert follows(newcomer, "stack") == [SHOP]


def test_nobody_follows_a_stack_of_their_own(bob: Member) -> None:
    assert bob.press(FOLLOW).status_code == 403
    assert follows(bob, "stack") == [] and FOLLOW not in bob.get(SHOP).text


def test_who_shares_it_with_others_may_follow_it(
    app: Flask, alice: Member, bob: Member, react: Tool
) -> None:
    acme = company(app, alice, "acme")
    joined(app, acme, bob)
    stack(app, alice, "Shop", react, owner=acme)
    bob.press("/stacks/acme/shop/follow")
    assert follows(bob, "stack") == ["/stacks/acme/shop"]


def test_what_is_not_listed_cannot_be_followed(
    app: Flask, alice: Member, bob: Member, react: Tool
) -> None:
    secret = stack(app, bob, "Secret", react, visibility="unlisted")
    assert "/follow" not in alice.get(secret.url).text
    assert alice.press(f"{secret.url}/follow").status_code == 404
    bob.press(f"{SHOP}/remove")
    assert alice.press(FOLLOW).status_code == 404
    assert alice.press("/stacks/bob/none/follow").status_code == 404


def test_what_is_hidden_later_is_named_nowhere_until_it_is_shown_again(
    alice: Member, bob: Member
) -> None:
    alice.press(FOLLOW)
    edit(bob, SHOP, visibility="unlisted")
    assert follows(alice, "stack") == [] and "Shop" not in alice.get("/feed").text
    edit(bob, SHOP, visibility="public")
    assert follows(alice, "stack") == [SHOP]


def test_what_goes_for_good_is_followed_no_longer(app: Flask, alice: Member, react: Tool) -> None:
    carol = member(app, "carol", password_hash=hash_password(PASSWORD))
    gone = stack(app, carol, "Gone", react)
    for url in (gone.url, SHOP):
        alice.press(f"{url}/follow")
    assert close(carol).location == "/"
    assert follows(alice, "stack") == [SHOP]


def test_a_visitor_signs_in_and_then_follows(app: Flask, visitor: Browser) -> None:
    assert visitor.press(FOLLOW).location == "/login"
    assert f'href="/login?next={SHOP}&amp;do=stack-bob/shop"' in visitor.get(SHOP).text
    carol = member(app, "carol", password_hash=hash_password(PASSWORD))
    sign_in(visitor, next=SHOP, do="stack-bob/shop")
    assert follows(carol, "stack") == [SHOP]
