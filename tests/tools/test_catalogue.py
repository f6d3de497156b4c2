"""The catalogue as pages: which tools are listed, where, and in which order."""

import re
from urllib.parse import quote

import pytest
from flask import Flask

from stackshare.core.paging import PAGE_SIZE
from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, a_minute_later, stack, tool
from tests.test_database import overheard


def listed(who: Browser, path: str) -> list[str]:
    """The slugs of the tools on that page, in its order."""
    return re.findall(r'name="tool" value="(.+?)"', who.get(path).text)


def next_page(who: Browser, path: str) -> str | None:
    found = re.search(r'<a rel="next" href="(.+?)"', who.get(path).text)
    return found and found[1].replace("&amp;", "&")


def all_pages(who: Browser, path: str | None) -> list[str]:
    slugs = []
    while path:
        slugs += listed(who, path)
        path = next_page(who, path)
    return slugs


@pytest.fixture
def three(app: Flask, alice: Member, fast: ProCon, react: Tool, vue: Tool) -> None:
    """react has the vote, vue the stack, and angular, the newest, the follower."""
    tool(app, "angular", name="angular", functions=["back-ends"], licence="MIT", open_source=True)
    alice.press(f"/proscons/{fast.id}/vote")
    stack(app, alice, "Shop", vue)
    alice.press("/tools/angular/follow")


@pytest.mark.parametrize(
    "sort, slugs",
    [
        ("", ["vue", "angular", "react"]),
        ("sort=stacks", ["vue", "angular", "react"]),
        ("sort=followers", ["angular", "vue", "react"]),
        ("sort=votes", ["react", "angular", "vue"]),
        ("sort=new", ["angular", "vue", "react"]),
        ("sort=name", ["angular", "react", "vue"]),
    ],
)
def test_tools_are_sorted(visitor: Browser, three: None, sort: str, slugs: list[str]) -> None:
    assert listed(visitor, f"/tools?{sort}") == slugs
    assert [t["slug"] for t in visitor.read(f"/tools.json?{sort}")["tools"]] == slugs


@pytest.mark.parametrize("query", ["sort=nope", "sort=", "sort=stacks;--", "q=" + "x" * 101])
def test_what_cannot_be_asked_for_is_said_at_its_field(
    visitor: Browser, three: None, query: str
) -> None:
    for path in ("/tools", "/categories/front-ends"):
        answer = visitor.get(f"{path}?licence=MIT&{query}")
        assert answer.status_code == 422 and 'aria-label="Compare' not in answer.text
        assert 'id="sort-error"' in answer.text or 'id="q-error"' in answer.text
        assert '<option selected value="MIT">' in answer.text
        assert visitor.get(f"{path}.json?{query}").status_code == 422


@pytest.mark.parametrize(
    "query, slugs",
    [
        ("licence=MIT", ["angular"]),
        ("licence=mit", []),
        ("open_source=y", ["angular"]),
        ("q=re", ["react"]),
        ("q=REACT.JS", ["react"]),
        ("q=r&sort=name", ["react"]),  # two letters stand inside nearly every name
        ("q=rea&sort=name", ["react"]),
        ("q=e&open_source=y", []),
        ("q=%25", []),
        ("q=_&sort=name", []),
        ("licence=MIT&open_source=y&q=ang&sort=votes", ["angular"]),
    ],
)
def test_tools_are_filtered(visitor: Browser, three: None, query: str, slugs: list[str]) -> None:
    assert listed(visitor, f"/tools?{query}") == slugs
    assert [t["slug"] for t in visitor.read(f"/tools.json?{query}")["tools"]] == slugs


@pytest.mark.parametrize(
    "path, slugs",
    [
        ("application-data", ["vue", "angular", "react"]),
        ("frameworks", ["vue", "angular", "react"]),
        ("front-ends", ["vue", "react"]),
        ("back-ends", ["angular"]),
        ("back-ends?q=react", []),
    ],
)
def test_a_category_lists_what_stands_below_it(
    visitor: Browser, three: None, path: str, slugs: list[str]
) -> None:
    assert listed(visitor, f"/categories/{path}") == slugs


def test_a_category_has_one_url(visitor: Browser, react: Tool) -> None:
    for there in ("front-ends", "front-ends.json"):
        moved = visitor.get(f"/categories/{there.replace('f', 'F')}?sort=name")
        assert (moved.status_code, moved.location) == (301, f"/categories/{there}?sort=name")
    assert visitor.get("/categories/nope").status_code == 404


