from typing import Any

from flask import Flask

from stackshare.core.clock import now
from stackshare.core.views import Viewed
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, saved, stack, tool


def read_all(who: Browser, path: str, name: str) -> list[Any]:
    """The rows of all pages, as a program follows them."""
    rows, following = [], path
    while following:
        page = who.read(following)
        assert len(page[name]) <= 25
        rows += page[name]
        following = page["next"]
    return rows


def ask(who: Browser, title: str, *slugs: str) -> str:
    asked = {"title": title, "body": "Help.", "tool": list(slugs)}
    return who.post("/advice", data=asked).location


def test_stacks_are_read_page_by_page(
    app: Flask, visitor: Browser, alice: Member, react: Tool
) -> None:
    for n in range(30):
        stack(app, alice, f"Shop {n}", react)
    names = [row["name"] for row in read_all(visitor, "/stacks.json", "stacks")]
    assert names == [f"Shop {n}" for n in range(29, -1, -1)]


def test_questions_are_read_page_by_page_and_by_tool(
    visitor: Browser, alice: Member, react: Tool, vue: Tool
) -> None:
    for n in range(28):
        ask(alice, f"Question {n:02}?", "react" if n < 27 else "vue")
    assert len(read_all(visitor, "/advice.json", "advice")) == 28
    about_react = read_all(visitor, "/advice.json?tool=react", "advice")
    assert [row["title"] for row in about_react] == [f"Question {n:02}?" for n in range(26, -1, -1)]
    assert visitor.get("/advice.json?tool=nope").status_code == 404


def test_stackups_are_read_page_by_page(app: Flask, visitor: Browser) -> None:
    tool(app, "a")
    for n in range(30):
        tool(app, f"b{n}")
        slug = f"a-vs-b{n}"
        saved(app, Viewed(kind="stackup", key=slug, view_count=n + 1, created_at=now()))
    rows = read_all(visitor, "/stackups.json?sort=top", "stackups")
    assert [row["views"] for row in rows] == list(range(30, 0, -1))
    assert rows[0] | {"views": 0} == {
        "slug": "a-vs-b29",
        "url": "/stackups/a-vs-b29",
        "tools": ["a", "b29"],
        "views": 0,
    }
    assert visitor.get("/stackups.json?sort=best").status_code == 422


def test_a_person_is_read_without_an_address(
    app: Flask, visitor: Browser, alice: Member, react: Tool
) -> None:
    stack(app, alice, "Web shop", react)
    ask(alice, "What is a good title?")
    twin = visitor.read("/people/alice.json")
    assert (twin["username"], twin["name"]) == ("alice", "Alice")
    assert [row["name"] for row in twin["stacks"]] == ["Web shop"]
    assert [row["title"] for row in twin["advice"]] == ["What is a good title?"]
    assert "example.org" not in str(twin)


def test_a_broken_cursor_leads_nowhere(visitor: Browser) -> None:
    for name in ("stacks", "advice"):
        assert visitor.get(f"/{name}.json?after=nonsense").status_code == 404


def test_the_list_of_questions_is_about_one_tool_when_asked(
    visitor: Browser, alice: Member, react: Tool, vue: Tool
) -> None:
    ask(alice, "What about React?", "react")
    page = visitor.get("/advice?tool=react").text
    assert "Advice on React" in page and "What about React?" in page
    empty = visitor.get("/advice?tool=vue").text
    assert "Nobody has asked about Vue.js yet" in empty and "What about React?" not in empty
    assert visitor.get("/advice?tool=nope").status_code == 404
