"""The sample community, small enough to be built in a moment."""

import pytest
from flask import Flask
from rich.console import Console
from sqlalchemy import func, select

from stackshare.accounts.models import OwnerFollow, User
from stackshare.advice.models import Advice
from stackshare.comments.models import Comment, Thread, ThreadFollow
from stackshare.core.facts import amount
from stackshare.decisions.models import Decision
from stackshare.demo import build, builder
from stackshare.demo.build import build_demo
from stackshare.demo.choices import DECISIONS
from stackshare.demo.questions import FOLLOWED
from stackshare.demo.sayings import STACKUP_WORDS
from stackshare.demo.sizes import SIZES
from stackshare.demo.words import QUESTIONS
from stackshare.extensions import Base, db
from stackshare.notifications.queries import unread_count
from stackshare.proscons.models import ProConVote
from stackshare.site.actions import recount
from stackshare.stacks.models import Stack, StackFollow, StackTool
from stackshare.stacks.queries import LISTED
from stackshare.tools.models import Tool, ToolFollow
from tests.cast import Browser, Member, tool

PEOPLE, STACKS = 1_000, 2_000


def rows(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("scale", [1, 3])
def test_a_larger_community_keeps_its_proportions(
    app: Flask, scale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, n in (("PEOPLE", PEOPLE), ("STACKS", STACKS)):
        monkeypatch.setattr(builder, name, n)
    for slug in ("koa", "tide"):
        tool(app, slug)
    with app.app_context():
        build_demo(Console(quiet=True), scale)
        db.session.commit()
        koa = db.session.scalars(select(Tool).filter_by(slug="koa")).one()
        used, followed, _ = SIZES["koa"]
        assert (koa.stack_count, koa.follower_count) == (used * scale, followed * scale)
        assert koa.vote_count == 12 * scale == rows(ProConVote)
        assert (rows(User), rows(Stack)) == (PEOPLE * scale, STACKS * scale)
        assert amount(LISTED) == STACKS * scale
        assert rows(Advice) == len(QUESTIONS) * scale
        assert rows(Decision) == len(DECISIONS) * scale
        assert rows(Thread) == rows(Advice) + rows(Decision)
        assert rows(Comment) == 12 * scale
        assert rows(ThreadFollow) == rows(Thread) + FOLLOWED * scale
        ada = db.session.scalars(select(User).filter_by(handle="demo-ada")).one()
        assert unread_count(ada.id) == 3
        assert rows(OwnerFollow) > PEOPLE * scale / 25 and rows(StackFollow) > PEOPLE * scale / 25
        assert rows(StackTool) % scale == rows(ToolFollow) % scale == 0
        assert recount() == 0


def test_the_first_account_of_the_sample_community_has_a_feed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, n in (("PEOPLE", PEOPLE), ("STACKS", STACKS)):
        monkeypatch.setattr(builder, name, n)
    for slug in ("fastapi", "flask"):
        monkeypatch.setitem(SIZES, slug, (50, 10, 1_000))
        tool(app, slug)
    with app.app_context():
        build_demo(Console(quiet=True))
        db.session.commit()
        ada = db.session.scalars(select(User).filter_by(handle="demo-ada")).one()
    who = Member(app, ada)
    for kind in ("tool", "owner", "stack", "stackup", "thread"):
        assert who.read(f"/feed/following.json?kind={kind}")["follows"], kind
    for show, kinds in (("stacks", {"stack", "change"}), ("decisions", {"decision"})):
        page = who.read(f"/feed.json?show={show}")
        assert {entry["kind"] for entry in page["entries"]} == kinds


def test_stacks_of_the_sample_community_switched(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, n in (("PEOPLE", PEOPLE), ("STACKS", STACKS)):
        monkeypatch.setattr(builder, name, n)
    monkeypatch.setitem(SIZES, "flask", (50, 10, 1_000))
    for slug in ("koa", "flask"):
        tool(app, slug)
    with app.app_context():
        build_demo(Console(quiet=True))
        db.session.commit()
        dropped = select(StackTool).where(StackTool.dropped_on.is_not(None))
        moved = {use.tool.slug: use for use in db.session.scalars(dropped)}
        assert moved.keys() == {"flask", "koa"}
        assert moved["flask"].replaced_by_id == moved["koa"].tool_id
        assert moved["koa"].replaced_by_id == moved["flask"].tool_id
        flask = db.session.scalars(select(Tool).filter_by(slug="flask")).one()
        assert flask.stack_count == 50
        assert recount() == 0


def test_the_sample_community_says_when_to_choose_which(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, n in (("PEOPLE", PEOPLE), ("STACKS", STACKS)):
        monkeypatch.setattr(builder, name, n)
    monkeypatch.setattr(build, "LINES", {})
    for slug in ("koa", "expressjs", "flask"):
        monkeypatch.setitem(SIZES, slug, (50, 10, None))
        tool(app, slug)
    with app.app_context():
        build_demo(Console(quiet=True), scale=2)
        db.session.commit()
        assert recount() == 0
    twin = visitor.read("/stackups/expressjs-vs-flask-vs-koa.json")
    told = STACKUP_WORDS["expressjs-vs-flask-vs-koa"]
    said = {column["slug"]: column["choose_if_count"] for column in twin["tools"]}
    assert said == {slug: len(lines) for slug, lines in told.lines.items()}
    assert twin["tools"][0]["choose_if"][0]["votes"] == 2 * told.lines["expressjs"][0][0]
    assert (twin["helpful"], twin["unhelpful"]) == tuple(2 * n for n in told.helped)
    assert len(twin["differences"]) == len(told.parts) - 1 and twin["summary"] and twin["faq"]
    changed = next(section for section in twin["differences"] if section["version"] == 2)
    assert len(visitor.read(changed["history"])["versions"]) == 2
