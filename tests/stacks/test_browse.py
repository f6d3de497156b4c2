import re
from datetime import date

import pytest
from flask import Flask

from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack
from tests.test_database import overheard


def names(who: Browser, path: str) -> list[str]:
    return re.findall(r'<h3><a href="/stacks/[^"]+">([^<]+)</a></h3>', who.get(path).text)


@pytest.fixture
def three(app: Flask, alice: Member, react: Tool, vue: Tool, svelte: Tool) -> None:
    stack(app, alice, "One", react)
    stack(app, alice, "Three", react, vue, svelte)
    stack(app, alice, "Two", vue, svelte)


def test_the_newest_or_those_of_most_tools_come_first(visitor: Browser, three: None) -> None:
    assert names(visitor, "/stacks") == ["Two", "Three", "One"]
    assert names(visitor, "/stacks?sort=tools") == ["Three", "Two", "One"]


def test_a_tool_shows_the_stacks_that_use_it(visitor: Browser, three: None) -> None:
    assert names(visitor, "/stacks?tool=react") == ["Three", "One"]
    assert names(visitor, "/stacks?tool=svelte&sort=tools") == ["Three", "Two"]
    assert "<h1>Stacks with React</h1>" in visitor.get("/stacks?tool=react").text


def test_a_tool_that_was_dropped_shows_no_stack(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    dropped = {"react": date(2020, 1, 1), "vue": date(2020, 1, 1)}
    stack(app, alice, "Was all", react, vue, dropped=dropped)
    stack(app, alice, "Is one", vue)
    assert "No stack uses" in visitor.get("/stacks?tool=react").text
    assert names(visitor, "/stacks?sort=tools") == ["Is one", "Was all"]


def test_the_number_of_tools_follows_an_edit(alice: Member, visitor: Browser, three: None) -> None:
    alice.rewrite("/stacks/alice/three", {"name": "Three", "tool": "react"})
    assert names(visitor, "/stacks?sort=tools") == ["Two", "Three", "One"]


def test_so_it_does_among_the_stacks_of_one_tool(
    alice: Member, visitor: Browser, three: None
) -> None:
    for slugs, order in (
        (["vue"], ["Two", "Three"]),
        (["vue", "react", "svelte"], ["Three", "Two"]),
    ):
        alice.rewrite("/stacks/alice/three", {"name": "Three", "tool": slugs})
        assert names(visitor, "/stacks?tool=vue&sort=tools") == order
        assert names(visitor, "/stacks?tool=vue") == ["Two", "Three"]


def test_other_names_of_a_tool_lead_to_its_slug(visitor: Browser, vue: Tool) -> None:
    answer = visitor.get("/stacks?tool=Vue.js&sort=tools")
    assert answer.status_code == 301 and answer.location == "/stacks?tool=vue&sort=tools"


@pytest.mark.parametrize("query, code", [("tool=nope", 404), ("sort=x", 422), ("after=x", 404)])
def test_what_is_not_offered_is_refused(visitor: Browser, query: str, code: int) -> None:
    assert visitor.get(f"/stacks?{query}").status_code == code


def test_an_empty_list_says_what_to_do(visitor: Browser, react: Tool) -> None:
    assert "Nobody has shared a stack yet" in visitor.get("/stacks?tool=").text
    assert 'href="/stacks/new?tool=react"' in visitor.get("/stacks?tool=react").text


@pytest.mark.parametrize("query", ["tool=react", "tool=react&sort=tools"])
def test_the_next_page_goes_on_where_the_last_ended(
    app: Flask, alice: Member, visitor: Browser, react: Tool, query: str
) -> None:
    for n in range(27):
        stack(app, alice, f"Stack {n:02}", react)
    first = visitor.get(f"/stacks?{query}").text
    found = re.search(r'rel="next" href="([^"]+)"', first)
    assert found
    rest = names(visitor, found[1].replace("&amp;", "&"))
    assert rest == ["Stack 01", "Stack 00"] and len(names(visitor, f"/stacks?{query}")) == 25


def test_twenty_cards_ask_no_more_than_one(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool, vue: Tool, svelte: Tool
) -> None:
    stack(app, alice, "First", react)
    with overheard() as for_one:
        visitor.get("/stacks?tool=react")
    for n in range(20):
        stack(app, (alice, bob)[n % 2], f"Stack {n}", react, vue, svelte)
    with overheard() as for_twenty:
        visitor.get("/stacks?tool=react")
    assert len(for_twenty) == len(for_one)


def test_an_owner_leads_to_the_owners_page(alice: Member, visitor: Browser) -> None:
    answer = visitor.get("/stacks/Alice")
    assert answer.status_code == 302 and answer.location == "/people/alice"
    assert visitor.get("/stacks/nobody").status_code == 404
