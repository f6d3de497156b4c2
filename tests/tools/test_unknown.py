"""Who mistypes a name is shown what they may have meant."""

import re

import pytest
from flask import Flask

from stackshare.tools.models import Tool
from tests.cast import Browser, tool


@pytest.fixture
def field(app: Flask) -> None:
    names = ["React", "React Native", "Preact", "Vue.js", "Svelte", "Django"]
    for name in names:
        tool(app, name.lower().removesuffix(".js").replace(" ", "-"), name=name)


def offered(who: Browser, path: str) -> list[tuple[str, str]]:
    """The links of the list of suggestions; the page says 404 all the same."""
    answer = who.get(path)
    assert answer.status_code == 404
    _, _, part = answer.text.partition('id="h-close"')
    return re.findall('<li><a href="(.+?)">(.+?)</a>', part.partition("</ul>")[0])


@pytest.mark.parametrize(
    "slug, first",
    [
        ("raect", "/tools/react"),
        ("reactt", "/tools/react"),
        ("reac", "/tools/react"),
        ("djnago", "/tools/django"),
        ("svel", "/tools/svelte"),
        ("native", "/tools/react-native"),
        ("Vuejss", "/tools/vue"),
    ],
)
def test_a_mistyped_tool_is_guessed(visitor: Browser, field: None, slug: str, first: str) -> None:
    assert offered(visitor, f"/tools/{slug}")[0][0] == first


def test_at_most_five_are_offered_each_once(app: Flask, visitor: Browser, field: None) -> None:
    for n in range(9):
        tool(app, f"react-{n}", name=f"React {n}", aliases=[f"React{n}x"])
    links = offered(visitor, "/tools/react-x")
    assert len(links) == len(set(links)) == 5


@pytest.mark.parametrize("slug", ["zzzz", "...", "%", "x" * 500, "ünïcödé", "日本"])
def test_what_nothing_comes_close_to_offers_nothing(
    visitor: Browser, field: None, slug: str
) -> None:
    assert offered(visitor, f"/tools/{slug}") == []
    assert visitor.get(f"/stackups/{slug}-vs-{slug}x").status_code == 404


def test_a_program_is_told_too(visitor: Browser, field: None) -> None:
    answer = visitor.get("/tools/raect.json")
    assert answer.status_code == 404 and answer.json
    assert answer.json["close"][0] == {"name": "React", "url": "/tools/react"}
    assert visitor.read("/nothing.json")["close"] == []


def test_names_are_text(app: Flask, visitor: Browser) -> None:
    tool(app, "odd", name="<b>Odd")
    assert offered(visitor, "/tools/oddd") == [("/tools/odd", "&lt;b&gt;Odd")]


@pytest.mark.parametrize(
    "slug, first",
    [
        ("raect-vs-vue", ("/stackups/react-vs-vue", "React vs Vue.js")),
        ("vue-vs-raect", ("/stackups/react-vs-vue", "React vs Vue.js")),
        ("svelt-vs-djnago", ("/stackups/django-vs-svelte", "Django vs Svelte")),
        (
            "vue-vs-django-vs-reacct",
            ("/stackups/django-vs-react-vs-vue", "Django vs React vs Vue.js"),
        ),
    ],
)
def test_a_mistyped_comparison_is_guessed(
    visitor: Browser, field: None, slug: str, first: tuple[str, str]
) -> None:
    assert offered(visitor, f"/stackups/{slug}")[0] == first


def test_one_tool_alone_leads_to_its_comparisons(visitor: Browser, field: None) -> None:
    links = [url for url, _ in offered(visitor, "/stackups/react")]
    assert 0 < len(links) <= 5 and all("react" in url for url in links)


def test_the_worst_address_asks_little(visitor: Browser, field: None, react: Tool) -> None:
    slug = "-vs-".join(f"reac{n}" for n in range(6))
    assert len(offered(visitor, f"/stackups/{slug}")) <= 5
    assert offered(visitor, f"/stackups/{slug}-vs-vue") == []
