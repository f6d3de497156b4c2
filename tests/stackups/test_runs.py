"""Beside words about a comparison stands which of its tools their author runs."""

from typing import Any

import pytest
from flask import Flask

from stackshare.core.kept.pages import Pages
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack
from tests.core.kept.test_pages import made
from tests.stackups.test_lines import HERE, lines, said, say
from tests.stackups.test_near import NEAR
from tests.stackups.test_sections import differences, edit, write, written
from tests.test_plans import listening


@pytest.fixture(autouse=True)
def something_to_compare(react: Tool, vue: Tool, svelte: Tool) -> None:
    pass


@pytest.fixture
def line(alice: Member) -> str:
    return said(alice)


def mark(*names: str) -> str:
    return f"</svg>runs {' and '.join(names)}</span>"


def asked(who: Browser, url: str) -> int:
    """How often the page asks who runs what."""
    with listening() as found:
        assert who.get(url).status_code == 200
    return sum("stacks.owner_id IN" in statement for statement, _ in found)


def runs(who: Browser) -> Any:
    [line] = lines(who)
    return line["author_runs"]


def test_it_names_those_of_the_compared_tools_in_their_order(
    app: Flask, alice: Member, visitor: Browser, line: str, react: Tool, vue: Tool, svelte: Tool
) -> None:
    write(alice)
    write(alice, heading="")
    paths = (HERE, f"{HERE}/choose", f"{HERE}/choose?bare=y")
    assert not any('class="runs"' in visitor.get(path).text for path in paths)
    stack(app, alice, "Shop", svelte, vue)
    assert runs(visitor) == ["vue"] and mark("Vue.js") in visitor.get(HERE).text
    stack(app, alice, "Blog", react)
    for path, count in zip(paths, (3, 1, 1), strict=True):
        assert visitor.get(path).text.count(mark("React", "Vue.js")) == count
    twin = visitor.read(f"{HERE}.json")
    for told in (
        *lines(visitor),
        *differences(visitor),
        twin["summary"],
        *visitor.read(f"{HERE}/choose.json")["lines"],
    ):
        assert told["author_runs"] == ["react", "vue"]


def test_only_todays_public_stacks_of_ones_own_count(
    app: Flask, alice: Member, bob: Member, visitor: Browser, line: str, react: Tool
) -> None:
    stack(app, bob, "Of another", react)
    stack(app, alice, "Hidden", react, visibility="unlisted")
    stack(app, alice, "Gone", react)
    alice.press("/stacks/alice/gone/remove")
    assert runs(visitor) == []
    stack(app, alice, "Shop", react)
    assert runs(visitor) == ["react"]
    sent = {"name": "Shop", "visibility": "public", "tool": "react", "dropped-react": "2024-05-31"}
    alice.rewrite("/stacks/alice/shop", sent)
    assert runs(visitor) == []


def test_kept_pages_say_what_an_author_runs_now(
    app: Flask, alice: Member, visitor: Browser, line: str, react: Tool
) -> None:
    pages: Pages = app.extensions["kept"]
    write(alice)
    paths = (HERE, f"{HERE}.json", f"{HERE}/choose", f"{HERE}/choose.json")
    sent = {"name": "Shop", "tool": "react"}

    def say_it(wanted: bool) -> None:
        for path in paths:
            assert made(pages, visitor, path) and not made(pages, visitor, path), path
            said = visitor.get(path).text
            is_said = (
                '"author_runs":["react"]' in said if ".json" in path else mark("React") in said
            )
            assert is_said == wanted, path

    say_it(False)
    stack(app, alice, "Shop", react)
    say_it(True)
    alice.rewrite("/stacks/alice/shop", {**sent, "visibility": "unlisted"})
    say_it(False)
    alice.rewrite("/stacks/alice/shop", {**sent, "visibility": "public"})
    say_it(True)
    alice.press("/stacks/alice/shop/remove")
    say_it(False)


def test_the_mark_is_of_whoever_wrote_the_words_that_stand(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    section = written(alice)
    assert differences(visitor)[0]["author_runs"] == ["react"]
    edit(bob, section)
    assert differences(visitor)[0]["author_runs"] == []


def test_lines_offered_for_a_vote_have_it_too(
    app: Flask, alice: Member, bob: Member, line: str, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    page = say(bob, "you hire more often").text
    assert NEAR in page and mark("React") in page


def test_all_authors_of_a_page_are_asked_for_at_once(
    app: Flask, alice: Member, bob: Member, mod: Member, visitor: Browser, line: str
) -> None:
    pages: Pages = app.extensions["kept"]
    said(bob, "you want components")
    write(mod)

    assert asked(visitor, HERE) == 1
    bob.press(f"{line}/vote")
    assert asked(visitor, HERE) == 0  # it is known who runs what
    pages.store.drop({"*"})
    assert asked(visitor, f"{HERE}/choose") == 1
    assert asked(visitor, "/stackups/react-vs-svelte") == 0
