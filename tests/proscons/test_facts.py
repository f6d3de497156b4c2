"""What a line may carry, and who says it."""

import pytest
from flask import Flask

from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, line, stack
from tests.proscons.test_add import add


def only_line(who: Browser) -> dict[str, object]:
    [found] = who.read("/tools/react.json")["pros"]
    return dict(found)


def test_a_line_carries_a_link_a_context_and_a_version(
    alice: Member, visitor: Browser, react: Tool
) -> None:
    facts = {"link": "https://www.example.org/why?a=1#b", "context": "small  team", "version": "19"}
    assert add(alice, **facts).status_code == 302
    told = only_line(visitor)
    assert {name: told[name] for name in facts} == {**facts, "context": "small team"}
    page = visitor.get("/tools/react").text
    assert '<a href="https://www.example.org/why?a=1#b" rel="nofollow ugc noopener">' in page
    assert ">example.org</a>" in page and ">small team<" in page and ">React 19<" in page


def test_a_line_carries_nothing_but_its_words_if_nothing_was_said(
    visitor: Browser, fast: ProCon
) -> None:
    told = only_line(visitor)
    assert (told["link"], told["context"], told["version"]) == ("", "", "")
    assert "<small>" not in visitor.get("/tools/react").text


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/a",
        "//example.org/a",
        "example.org",
        "https://",
        "https://localhost/",
        "https://react.dev@example.org/",
        "https://rеact.dev/",
        "https://example.org/a b",
        "https://[::1]/",
        'https://example.org"onclick="x',
        "https://example.org/" + "x" * 500,
    ],
)
def test_only_plain_addresses_of_the_web_prove_something(
    alice: Member, react: Tool, link: str
) -> None:
    answer = add(alice, link=link)
    assert answer.status_code == 422 and "Reads well" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert alice.read("/tools/react.json")["pros"] == []


def test_what_a_link_holds_is_inert(alice: Member, visitor: Browser, react: Tool) -> None:
    add(alice, link='https://example.org/"onclick="alert(1)')
    assert 'onclick="' not in visitor.get("/tools/react").text


@pytest.mark.parametrize("name, longest", [("context", 40), ("version", 20)])
def test_contexts_and_versions_are_short(
    alice: Member, react: Tool, name: str, longest: int
) -> None:
    answer = add(alice, **{name: "x" * (longest + 1)})
    assert answer.status_code == 422 and f"at most {longest} characters" in answer.text
    assert add(alice, **{name: "x" * longest}).status_code == 302


def test_a_line_says_whether_its_author_runs_the_tool(
    app: Flask, visitor: Browser, bob: Member, react: Tool, vue: Tool, fast: ProCon
) -> None:
    assert not only_line(visitor)["author_runs_it"]
    stack(app, bob, "Shop", react)
    assert only_line(visitor)["author_runs_it"]
    for path in ("/tools/react", "/stackups/react-vs-vue", "/tools/react/proscons"):
        assert "runs React" in visitor.get(path).text, path


def test_only_todays_public_stacks_say_that_somebody_runs_a_tool(
    app: Flask, visitor: Browser, alice: Member, bob: Member, react: Tool, vue: Tool, fast: ProCon
) -> None:
    stack(app, alice, "Of another", react)
    stack(app, bob, "Of another tool", vue)
    stack(app, bob, "Hidden", react, visibility="unlisted")
    stack(app, bob, "Gone", react)
    bob.press("/stacks/bob/gone/remove")
    assert not only_line(visitor)["author_runs_it"]
    stack(app, bob, "Shop", react, reasons={"react": "Known."})
    assert only_line(visitor)["author_runs_it"]
    sent = {"name": "Shop", "visibility": "public", "tool": "react"}
    bob.rewrite("/stacks/bob/shop", {**sent, "dropped-react": "2024-05-31"})
    assert not only_line(visitor)["author_runs_it"]


def test_the_author_stands_on_the_whole_list_alone(
    app: Flask, visitor: Browser, bob: Member, react: Tool, fast: ProCon
) -> None:
    assert 'by <a href="/people/bob">Bob</a>' in visitor.get("/tools/react/proscons").text
    assert "/people/bob" not in visitor.get("/tools/react").text
    line(app, bob, react, "pro", "Small")
    [first, _] = visitor.read("/tools/react/proscons.json")["lines"]
    assert (first["text"], first["author"]) == ("Small", "bob")
