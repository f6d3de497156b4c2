"""Search as people meet it."""

import re
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask import Flask

from stackshare.search.queries.closest import CLOSEST
from stackshare.search.queries.kinds import KINDS
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer
from tests.cast import Browser, Member, stack, tool

HOSTILE = '"><script>alert(1)</script></mark>&lt;zebra <img src=x onerror=alert(2)>'


def ask(who: Member, title: str, body: str = "Well?") -> str:
    return str(who.post("/advice", data={"title": title, "body": body}).location)


def search(who: Browser, typed: str, more: str = "") -> Any:
    return who.read(f"/search.json?q={quote(typed)}{more}")


def titles(who: Browser, typed: str, more: str = "") -> list[str]:
    return [result["title"] for result in search(who, typed, more)["results"]]


def test_all_kinds_are_found_each_under_its_name(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    koa = tool(app, "koa", name="Koa", summary="Minimal.")
    stack(app, alice, "Shop on Koa", koa)
    asked = ask(alice, "Is Koa still alive?")
    answer(alice, asked, "I use **Koa** daily.")
    alice.post("/settings", data={"name": "Alice", "headline": "Koa fan"})
    page = visitor.get("/search?q=koa").text
    assert re.findall(r'<h2 id="h-(\w+)"', page) == [
        *("tools", "stacks", "advice", "comments", "people")
    ]
    found = search(visitor, "koa")
    counts = dict.fromkeys(("tools", "stacks", "advice", "comments", "people"), 1)
    assert [(r["kind"], r["url"], r["excerpt"]) for r in found["results"]] == [
        ("tools", "/tools/koa", "Minimal."),
        ("stacks", "/stacks/alice/shop-on-koa", ""),
        ("advice", asked, "Well?"),
        ("comments", "/comments/1", "I use Koa daily."),
        ("people", "/people/alice", "Koa fan · alice"),
    ]
    assert {name: n for name, n in found["counts"].items() if n} == counts
    assert len(found["counts"]) == len(KINDS)
    for result in found["results"]:
        assert visitor.get(result["url"], follow_redirects=True).status_code == 200
    assert "I use <mark>Koa</mark> daily." in page and "Is <mark>Koa</mark> still" in page


def test_what_is_said_of_tools_and_comparisons_is_found(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    for slug, name in (("koa", "Koa"), ("flask", "Flask")):
        tool(app, slug, name=name)
    line = {"side": "con", "text": "Sessions are for others", "context": "small team"}
    alice.post("/tools/koa/proscons", data=line)
    reason = {"tool": "flask", "text": "you want signed sessions"}
    alice.post("/stackups/flask-vs-koa/choose", data=reason)
    written = {"heading": "Sessions", "body": "Flask **signs** them."}
    alice.post("/stackups/flask-vs-koa/differences", data=written)
    summary = {"heading": "", "body": "One has sessions, one has none."}
    alice.post("/stackups/flask-vs-koa/differences", data=summary)
    facts = ("kind", "title", "url", "excerpt", "within")
    found = search(visitor, "sessions")["results"]
    assert [tuple(result[name] for name in facts) for result in found] == [
        ("proscons", line["text"], "/proscons/1", "Con of Koa · small team", None),
        *[
            (
                "choose",
                f"Choose Flask if {reason['text']}",
                "/stackups/lines/1",
                "",
                "Flask vs Koa",
            ),
            (
                "differences",
                "Sessions",
                "/stackups/sections/1",
                "Flask signs them.",
                "Flask vs Koa",
            ),
            ("differences", "Summary", "/stackups/sections/2", summary["body"], "Flask vs Koa"),
        ],
    ]
    assert [visitor.get(result["url"]).location for result in found] == [
        "/tools/koa/proscons?side=con#line-1",
        "/stackups/flask-vs-koa/choose?tool=flask#choose-1",
        *("/stackups/flask-vs-koa#section-1", "/stackups/flask-vs-koa#section-2"),
    ]
    page = visitor.get("/search?q=sessions").text
    assert "<p>Con of Koa" in page and '<p class="prose">Flask signs' in page
    assert "Flask vs Koa, by Alice" in page and '<h2 id="h-choose">Reasons to choose</h2>' in page
    for typed in ("con of koa", "koa team", "sessions koa"):
        assert titles(visitor, typed, "&kind=proscons") == [line["text"]], typed


def test_the_title_of_a_comparison_leads_to_it(app: Flask, visitor: Browser) -> None:
    for slug, name in (("koa", "Koa"), ("flask", "Flask"), ("express", "ExpressJS")):
        tool(app, slug, name=name)
    for typed in ("koa vs flask", "Flask VS. koa", " flask  versus Koa "):
        assert search(visitor, typed)["stackup"] == "/stackups/flask-vs-koa", typed
        page = visitor.get(f"/search?q={quote(typed)}").text
        assert '<a href="/stackups/flask-vs-koa">Flask vs Koa</a>' in page
        assert "Nothing here has" not in page
    three = search(visitor, "koa vs flask vs express")["stackup"]
    assert three == "/stackups/express-vs-flask-vs-koa"
    others = ["koa", "koa vs", "koa vs koa", "koa vs nope", "koa flask", " vs ".join(["koa"] * 9)]
    for typed in others:
        assert search(visitor, typed)["stackup"] is None, typed


def test_one_kind_alone(app: Flask, alice: Member, visitor: Browser) -> None:
    koa = tool(app, "koa", name="Koa")
    stack(app, alice, "Shop on Koa", koa)
    assert titles(visitor, "koa", "&kind=stacks") == ["Shop on Koa"]
    assert search(visitor, "koa", "&kind=stacks")["counts"]["tools"] == 1
    assert 'for="q">Search stacks for</label>' in visitor.get("/search?q=koa&kind=stacks").text
    assert visitor.get("/search?q=koa&kind=nope").status_code == 422
    assert visitor.get("/search.json?q=koa&kind=nope").status_code == 422


@pytest.mark.parametrize(
    "typed, slug",
    [("C++", "cpp"), ("c#", "csharp"), (".NET", "dotnet"), ("node.js", "nodejs"), ("cpp", "cpp")],
)
def test_tools_are_found_by_names_first(
    app: Flask, visitor: Browser, typed: str, slug: str
) -> None:
    said = "Not C, C++, C#, .NET or Node.js."
    for other, name in {"c": "C", "cpp": "C++", "csharp": "C#", "dotnet": ".NET"}.items():
        tool(app, other, name=name, summary=said)
    tool(app, "nodejs", name="Node.js", aliases=["Node"], summary=said)
    assert search(visitor, typed)["results"][0]["url"] == f"/tools/{slug}"


def test_then_by_what_is_said_of_them(app: Flask, visitor: Browser) -> None:
    tool(app, "celery", name="Celery", summary="Task queue", description="Runs jobs later.")
    tool(app, "queue", name="Queue")
    assert titles(visitor, "queue") == ["Queue", "Celery"]
    assert titles(visitor, "jobs later") == ["Celery"]


def test_c_plus_plus_in_a_question_is_not_c(alice: Member, visitor: Browser) -> None:
    ask(alice, "Is C++ worth it?")
    ask(alice, "Is C# worth it?")
    ask(alice, "Is F# worth it?")
    for typed, title in (("c++", "Is C++ worth it?"), ("C#", "Is C# worth it?")):
        assert titles(visitor, typed, "&kind=advice") == [title]


def test_exact_titles_come_first_then_titles_then_texts_then_the_newest(
    alice: Member, visitor: Browser
) -> None:
    ask(alice, "Night shift?", "Yes.")
    ask(alice, "Something else entirely", "About the night shift and other things.")
    ask(alice, "The night shift at our shop", "Yes.")
    ask(alice, "The night shift at our shop", "Yes.")
    found = search(visitor, "night shift?", "&kind=advice")["results"]
    assert [result["url"].partition("-")[0] for result in found] == [
        f"/advice/{id}" for id in (1, 4, 3, 2)
    ]


def test_all_words_are_needed_and_the_last_may_be_half_a_word(
    alice: Member, visitor: Browser
) -> None:
    ask(alice, "A queue for Flask?")
    ask(alice, "A cache for Django?")
    assert titles(visitor, "queue fla") == ["A queue for Flask?"]
    assert titles(visitor, "que flask") == titles(visitor, "queue django") == []
    assert titles(visitor, '"for flask"') == ["A queue for Flask?"]
    assert titles(visitor, '"flask for"') == []
    assert titles(visitor, "QUÉUE flask") == ["A queue for Flask?"]


def test_nothing_typed_says_what_to_type(visitor: Browser, react: Tool) -> None:
    for path in ("/search", "/search?q=", "/search?q=%20%20"):
        page = visitor.get(path).text
        assert "Type the name of a tool" in page and 'href="/tools/react"' in page
    assert visitor.read("/search.json")["results"] == []


def test_nothing_found_leads_on(visitor: Browser, alice: Member, react: Tool) -> None:
    page = visitor.get("/search?q=raect").text
    assert "Nothing here has “raect”" in page
    assert 'href="/tools/react"' in page and 'href="/tools"' in page
    ask(alice, "Is React still alive?")
    page = visitor.get("/search?q=react&kind=people").text
    assert "Nothing among people has “react”" in page and 'href="/search?q=react"' in page


def test_more_than_anybody_types_is_said_at_the_field(visitor: Browser) -> None:
    answer = visitor.get(f"/search?q={'x' * 201}")
    assert answer.status_code == 422 and "Use at most 200 characters." in answer.text
    assert "x" * 201 in answer.text
    assert visitor.get(f"/search?q={'x' * 201}&kind=tools").status_code == 422
    assert visitor.get(f"/search.json?q={'x' * 201}").status_code == 422
    assert visitor.get(f"/search?q={'x' * 4_100}").status_code == 414


def test_search_engines_keep_no_results(visitor: Browser, react: Tool) -> None:
    for path in ("/search", "/search?q=react", "/search?q=nothing"):
        assert '<meta name="robots" content="noindex">' in visitor.get(path).text
    assert visitor.get("/search.json?q=react").headers["X-Robots-Tag"] == "noindex"


@pytest.fixture
def many(app: Flask, alice: Member, react: Tool) -> list[str]:
    """Titles of 45 stacks, the newest first."""
    for n in range(45):
        stack(app, alice, f"Shop {n}", react)
    return [f"Shop {n}" for n in reversed(range(45))]


def pages_of(who: Browser, path: str) -> list[list[str]]:
    pages = []
    while path:
        page = who.read(path)
        pages.append([result["title"] for result in page["results"]])
        path = page["next"]
    return pages


def test_a_long_list_comes_in_pages(visitor: Browser, many: list[str]) -> None:
    pages = pages_of(visitor, "/search.json?q=shop&kind=stacks")
    assert [len(page) for page in pages] == [20, 20, 5]
    assert sum(pages, []) == many
    assert 'rel="next"' in visitor.get("/search?q=shop&kind=stacks").text
    assert ">All 45<" in visitor.get("/search?q=shop").text
    assert titles(visitor, "shop") == many[:5]


def test_what_comes_and_goes_meanwhile_shifts_nothing(
    app: Flask, alice: Member, visitor: Browser, react: Tool, many: list[str]
) -> None:
    first = search(visitor, "shop", "&kind=stacks")
    stack(app, alice, "Shop shop shop", react)
    alice.press("/stacks/alice/shop-44/remove")
    alice.press("/stacks/alice/shop-30/remove")
    second = visitor.read(first["next"])
    shown = [result["title"] for result in second["results"]]
    assert shown == many[20:40]


@pytest.mark.parametrize("after", ["x", "", "W10.x", "%00", "99"])
def test_a_cursor_that_we_did_not_give_is_unknown(visitor: Browser, after: str) -> None:
    for path in ("/search", "/search.json"):
        answer = visitor.get(f"{path}?q=shop&kind=stacks&after={after}")
        assert answer.status_code == (400 if after == "%00" else 404)


def test_a_cursor_is_good_for_its_own_search(visitor: Browser, many: list[str]) -> None:
    after = search(visitor, "shop", "&kind=stacks")["next"].partition("after=")[2]
    assert visitor.get(f"/search?q=sho&kind=stacks&after={after}").status_code == 404
    assert visitor.get(f"/search?q=shop&kind=people&after={after}").status_code == 404


def test_counts_are_bounded(
    app: Flask, alice: Member, visitor: Browser, react: Tool, many: list[str]
) -> None:
    for n in range(CLOSEST - 44):
        stack(app, alice, f"Other shop {n}", react)
    found = search(visitor, "shop")
    assert found["counts"]["stacks"] == found["counted_to"] == CLOSEST
    page = visitor.get("/search?q=shop").text
    assert f">{CLOSEST}+<" in page and f">All {CLOSEST}+<" in page
    path = "/search?q=shop&kind=stacks"
    for _ in range(4):
        path = re.findall('rel="next" href="(.+?)"', visitor.get(path).text)[0]
        path = path.replace("&amp;", "&")
    assert f"These are the {CLOSEST} closest." in visitor.get(path).text


def test_whatever_people_write_is_text(app: Flask, alice: Member, visitor: Browser) -> None:
    koa = tool(app, "koa")
    stack(app, alice, f"Zebra {HOSTILE}"[:80], koa, purpose=HOSTILE)
    answer(alice, ask(alice, HOSTILE, HOSTILE), HOSTILE)
    alice.post("/settings", data={"name": HOSTILE[:80], "headline": "zebra", "about": HOSTILE})
    for path in ("/search?q=zebra", "/search?q=alert+zebra", f"/search?q={quote(HOSTILE)}"):
        page = visitor.get(path).text
        assert page.count("<script") == 2 and "<img" not in page, path
        assert page.count("<mark>") == page.count("</mark>")
    assert visitor.get("/search?q=zebra").text.count("<mark>zebra</mark>") >= 4
    assert search(visitor, "zebra")["counts"]["comments"] == 1


def test_what_was_typed_is_text_too(visitor: Browser) -> None:
    page = visitor.get(f"/search?q={quote(HOSTILE)}").text
    assert page.count("<script") == 2 and "<img" not in page


@pytest.mark.parametrize("typed", ["%", "_", "%%%", "\\%", "r%t", "r_act"])
def test_wildcards_are_letters_like_others(visitor: Browser, react: Tool, typed: str) -> None:
    assert search(visitor, typed)["results"] == []


def test_the_box_on_every_page_leads_here(visitor: Browser) -> None:
    page = visitor.get("/about").text
    assert '<form class="search" role="search" action="/search">' in page
    assert 'href="/search" aria-label="Search"' in page


def test_a_browser_can_add_it(visitor: Browser) -> None:
    assert 'rel="search" type="application/opensearchdescription+xml"' in visitor.get("/").text
    answer = visitor.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.data)
    url = root.find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url is not None
    assert url.attrib["template"] == "http://localhost/search?q={searchTerms}"
