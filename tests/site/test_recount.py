from flask import Flask
from sqlalchemy import update

from stackshare.comments.models import Comment, Thread
from stackshare.extensions import db
from stackshare.proscons.models import ProCon
from stackshare.site.actions import COUNTERS, recount
from stackshare.stacks.models import StackTool, ToolPair
from stackshare.stackups.models import Stackup, StackupLine
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer, ask
from tests.cast import Browser, Member, stack, tool
from tests.decisions.test_record import record
from tests.stackups.test_lines import said as said_when


def recounted(app: Flask) -> int:
    with app.app_context():
        mended = recount()
        db.session.commit()
    return mended


def counts(who: Browser) -> tuple[int, int, int]:
    twin = who.read("/tools/react.json")
    return twin["stacks"], twin["followers"], twin["votes"]


def test_what_the_verbs_counted_needs_no_mending(
    app: Flask, alice: Member, bob: Member, react: Tool, fast: ProCon
) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    alice.press("/tools/react/follow")
    stack(app, alice, "Shop", react)
    said = answer(alice, ask(alice, "react").location, "That one.").location.rpartition("-")[2]
    bob.press(f"/comments/{said}/up")
    alice.press(f"/comments/{said}/remove")
    answer(alice, record(alice).location, "So did we.")
    tool(app, "vue")
    bob.press(f"{said_when(alice)}/vote")
    bob.press("/stackups/react-vs-vue/unhelpful")
    assert recounted(app) == 0


def test_wrong_counts_on_comparisons_are_set_right(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    bob.press(f"{said_when(alice)}/vote")
    bob.press("/stackups/react-vs-vue/helpful")
    with app.app_context():
        db.session.execute(update(StackupLine).values(vote_count=7))
        db.session.execute(update(Stackup).values(helpful_count=7, unhelpful_count=7))
        db.session.commit()
    assert recounted(app) == 3
    twin = bob.read("/stackups/react-vs-vue.json")
    assert (twin["helpful"], twin["unhelpful"]) == (1, 0)
    assert twin["tools"][0]["choose_if"][0]["votes"] == 1


def test_wrong_counters_are_set_right(app: Flask, alice: Member, react: Tool, fast: ProCon) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    stack(app, alice, "Shop", react)
    with app.app_context():
        wrong = {"stack_count": 7, "follower_count": 7, "vote_count": 7}
        db.session.execute(update(Tool).values(wrong))
        db.session.execute(update(ProCon).values(vote_count=7))
        db.session.commit()
    assert recounted(app) == 4
    assert counts(alice) == (1, 0, 1)


def test_the_size_that_a_stacks_tools_know_is_set_right(
    app: Flask, alice: Member, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    with app.app_context():
        db.session.execute(update(StackTool).values(stack_size=7))
        db.session.commit()
    assert (recounted(app), recounted(app)) == (1, 0)


def test_every_counter_can_be_recounted() -> None:
    known = {(counter.class_, counter.key) for counter, _ in COUNTERS}
    columns = {
        (mapper.class_, column.key)
        for mapper in Thread.registry.mappers
        for column in mapper.columns
        if column.key.endswith("_count")
        and column.key != "view_count"  # views are approximate
        and mapper.class_ is not ToolPair  # whose rows are made by counting
    }
    assert columns == known


def test_a_comments_place_is_set_right_with_its_votes(
    app: Flask, alice: Member, bob: Member
) -> None:
    said = answer(alice, ask(alice).location, "That one.").location.rpartition("-")[2]
    bob.press(f"/comments/{said}/up")
    with app.app_context():
        right = db.session.get_one(Comment, int(said)).score
        db.session.execute(update(Comment).values(up_count=9, down_count=1, score=0.0))
        db.session.commit()
    assert recounted(app) == 2
    with app.app_context():
        assert db.session.get_one(Comment, int(said)).score == right > 0
