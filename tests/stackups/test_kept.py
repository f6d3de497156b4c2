"""Pages that show words are made anew when these change, and no others are."""

import pytest
from flask import Flask

from stackshare.core.kept.pages import Pages
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, seen_in
from tests.core.kept.test_pages import made
from tests.stackups.test_lines import HERE, said, say
from tests.stackups.test_sections import write, written
from tests.test_plans import listening

THERE = "/stackups/react-vs-svelte"


@pytest.fixture
def pages(app: Flask, react: Tool, vue: Tool, svelte: Tool) -> Pages:
    pages: Pages = app.extensions["kept"]
    return pages


def test_a_page_without_words_notices_the_first(
    pages: Pages, alice: Member, visitor: Browser
) -> None:
    for path in (HERE, THERE):
        visitor.get(path)
    say(alice)
    assert "you hire often" in visitor.get(HERE).text
    assert not made(pages, visitor, THERE)


def test_words_on_one_comparison_leave_the_others_as_they_are(
    pages: Pages, alice: Member, bob: Member, visitor: Browser
) -> None:
    line = said(alice)
    section = written(alice)
    seen = seen_in(bob.get(f"{section}/edit").text)
    bob.post(f"{THERE}/choose", data={"tool": "svelte", "text": "you like little code"})
    alice.get(THERE)
    wanted = {"wanted": "y"}
    for who, path, data in (
        (bob, f"{line}/vote", wanted),
        (bob, f"{HERE}/helpful", wanted),
        (alice, f"{line}/edit", {"text": "you hire a lot"}),
        (bob, f"{section}/edit", {"heading": "Routing", "body": "Changed.", "seen": seen}),
        (bob, f"{HERE}/differences", {"heading": "Testing", "body": "Easy with both."}),
        (alice, f"{line}/remove", wanted),
        (alice, f"{section}/remove", wanted),
    ):
        for page in (HERE, THERE):
            visitor.get(page)
        assert who.post(path, data=data).status_code == 302
        assert made(pages, visitor, HERE) and not made(pages, visitor, THERE)


def test_the_page_of_lines_is_kept_too(
    pages: Pages, alice: Member, bob: Member, visitor: Browser
) -> None:
    path = f"{HERE}/choose.json?tool=react"
    assert made(pages, visitor, path) and not made(pages, visitor, path)
    line = said(alice)
    assert visitor.read(path)["lines"][0]["votes"] == 0
    bob.press(f"{line}/vote")
    assert visitor.read(path)["lines"][0]["votes"] == 1


def test_a_new_name_is_shown_with_the_words(pages: Pages, alice: Member, visitor: Browser) -> None:
    say(alice)
    write(alice)
    visitor.get(HERE)
    facts = {"name": "Alice B.", "headline": "", "employer": "", "about": ""}
    assert alice.post("/settings", data=facts).status_code == 302
    assert visitor.get(HERE).text.count(">Alice B.</a>") == 2


def test_without_words_a_comparison_asks_once_with_words_three_times(
    pages: Pages, alice: Member, visitor: Browser
) -> None:
    def asked() -> int:
        pages.store.drop({"*"})
        with listening() as found:
            visitor.get(HERE)
        return sum("stackup" in statement for statement, _ in found)

    assert asked() == 1
    say(alice)
    write(alice)
    assert asked() == 3
