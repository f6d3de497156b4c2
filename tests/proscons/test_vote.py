import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from stackshare.extensions import db
from stackshare.proscons.models import ProCon, ProConVote
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, line, member


def vote(who: Browser, procon: ProCon, wanted: str = "y") -> TestResponse:
    return who.press(f"/proscons/{procon.id}/vote", wanted)


def votes(who: Browser, side: str = "pros") -> tuple[int, int]:
    """Those for the only line on this side, and those of its tool, as everybody reads them."""
    page = who.read("/tools/react.json")
    return page[side][0]["votes"], page["votes"]


def test_a_vote_counts_for_the_pro_and_for_its_tool(alice: Member, fast: ProCon) -> None:
    assert vote(alice, fast).location == "/tools/react"
    assert votes(alice) == (1, 1)


def test_a_vote_for_a_con_counts_for_the_con_alone(alice: Member, big: ProCon) -> None:
    vote(alice, big)
    assert votes(alice, "cons") == (1, 0)


def test_voting_twice_counts_once(alice: Member, fast: ProCon) -> None:
    vote(alice, fast)
    vote(alice, fast)
    assert votes(alice) == (1, 1)


def test_taking_a_vote_back_twice_leaves_no_trace(app: Flask, alice: Member, fast: ProCon) -> None:
    vote(alice, fast)
    vote(alice, fast, wanted="n")
    vote(alice, fast, wanted="n")
    assert votes(alice) == (0, 0)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ProConVote)) == 0


def test_nobody_takes_back_the_vote_of_another(alice: Member, mod: Member, fast: ProCon) -> None:
    vote(alice, fast)
    vote(mod, fast, wanted="n")
    assert votes(mod) == (1, 1)


def test_a_moderator_has_one_vote_like_everyone(alice: Member, mod: Member, fast: ProCon) -> None:
    for who in (alice, mod, mod):
        vote(who, fast)
    assert votes(mod) == (2, 2)


def test_a_new_line_starts_at_0_and_its_author_cannot_vote_for_it(
    app: Flask, alice: Member, react: Tool
) -> None:
    small = line(app, alice, react, "pro", "Small")
    assert vote(alice, small).status_code == 403
    assert votes(alice) == (0, 0)


def test_an_unverified_member_is_asked_to_verify_first(app: Flask, fast: ProCon) -> None:
    newcomer = member(app, "newcomer", verified_at=None)
    answer = vote(newcomer, fast)
    assert answer.status_code == 403 and "Verify your e-mail address" in answer.text
    assert votes(newcomer) == (0, 0)


def test_a_visitor_is_sent_to_sign_in(visitor: Browser, fast: ProCon) -> None:
    assert vote(visitor, fast).location == "/login"
    assert votes(visitor) == (0, 0)


@pytest.mark.parametrize("wanted", ["", "yes", "Y", "y y"])
def test_only_y_and_n_can_be_wanted(alice: Member, fast: ProCon, wanted: str) -> None:
    assert vote(alice, fast, wanted).status_code == 422
    assert votes(alice) == (0, 0)
