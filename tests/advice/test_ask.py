import re

import html5lib
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.tools.models import Tool
from tests.cast import Browser, Member, member


def ask(who: Browser, *tools: str, **typed: str) -> TestResponse:
    question = {"title": "React or Vue for a shop?", "body": "We are **two**.", **typed}
    return who.post("/advice", data={**question, "tool": list(tools)})


def answer(who: Browser, url: str, body: str) -> TestResponse:
    thread = who.read(f"{url}.json")["thread"]
    return who.post(f"/threads/{thread}/comments", data={"body": body})


def reply(who: Browser, comment: str, body: str) -> TestResponse:
    """To the comment at this address."""
    id = comment.rpartition("-")[2]
    return who.post(f"/comments/{id}/reply", data={"body": body})


def test_a_question_is_asked_about_tools(alice: Member, react: Tool, vue: Tool) -> None:
    url = ask(alice, "react", "Vue.js", "").location
    assert re.fullmatch(r"/advice/\d+-react-or-vue-for-a-shop", url)
    page = alice.get(url).text
    assert "<strong>two</strong>" in page and "/tools/react" in page and "/tools/vue" in page


def test_a_question_may_be_about_no_tool(alice: Member) -> None:
    assert ask(alice).status_code == 302


def test_comments_and_replies_stand_below_one_another(
    alice: Member, bob: Member, react: Tool
) -> None:
    url = ask(alice, "react").location
    first = answer(bob, url, "Take what you know.").location
    reply(alice, first, "Thanks.")
    [comment] = bob.read(f"{url}.json")["comments"]
    assert (comment["author"], comment["body"]) == ("bob", "Take what you know.")
    assert [reply["body"] for reply in comment["replies"]] == ["Thanks."]
    assert "2 comments" in alice.get(url).text
    assert alice.get(f"/comments/{comment['id']}").location == first


@pytest.mark.parametrize(
    "tools, typed, sentence",
    [
        ([], {"title": " "}, "Ask in one sentence"),
        ([], {"title": "Why?"}, "10 to 150 characters"),
        ([], {"body": ""}, "Say what you have tried"),
        ([], {"body": "![]()"}, "can be seen"),
        (["nope"], {}, "“nope” is not in the catalogue"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    alice: Member, tools: list[str], typed: dict[str, str], sentence: str
) -> None:
    page = ask(alice, *tools, **{"body": "Our long story.", **typed})
    assert page.status_code == 422 and sentence in page.text
    assert typed.get("body", "Our long story.") in page.text
    assert all(f'value="{tool}"' in page.text for tool in tools)


def test_an_empty_comment_is_refused(alice: Member) -> None:
    assert "Write something first" in answer(alice, ask(alice).location, " ").text


def test_an_unverified_member_is_asked_to_verify_first(app: Flask, alice: Member) -> None:
    newcomer = member(app, "dave", verified_at=None)
    refused = ask(newcomer)
    assert refused.status_code == 403 and "We are **two**." in refused.text
    assert answer(newcomer, ask(alice).location, "Hello there.").status_code == 403


def test_a_visitor_is_sent_to_sign_in(visitor: Browser, alice: Member) -> None:
    assert ask(visitor).location == "/login"
    assert visitor.get("/advice/new").location == "/login?next=/advice/new"
    assert answer(visitor, ask(alice).location, "Hello there.").location == "/login"


def test_a_question_has_one_url(visitor: Browser, alice: Member) -> None:
    url = ask(alice).location
    id = url.split("-")[0]
    for other in (id, f"{id}-something-else"):
        assert (visitor.get(other).status_code, visitor.get(other).location) == (301, url)


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](http://evil.example/p.png)",
        "<a href='data:text/html,x'>x</a>",
    ],
)
def test_markdown_is_inert(alice: Member, evil: str) -> None:
    page = html5lib.parse(
        alice.get(ask(alice, body=evil).location).text, namespaceHTMLElements=False
    )
    body = page.find(".//article//div[@class='prose']")
    assert body is not None
    for element in body.iter():
        assert element.tag in ("div", "p", "a")
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.get("href", "http:").startswith("http:")
