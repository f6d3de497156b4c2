"""Following comparisons."""

import pytest
from flask import Flask
from sqlalchemy import select

from stackshare.accounts.actions import hash_password
from stackshare.extensions import db
from stackshare.stackups.models import Stackup, StackupTool
from stackshare.tools.models import Tool
from tests.accounts.test_follow import button, follows
from tests.accounts.test_sign_in import PASSWORD, sign_in
from tests.cast import Browser, Member, member
from tests.stacks.test_race import at_once

BOTH = "/stackups/react-vs-vue"
FOLLOW = f"{BOTH}/follow"
pytestmark = pytest.mark.usefixtures("react", "vue")


def compared(app: Flask) -> list[tuple[str, list[int]]]:
    """The comparisons that have a row, and the tools that they compare."""
    named = select(StackupTool.tool_id).order_by(StackupTool.tool_id)
    with app.app_context():
        return [
            (it.key, list(db.session.scalars(named.filter_by(stackup_id=it.id))))
            for it in db.session.scalars(select(Stackup))
        ]


def test_the_first_follow_makes_its_row(
    app: Flask, alice: Member, mod: Member, react: Tool, vue: Tool
) -> None:
    for who in (alice, mod):
        assert 'aria-pressed="false"' in button(who, BOTH, BOTH)
    assert compared(app) == []
    for who in (alice, alice, mod):
        assert who.press(FOLLOW).location == BOTH
    assert compared(app) == [(f"{react.id}-{vue.id}", [react.id, vue.id])]
    for who in (alice, mod):
        assert follows(who, "stackup") == [BOTH]
        assert 'aria-pressed="true"' in button(who, BOTH, BOTH)


def test_every_spelling_means_the_same_comparison(app: Flask, alice: Member) -> None:
    alice.press("/stackups/Vue.js-vs-React/follow")
    assert follows(alice, "stackup") == [BOTH] and len(compared(app)) == 1


def test_who_stops_follows_no_longer(alice: Member) -> None:
    alice.press(FOLLOW)
    for _ in range(2):
        alice.press(FOLLOW, wanted="n")
    assert follows(alice, "stackup") == []
    assert 'aria-pressed="false"' in button(alice, BOTH, BOTH)


def test_not_following_makes_no_row(app: Flask, alice: Member) -> None:
    assert alice.press(FOLLOW, wanted="n").location == BOTH
    assert compared(app) == []


def test_a_script_gets_the_button_back(alice: Member) -> None:
    part = alice.press(FOLLOW, headers={"X-Fragment": "1"}).text
    assert part.startswith("<button") and 'aria-pressed="true"' in part


def test_it_is_tracked_at_its_head_and_at_its_end(
    alice: Member, mod: Member, visitor: Browser
) -> None:
    alice.press(FOLLOW)
    pressed, unpressed = 'value="n" aria-pressed="true"', 'value="y" aria-pressed="false"'
    for who, state in ((alice, pressed), (mod, unpressed)):
        page = who.get(BOTH).text
        assert page.count(f'formaction="{FOLLOW}" name="wanted" {state}') == 2
    page = visitor.get(BOTH).text
    assert page.count("do=stackup-react-vs-vue") == 2 and "#track" not in page


def test_an_unverified_member_may_follow(app: Flask) -> None:
    newcomer = member(app, "newcomer", verified_at=None)
    newcomer.press(FOLLOW)
    assert follows(newcomer, "stackup") == [BOTH]


@pytest.mark.parametrize("slug", ["react", "react-vs-nope", "a-vs-b"])
def test_only_what_there_is_can_be_followed(alice: Member, slug: str) -> None:
    assert alice.press(f"/stackups/{slug}/follow").status_code == 404


def test_a_visitor_signs_in_and_then_follows(app: Flask, visitor: Browser) -> None:
    assert visitor.press(FOLLOW).location == "/login"
    assert f'href="/login?next={BOTH}&amp;do=stackup-react-vs-vue"' in visitor.get(BOTH).text
    carol = member(app, "carol", password_hash=hash_password(PASSWORD))
    sign_in(visitor, next=BOTH, do="stackup-react-vs-vue")
    assert follows(carol, "stackup") == [BOTH]


def test_thirty_who_follow_at_once_make_one_row(app: Flask) -> None:
    crowd = [member(app, f"user-{n}") for n in range(15)]
    assert at_once([(who, FOLLOW, {"wanted": "y"}) for who in crowd * 2]) == {302}
    assert len(compared(app)) == 1
    assert all(follows(who, "stackup") == [BOTH] for who in crowd)
