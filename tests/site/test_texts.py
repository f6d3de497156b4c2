import re
from xml.etree import ElementTree

import pytest
from flask import Flask

from stackshare.core.clock import now
from stackshare.core.views import Viewed
from stackshare.proscons.models import ProCon
from stackshare.site.pages import sitemap
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, saved, stack

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(who: Browser, path: str) -> list[str]:
    root = ElementTree.fromstring(who.get(path).data)
    return [(loc.text or "").removeprefix("http://localhost") for loc in root.iter(f"{SITEMAP}loc")]


def all_urls(who: Browser) -> list[str]:
    return [url for part in locations(who, "/sitemap.xml") for url in locations(who, part)]


@pytest.mark.parametrize("path", ["/about", "/about/method", "/contact", "/privacy", "/terms"])
def test_the_footer_leads_to_the_sites_own_texts(visitor: Browser, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert f'<a href="{path}">' in visitor.get("/").text.partition("<footer")[2]


def test_texts_lead_nowhere_that_is_not_there(visitor: Browser) -> None:
    for page in ("/about", "/about/method", "/contact", "/privacy", "/terms"):
        for link in re.findall('href="(/[a-z][a-z/]*)"', visitor.get(page).text):
            assert visitor.get(link).status_code == 200, link


def test_robots_learn_where_the_sitemap_is(visitor: Browser) -> None:
    answer = visitor.get("/robots.txt")
    assert answer.content_type.startswith("text/plain")
    assert "Disallow: /login\n" in answer.text
    assert "Sitemap: http://localhost/sitemap.xml\n" in answer.text


def test_the_sitemap_holds_what_everyone_may_read(
    app: Flask, visitor: Browser, alice: Member, vue: Tool, svelte: Tool, fast: ProCon
) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    shop = stack(app, alice, "Web shop", vue).url
    asked = {"title": "What is a good title?", "body": "Help."}
    question = alice.post("/advice", data=asked).location
    for slug in ("react-vs-vue", "svelte-vs-vue"):  # of the second nobody voted for a tool
        saved(app, Viewed(kind="stackup", key=slug, view_count=1, created_at=now()))
    urls = all_urls(visitor)
    for url in ("/", "/about", "/tools/react", "/categories/front-ends", shop, question):
        assert url in urls
    assert "/stackups/react-vs-vue" in urls and "/stackups/svelte-vs-vue" not in urls
    assert len(urls) == len(set(urls))


def test_a_long_list_comes_in_parts(
    app: Flask,
    visitor: Browser,
    react: Tool,
    vue: Tool,
    svelte: Tool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sitemap, "PART", 2)
    parts = [part for part in locations(visitor, "/sitemap.xml") if "tools" in part]
    assert parts == ["/sitemap/tools-1.xml", "/sitemap/tools-2.xml"]
    assert [len(locations(visitor, part)) for part in parts] == [2, 1]


@pytest.mark.parametrize("part", ["tools-0", "tools-9", "people-1", "tools-99999999999"])
def test_a_part_that_is_not_there(visitor: Browser, react: Tool, part: str) -> None:
    assert visitor.get(f"/sitemap/{part}.xml").status_code == 404
