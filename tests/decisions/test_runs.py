"""Beside a decision and what is said to it stands which of its options its author runs."""

import pytest
from flask import Flask

from stackshare.core.kept.pages import Pages
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer
from tests.cast import Browser, Member, company, joined, stack
from tests.core.kept.test_pages import made
from tests.decisions.test_record import record
from tests.stackups.test_runs import asked, mark


@pytest.fixture(autouse=True)
def tools(react: Tool, vue: Tool, svelte: Tool) -> None:
    pass


@pytest.fixture
def url(alice: Member) -> str:
    """Vue over React and a spreadsheet."""
    return record(alice).location


def test_it_names_those_of_the_options_in_their_order(
    app: Flask, alice: Member, bob: Member, visitor: Browser, url: str, vue: Tool, svelte: Tool
) -> None:
    answer(bob, url, "And the outcome?")
    assert 'class="runs"' not in visitor.get(url).text
    stack(app, alice, "Shop", svelte, vue)
    twin = visitor.read(f"{url}.json")
    assert (twin["author_runs"], twin["comments"][0]["author_runs"]) == (["vue"], [])
    assert visitor.get(url).text.count(mark("Vue.js")) == 1
    stack(app, bob, "Blog", vue)
    assert visitor.read(f"{url}.json")["comments"][0]["author_runs"] == ["vue"]
    assert visitor.get(url).text.count(mark("Vue.js")) == 2


def test_kept_pages_say_what_an_author_runs_now(
    app: Flask, alice: Member, visitor: Browser, url: str, react: Tool, vue: Tool
) -> None:
    pages: Pages = app.extensions["kept"]
    sent = {"name": "Shop", "tool": ["react", "vue"]}

    def say(*tools: Tool) -> None:
        for path in (url, f"{url}.json"):
            assert made(pages, visitor, path) and not made(pages, visitor, path), path
        assert visitor.read(f"{url}.json")["author_runs"] == [tool.slug for tool in tools]
        said = visitor.get(url).text
        assert (mark(*(tool.name for tool in tools)) in said) is bool(tools)

    say()
    stack(app, alice, "Shop", react, vue)
    say(vue, react)
    alice.rewrite("/stacks/alice/shop", {**sent, "visibility": "unlisted"})
    say()
    alice.rewrite("/stacks/alice/shop", {**sent, "visibility": "public"})
    say(vue, react)
    dropped = {"visibility": "public", "dropped-react": "2024-05-31"}
    alice.rewrite("/stacks/alice/shop", {**sent, **dropped})
    say(vue)
    alice.press("/stacks/alice/shop/remove")
    say()


def test_a_companys_decision_says_what_the_company_runs(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    acme = company(app, bob, "acme")
    joined(app, acme, alice)
    stack(app, bob, "Order book", vue, owner=acme)
    stack(app, bob, "Back office", react, owner=acme)
    url = record(alice, stack="acme/order-book").location
    stack(app, alice, "Shop", react)
    twin = visitor.read(f"{url}.json")
    assert (twin["author_runs"], twin["company_runs"]) == (["react"], ["vue", "react"])
    page = visitor.get(url).text
    assert page.count(mark("React")) == page.count(mark("Vue.js", "React")) == 1
    assert asked(visitor, url) == 0  # both were asked for at once, and are known
    words = {"name": "Order book", "tool": "vue", "visibility": "unlisted"}
    bob.rewrite("/stacks/acme/order-book", words)
    hidden = visitor.read(f"{url}.json")
    assert (hidden["stack"], hidden["company_runs"]) == (None, [])
    assert "Acme" not in visitor.get(url).text


def test_it_costs_one_statement_and_none_without_tools(alice: Member, visitor: Browser) -> None:
    assert asked(visitor, record(alice).location) == 1
    plain = {"option-1": "A notebook", "option-2": "", "before": None}
    assert asked(visitor, record(alice, **plain).location) == 0
