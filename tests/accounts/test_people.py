import re

import pytest
from flask import Flask

from stackshare.advice.actions import ask_for_advice
from stackshare.core.feeds import FEED_SIZE
from stackshare.core.paging import PAGE_SIZE
from stackshare.extensions import db
from tests.cast import Browser, Member, stack


@pytest.fixture
def busy_alice(app: Flask, alice: Member) -> None:
    """One stack and two questions more than a page shows."""
    for n in range(PAGE_SIZE + 1):
        stack(app, alice, f"Stack {n}.")
    with app.app_context():
        user = db.session.merge(alice.user)
        for n in range(PAGE_SIZE + 2):
            ask_for_advice(user, title=f"Question number {n}.", body="Well?", tools=[])
        db.session.commit()


def found(what: str, page: str) -> list[int]:
    return [int(n) for n in re.findall(rf">{what} (\d+)\.", page)]


def test_each_list_of_a_person_has_pages_of_its_own(visitor: Browser, busy_alice: None) -> None:
    page = visitor.get("/people/alice").text
    assert found("Stack", page) == [*range(PAGE_SIZE, 0, -1)]
    assert found("Question number", page) == [*range(PAGE_SIZE + 1, 1, -1)]
    more_stacks, more_questions = re.findall('rel="next" href="(.+?)"', page)
    assert found("Stack", visitor.get(more_stacks).text) == [0]
    assert found("Question number", visitor.get(more_questions).text) == [1, 0]
    assert visitor.get("/people/alice?after=x").status_code == 404


def test_a_program_reads_on_too(visitor: Browser, busy_alice: None) -> None:
    first = visitor.read("/people/alice.json")
    assert (len(first["stacks"]), len(first["advice"])) == (PAGE_SIZE, PAGE_SIZE)
    rest = visitor.read(first["next"])
    assert [stack["name"] for stack in rest["stacks"]] == ["Stack 0."] and rest["next"] is None
    assert len(visitor.read(first["advice_next"])["advice"]) == 2


def test_the_feed_tells_of_the_newest(visitor: Browser, busy_alice: None) -> None:
    assert visitor.get("/people/alice.atom").text.count("<entry>") == FEED_SIZE
