from datetime import date

import pytest
from flask import Flask

from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, company, stack, tool

VERSUS = "/stacks/alice/shop/vs/bob/blog"


@pytest.fixture
def shop(app: Flask, alice: Member, react: Tool, vue: Tool) -> Stack:
    return stack(app, alice, "Shop", react, vue, reasons={"react": "We know it."})


@pytest.fixture
def blog(app: Flask, bob: Member, react: Tool, svelte: Tool) -> Stack:
    reasons = {"react": "It was there.", "svelte": "Small."}
    return stack(app, bob, "Blog", svelte, react, reasons=reasons)


def test_it_says_what_both_use_and_what_one_alone(
    visitor: Browser, shop: Stack, blog: Stack
) -> None:
    twin = visitor.read(f"{VERSUS}.json")
    assert twin["stacks"] == ["/stacks/alice/shop", "/stacks/bob/blog"]
    [both] = twin["both"]
    assert (both["slug"], both["layer"]) == ("react", "Application")
    assert [said["reason"] for said in both["said"]] == ["We know it.", "It was there."]
    assert [use["slug"] for use in twin["only_first"]] == ["vue"]
    assert [use["slug"] for use in twin["only_second"]] == ["svelte"]
    page = visitor.get(VERSUS).text
    parts = ["In both</h2>", "We know it.", "It was there.", "Only in Shop", "No reason given yet"]
    parts += ["Only in Blog", "Small."]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_tools_stand_by_layer(app: Flask, alice: Member, bob: Member, react: Tool) -> None:
    api = tool(app, "api", name="API", functions=["back-ends"])
    stack(app, alice, "Shop", api, react)
    stack(app, bob, "Blog", react, api)
    page = alice.get(VERSUS).text
    assert page.index(">Application<") < page.index("React") < page.index(">Data<")
    assert page.count("Nothing: all it uses is in both.") == 2


def test_a_dropped_tool_is_in_no_list_and_marked_where_the_other_uses_it(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool, vue: Tool, svelte: Tool
) -> None:
    dropped = {"vue": date(2021, 3, 9), "svelte": date(2021, 3, 9)}
    stack(app, alice, "Shop", react, vue, svelte, dropped=dropped)
    stack(app, bob, "Blog", vue)
    page = visitor.get(VERSUS).text
    assert "They have no tool in common." in page and "Svelte" not in page
    assert "Shop used it until March 2021." in page
    assert [use["slug"] for use in visitor.read(f"{VERSUS}.json")["only_second"]] == ["vue"]


def test_it_follows_what_it_shows(
    alice: Member, visitor: Browser, shop: Stack, blog: Stack
) -> None:
    assert "Only in Shop" in visitor.get(VERSUS).text
    alice.rewrite(shop.url, {"name": "Store", "tool": ["react", "svelte"]})
    page = visitor.get(VERSUS).text
    assert "Only in Store" in page and "Vue.js" not in page


def test_it_has_one_address(visitor: Browser, shop: Stack, blog: Stack) -> None:
    for path in ("/stacks/bob/blog/vs/alice/shop", "/stacks/Alice/SHOP/vs/bob/Blog"):
        for tail in ("", ".json"):
            answer = visitor.get(f"{path}{tail}")
            assert (answer.status_code, answer.location) == (301, f"{VERSUS}{tail}")


@pytest.mark.parametrize(
    "a, b",
    [
        ("alice/shop", "bob/blog"),
        ("bob/blog", "alice/shop"),
        ("/stacks/Alice/Shop", "https://site.example/stacks/bob/blog/?x=y#layers"),
    ],
)
def test_two_fields_lead_to_it(visitor: Browser, shop: Stack, blog: Stack, a: str, b: str) -> None:
    answer = visitor.get("/stacks/compare", query_string={"a": a, "b": b})
    assert (answer.status_code, answer.location) == (302, VERSUS)


def test_a_stack_offers_the_comparison(visitor: Browser, shop: Stack, blog: Stack) -> None:
    assert 'href="/stacks/compare?a=alice/shop"' in visitor.get(shop.url).text
    form = visitor.get("/stacks/compare?a=alice/shop")
    assert form.status_code == 200 and 'value="alice/shop"' in form.text
    assert "thing to mend" not in form.text and '<option value="bob/blog">' in form.text


@pytest.mark.parametrize(
    "a, b, sentence",
    [
        ("alice/shop", "alice/shop", "That is the same stack"),
        ("alice/shop", "Alice/SHOP", "That is the same stack"),
        ("alice/shop", "", "Name a stack by its owner"),
        ("alice/shop", "bob/nope", "There is no stack at “bob/nope”"),
        ("shop", "bob/blog", "There is no stack at “shop”"),
        ("<b>x", "bob/blog", "There is no stack at “&lt;b&gt;x”"),
        ("//evil.example", "bob/blog", "There is no stack at “/evil.example”"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence(
    visitor: Browser, shop: Stack, blog: Stack, a: str, b: str, sentence: str
) -> None:
    answer = visitor.get("/stacks/compare", query_string={"a": a, "b": b})
    assert answer.status_code == 422 and sentence in answer.text


def test_a_stack_is_not_compared_with_itself(visitor: Browser, shop: Stack) -> None:
    answer = visitor.get("/stacks/alice/shop/vs/alice/shop")
    assert answer.status_code == 422 and "That is the same stack" in answer.text
    assert visitor.get("/stacks/alice/shop/vs/alice/shop.json").status_code == 422


def test_removed_and_unknown_stacks_are_not_there(
    alice: Member, visitor: Browser, shop: Stack, blog: Stack
) -> None:
    assert visitor.get("/stacks/alice/shop/vs/bob/nope").status_code == 404
    assert visitor.get(VERSUS).status_code == 200
    alice.press(f"{shop.url}/remove")
    for path in (VERSUS, f"{VERSUS}.json", "/stacks/bob/blog/vs/alice/shop"):
        assert visitor.get(path).status_code == 404
    query = {"a": "bob/blog", "b": "alice/shop"}
    assert visitor.get("/stacks/compare", query_string=query).status_code == 422


def test_unlisted_stacks_are_compared_by_who_knows_them_and_found_by_nobody(
    app: Flask, alice: Member, visitor: Browser, blog: Stack, vue: Tool
) -> None:
    stack(app, alice, "Shop", vue, visibility="unlisted")
    answer = visitor.get(VERSUS)
    assert answer.status_code == 200 and '<meta name="robots" content="noindex">' in answer.text
    assert visitor.get(f"{VERSUS}.json").headers["X-Robots-Tag"] == "noindex"
    assert "alice/shop" not in visitor.get("/stacks/compare").text


def test_stacks_of_one_name_are_told_apart_by_their_owners(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    stack(app, bob, "Shop", react, owner=company(app, bob, "acme"))
    page = visitor.get("/stacks/acme/shop/vs/alice/shop").text
    assert "Only in Acme" in page and "Only in Alice" in page
    assert 'href="/companies/acme"' in page and 'href="/people/alice"' in page


def test_two_stacks_of_one_owner_and_one_name_are_told_apart_too(
    app: Flask, alice: Member, visitor: Browser, react: Tool
) -> None:
    for _ in range(2):
        stack(app, alice, "Shop", react)
    page = visitor.get("/stacks/alice/shop/vs/alice/shop-2").text
    assert "Only in alice/shop<" in page and "Only in alice/shop-2<" in page
