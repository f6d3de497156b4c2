"""Questions like the one that is being asked."""

import pytest

from tests.advice.test_ask import ask
from tests.cast import Browser, Member


@pytest.fixture(autouse=True)
def questions(alice: Member) -> None:
    for title in (
        "Which message queue for a small shop?",
        "Is a message queue worth it for one server?",
        "What would you monitor first?",
    ):
        ask(alice, title=title)


def found(who: Browser, title: str) -> list[str]:
    page = who.get("/advice/similar", query_string={"title": title}).text
    known = ("small shop", "one server", "monitor first")
    return sorted((words for words in known if words in page), key=page.index)


def test_those_that_share_most_come_first(visitor: Browser) -> None:
    assert found(visitor, "A message queue for our one server?") == ["one server", "small shop"]
    assert found(visitor, "What should I MONITOR?") == ["monitor first"]


@pytest.mark.parametrize("title", ["", "?", "which one", "Which message?", "x" * 3_000, '" OR *'])
def test_what_says_little_finds_nothing(visitor: Browser, title: str) -> None:
    assert found(visitor, title) in ([], ["one server", "small shop"], ["small shop", "one server"])
    assert visitor.get("/advice/similar", query_string={"title": title}).status_code == 200


def test_the_form_shows_them_and_loses_nothing(alice: Member, visitor: Browser) -> None:
    typed = {"title": "Which message queue for a shop?", "body": "Our story.", "team": "Two"}
    page = alice.post("/advice/new", data=typed)
    assert page.status_code == 200 and "Which message queue for a small shop?" in page.text
    for words in typed.values():
        assert words in page.text
    assert "Ask in one sentence" not in page.text
    assert visitor.post("/advice/new", data=typed).location == "/login"
    again = alice.post("/advice", data={**typed, "body": ""})
    assert again.status_code == 422 and "Is it one of these?" in again.text
