import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from stackshare.core.clock import now
from stackshare.core.views import ViewDay, Viewed, flush_views, waiting
from stackshare.tools.models import Tool
from tests.cast import Browser, a_minute_later, saved, tool


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    waiting.clear()
    yield
    waiting.clear()


def seen(app: Flask, slug: str, views: int, days_ago: int = 0) -> None:
    """So many views of a stackup, all on one day."""
    then = now() - timedelta(days=days_ago)
    page = {"kind": "stackup", "key": slug, "view_count": views}
    saved(app, Viewed(**page, created_at=then))
    saved(app, ViewDay(**page, day=then.date()))


def slugs(who: Browser, sort: str) -> list[str]:
    page = who.get(f"/stackups?sort={sort}").text
    return re.findall(r'<a href="/stackups/([\w-]+)">', page.partition('id="list"')[2])


@pytest.fixture
def three(app: Flask, react: Tool, vue: Tool, svelte: Tool) -> None:
    seen(app, "react-vs-vue", 50, days_ago=7)
    seen(app, "react-vs-svelte", 5, days_ago=6)
    seen(app, "svelte-vs-vue", 9)


def test_trending_counts_seven_days_top_all_and_new_the_first(
    visitor: Browser, three: None
) -> None:
    assert slugs(visitor, "trending") == ["svelte-vs-vue", "react-vs-svelte"]
    assert slugs(visitor, "top") == ["react-vs-vue", "svelte-vs-vue", "react-vs-svelte"]
    assert slugs(visitor, "new") == ["svelte-vs-vue", "react-vs-svelte", "react-vs-vue"]


def test_a_comparison_enters_the_lists_when_it_was_looked_at(
    app: Flask, visitor: Browser, react: Tool, vue: Tool
) -> None:
    assert "Nobody has compared tools" in visitor.get("/stackups").text
    visitor.get("/stackups/react-vs-vue")
    with app.app_context():
        flush_views()
    a_minute_later(app)
    for sort in ("trending", "top", "new"):
        assert slugs(visitor, sort) == ["react-vs-vue"]
    assert "/stackups/react-vs-vue" in visitor.get("/").text


def test_a_list_nobody_offered_is_refused(visitor: Browser) -> None:
    for sort in ("best", "", "Top"):
        assert visitor.get(f"/stackups?sort={sort}").status_code == 422


def test_a_stackup_of_a_tool_that_is_gone_is_left_out(
    app: Flask, visitor: Browser, three: None
) -> None:
    seen(app, "angular-vs-react", 99)
    assert "angular-vs-react" not in slugs(visitor, "top")


@pytest.mark.parametrize("sort", ["top", "new"])
def test_the_next_page_begins_where_this_one_ends(app: Flask, visitor: Browser, sort: str) -> None:
    tool(app, "a")
    for n in range(30):
        tool(app, f"b{n}")
        seen(app, f"a-vs-b{n}", 7)  # the same count: the slug breaks ties
    first = visitor.get(f"/stackups?sort={sort}").text
    next = re.search(r'rel="next" href="(.+?)"', first)
    assert next
    second = visitor.get(next[1].replace("&amp;", "&")).text
    links = [set(re.findall(r'<a href="/stackups/(a-vs-\w+)">', page)) for page in (first, second)]
    assert [len(found) for found in links] == [25, 5] and not links[0] & links[1]


def test_a_cursor_of_another_list_leads_nowhere(visitor: Browser) -> None:
    assert visitor.get("/stackups?sort=top&after=nonsense").status_code == 404