def test_the_page_says_where_it_stands(visitor: Browser, react: Tool) -> None:
    page = visitor.get("/categories/front-ends").text
    crumbs = re.findall(r"<li><a href=\"(.+?)\"", page.split('aria-label="Breadcrumb"')[1])[:4]
    assert crumbs == ["/tools", "/categories", "/categories/application-data"] + [
        "/categories/frameworks"
    ]
    assert 'href="/categories/front-ends" aria-current="page"' in page
    assert "What people see." in page


def test_a_tool_in_two_functions_counts_once_above_them(app: Flask, visitor: Browser) -> None:
    tool(app, "next", functions=["front-ends", "back-ends"])
    tool(app, "react")
    [group] = visitor.read("/categories.json")["categories"]
    [middle] = group["below"]
    counts = [(place["slug"], place["tools"]) for place in (group, middle, *middle["below"])]
    assert counts == [
        ("application-data", 2),
        ("frameworks", 2),
        ("front-ends", 2),
        ("back-ends", 1),
    ]
    assert listed(visitor, "/categories/frameworks") == ["react", "next"]
    page = visitor.get("/categories").text
    assert '<a href="/categories/back-ends">Back ends<span class="num">1</span></a>' in page


def test_places_without_tools_are_not_in_the_tree_but_have_their_page(
    visitor: Browser, react: Tool
) -> None:
    assert "/categories/back-ends" not in visitor.get("/categories").text
    assert "No tool is listed here yet" in visitor.get("/categories/back-ends").text


def test_an_empty_house_says_so(app: Flask, visitor: Browser) -> None:
    for path in ("/tools", "/categories"):
        assert "No tool is listed" in visitor.get(path).text


@pytest.fixture
def many(app: Flask) -> list[str]:
    """Two pages and a bit, their names in no order and of both cases."""
    names = [f"{'tT'[n % 2]}{n * 7 % 60:02}" for n in range(PAGE_SIZE * 2 + 3)]
    for name in names:
        tool(app, f"s-{name.lower()}", name=name, licence="MIT")
    return sorted(f"s-{name.lower()}" for name in names)


@pytest.mark.parametrize("sort", ["stacks", "followers", "votes", "new", "name"])
def test_pages_show_every_tool_once_and_keep_what_was_asked(
    visitor: Browser, many: list[str], sort: str
) -> None:
    path = f"/tools?licence=MIT&sort={sort}&q=t"
    if sort == "stacks":
        path = "/categories/front-ends?licence=MIT"
    slugs = all_pages(visitor, path)
    assert sorted(slugs) == many and len(listed(visitor, path)) == PAGE_SIZE
    assert sort != "name" or slugs == many
    following = next_page(visitor, path)
    assert following and "licence=MIT" in following
    assert "First page" in visitor.get(following).text


def test_a_program_follows_next_to_the_end(visitor: Browser, many: list[str]) -> None:
    path, slugs = "/tools.json?sort=name&licence=MIT", []
    while path:
        answer = visitor.read(path)
        slugs += [t["slug"] for t in answer["tools"]]
        path = answer["next"]
    assert slugs == many


def test_a_cursor_belongs_to_its_order(visitor: Browser, many: list[str]) -> None:
    following = next_page(visitor, "/tools?sort=name") or ""
    assert visitor.get(following).status_code == 200
    for other in ("sort=new", "sort=votes", "sort=stacks"):
        assert visitor.get(following.replace("sort=name", other)).status_code == 404
    assert visitor.get(f"/tools?after={quote('nonsense')}").status_code == 404


def test_a_search_that_finds_too_much_says_so(visitor: Browser, many: list[str]) -> None:
    page = visitor.get("/tools?q=t").text
    assert page.count('aria-label="Compare') == 50 and "These are the 50 closest" in page


def test_the_page_asks_the_same_whatever_it_lists(
    app: Flask, visitor: Browser, many: list[str]
) -> None:
    with overheard() as first:
        visitor.get("/tools?sort=name")
    a_minute_later(app)
    with overheard() as empty:
        visitor.get("/tools?licence=none")
    assert len(first) == len(empty) <= 6


def test_what_readers_type_comes_back_as_text(visitor: Browser, react: Tool) -> None:
    page = visitor.get("/tools?q=<script>&licence=%22%3E<b>").text
    assert "<script>&" not in page and "“&lt;script&gt;”" in page and "><b>" not in page
