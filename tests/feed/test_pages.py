"""Page by page everything is told once, whatever came at the same moment."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from stackshare.advice.models import Advice, AdviceTool
from stackshare.core.clock import now
from stackshare.core.paging import PAGE_SIZE
from stackshare.extensions import db
from stackshare.feed.queries import entries
from stackshare.proscons.models import ProCon
from stackshare.stacks.models import Stack, StackTool
from stackshare.tools.models import Tool
from tests.cast import Member, line, stack, tool
from tests.feed.cast import ask, name_of

SLUGS = [f"tool-{n}" for n in range(6)]
FOLLOWED = SLUGS[:3]


@pytest.fixture
def known(app: Flask, bob: Member, mod: Member) -> list[str]:
    """What alice is to be told, the newest first. Most of it came at one of few moments."""
    dice, begin = random.Random(7), now()
    tools = {slug: tool(app, slug) for slug in SLUGS}
    for n in range(70):
        who, some = dice.choice([bob, mod]), dice.sample(SLUGS, 2)
        hidden = dice.random() < 0.2
        facts = {"visibility": "unlisted"} if hidden else {}
        stack(app, who, f"Stack {n}", *(tools[slug] for slug in some), **facts)
    for n in range(30):
        ask(mod, f"Question {n} of them", *dice.sample(SLUGS, 2))
        line(app, mod, tools[dice.choice(SLUGS)], "pro", f"Line {n}")
    with app.app_context():
        for row in db.session.scalars(select(Stack).order_by(Stack.id)):
            at = begin - timedelta(hours=dice.randrange(8))
            row.created_at = row.updated_at = at
            db.session.execute(update(StackTool).filter_by(stack_id=row.id).values(shared_at=at))
        for asked in db.session.scalars(select(Advice).order_by(Advice.id)):
            asked.created_at = at = begin - timedelta(hours=dice.randrange(8))
            db.session.execute(update(AdviceTool).filter_by(advice_id=asked.id).values(asked_at=at))
        for said in db.session.scalars(select(ProCon).order_by(ProCon.id)):
            said.created_at = begin - timedelta(hours=dice.randrange(8))
        db.session.commit()
        return all_of_it(bob.user.id)


def all_of_it(followed_id: int) -> list[str]:
    """The slow way: everything is looked at."""

    def names(tools: list[Tool]) -> bool:
        return not {tool.slug for tool in tools}.isdisjoint(FOLLOWED)

    found = [
        (it.created_at, "stack", it.id, it.name)
        for it in db.session.scalars(select(Stack))
        if it.visibility == "public" and (it.owner_id == followed_id or names(it.tools))
    ]
    found += [
        (it.created_at, "question", it.id, it.title)
        for it in db.session.scalars(select(Advice))
        if names(it.tools)
    ]
    found += [
        (it.created_at, "line", it.id, it.text)
        for it in db.session.scalars(select(ProCon))
        if it.tool.slug in FOLLOWED
    ]
    return [f"{kind}: {name}" for _, kind, _, name in sorted(found, reverse=True)]


def pages(who: Member, path: str) -> list[list[str]]:
    found: list[list[str]] = []
    while path:
        page = who.read(path)
        found.append([name_of(entry) for entry in page["entries"]])
        path = page["next"]
    return found


@pytest.fixture(params=[PAGE_SIZE, 7, 1])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """How many entries a page has."""
    monkeypatch.setattr(entries, "PAGE_SIZE", request.param)
    entries.of_followed.cache_clear()
    yield request.param
    entries.of_followed.cache_clear()


def test_every_page_begins_where_the_last_ended(alice: Member, known: list[str], size: int) -> None:
    for url in ("/people/bob", *(f"/tools/{slug}" for slug in FOLLOWED)):
        alice.press(f"{url}/follow")
    found = pages(alice, "/feed.json")
    assert [name for page in found for name in page] == known
    assert {len(page) for page in found[:-1]} == {size} and len(known) > 60


def test_everything_comes_page_by_page(alice: Member, known: list[str]) -> None:
    found = [name for page in pages(alice, "/feed.json?of=all") for name in page]
    assert len(found) == len(set(found)) > len(known) and set(known) < set(found)


def test_what_comes_meanwhile_shifts_nothing(
    app: Flask, alice: Member, bob: Member, known: list[str]
) -> None:
    for url in ("/people/bob", *(f"/tools/{slug}" for slug in FOLLOWED)):
        alice.press(f"{url}/follow")
    first = alice.read("/feed.json")
    stack(app, bob, "Newer", tool(app, "tool-0"))
    second = alice.read(first["next"])
    assert [name_of(it) for it in second["entries"]] == known[PAGE_SIZE : 2 * PAGE_SIZE]
    older = alice.get("/feed").text.partition('rel="next" href="')[2].partition('"')[0]
    assert older.startswith("/feed?after=") and alice.get(older).status_code == 200
