import pytest
from flask import Flask

from stackshare.extensions import db
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, tool


def test_typing_a_name_brings_the_tools_that_have_it(
    visitor: Browser, react: Tool, vue: Tool
) -> None:
    part = visitor.get("/stacks/picker?find=vue").text
    assert 'value="vue">' in part and 'value="react"' not in part and "<html" not in part


def test_what_was_looked_up_comes_first_and_what_is_ticked_stays_ticked(
    visitor: Browser, react: Tool, vue: Tool
) -> None:
    part = visitor.get("/stacks/picker?find=vue&tool=react&tool=nope").text
    assert part.index('value="vue">') < part.index('value="react" checked')


def test_each_tool_brings_its_fields_and_its_logo(app: Flask, visitor: Browser) -> None:
    flask = tool(app, "flask", name="Flask")
    with app.app_context():
        db.session.get_one(Tool, flask.id).logo = "M0 0h24"
        db.session.commit()
    part = visitor.get("/stacks/picker?find=flask").text
    for field in ("reason-flask", "adopted-flask", "dropped-flask"):
        assert f'name="{field}"' in part
    assert 'href="#l-flask"' in part and 'id="l-flask"' in part


def test_an_unknown_name_brings_nothing(visitor: Browser, react: Tool) -> None:
    assert "<li>" not in visitor.get("/stacks/picker?find=zzz").text


def test_the_find_button_says_what_it_found(alice: Member, react: Tool) -> None:
    for find, sentence in (("react", "1 tool found."), ("zzz", "No tool is called “zzz”.")):
        answer = alice.post("/stacks", data={"do": "find", "find": find, "name": "Shop"})
        assert answer.status_code == 200
        assert sentence in answer.text and 'value="Shop"' in answer.text


def test_a_hundred_tools_are_enough_and_none_is_lost(app: Flask, alice: Member) -> None:
    slugs = [f"tool-{n}" for n in range(101)]
    for slug in slugs:
        tool(app, slug)
    answer = alice.post("/stacks", data={"name": "All", "tool": slugs, "reason-tool-100": "Why."})
    assert answer.status_code == 422 and "Pick at most 100 tools" in answer.text
    assert answer.text.count(" checked>") == 101 and 'value="Why."' in answer.text
    answer = alice.post("/stacks", data={"name": "All", "tool": slugs[:100]})
    assert answer.status_code == 302
    assert "100 tools in 1 layer" in alice.get(answer.location).text


def test_thousands_of_tools_end_in_a_sentence(alice: Member, react: Tool) -> None:
    many = [f"tool-{n}" for n in range(40_000)]
    answer = alice.post("/stacks", data={"name": "All", "tool": ["react", *many]})
    assert answer.status_code in (413, 422)


def test_what_a_script_asks_for_is_the_same_for_every_reader(
    app: Flask, visitor: Browser, react: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = visitor.get("/stacks/picker?find=react")
    assert 'value="react"' in answer.text and "Set-Cookie" not in answer.headers
