import re
from typing import Any

import html5lib
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.tools.models import Tool
from tests.advice.test_ask import answer
from tests.cast import Browser, Member, member, stack

CHOICE = {
    "title": "Vue.js for the web shop",
    "option-1": "Vue",
    "chosen": "1",
    "option-2": "React",
    "before": "2",
    "good-2": "- We know it\n\n* Large community",
    "bad-2": "Heavy",
    "option-3": "A spreadsheet",
    "reason": "It is **smaller** and we are three.",
    "context": "Our pages took four seconds.",
    "effort": "weeks",
    "decided_on": "2025-03-01",
    "status": "accepted",
}


def record(who: Browser, **typed: Any) -> TestResponse:
    """Fields that are None are not sent."""
    said = {name: value for name, value in {**CHOICE, **typed}.items() if value is not None}
    return who.post("/decisions", data=said)


def base(url: str) -> str:
    """The address that forms of this decision post to."""
    return url.partition("-")[0]


@pytest.fixture(autouse=True)
def tools(react: Tool, vue: Tool, svelte: Tool) -> None:
    pass


def test_a_decision_says_what_was_chosen_over_what_and_why(alice: Member, visitor: Browser) -> None:
    url = record(alice).location
    assert re.fullmatch(r"/decisions/\d+-vue-js-for-the-web-shop", url)
    page = visitor.get(url).text
    for words in ("<strong>smaller</strong>", "A spreadsheet", "Used before", "Large community"):
        assert words in page
    twin = visitor.read(f"{url}.json")
    assert (twin["effort"], twin["decided_on"], twin["author"]) == ("weeks", "2025-03-01", "alice")
    assert [option["tool"] for option in twin["options"]] == ["vue", "react", None]
    assert twin["options"][1] == {
        "tool": "react",
        "name": "React",
        "chosen": False,
        "used_before": True,
        "good": ["We know it", "Large community"],
        "bad": ["Heavy"],
    }


def test_the_only_option_is_the_chosen_one(alice: Member) -> None:
    url = record(alice, **{"option-2": "", "option-3": "", "chosen": None}).location
    assert [o["chosen"] for o in alice.read(f"{url}.json")["options"]] == [True]


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"title": " "}, "Say in one line what was decided"),
        ({"title": "Why?"}, "5 to 150 characters"),
        ({"reason": ""}, "Say what decided it"),
        ({"reason": "![]()"}, "can be seen"),
        ({"option-1": "", "option-2": "", "option-3": ""}, "Name what you chose"),
        ({"chosen": None}, "Mark the option that you chose"),
        ({"chosen": "6"}, "Mark the option that you chose"),
        ({"chosen": "best"}, "Mark the option that you chose"),
        ({"option-3": "vue.js"}, "Name each option once"),
        ({"option-2": "a list", "option-3": "A List"}, "Name each option once"),
        ({"option-3": "x" * 121}, "at most 120 characters"),
        ({"effort": "years"}, "Not a valid choice"),
        ({"status": "forgotten"}, "Not a valid choice"),
        ({"stack": "nobodys"}, "Not a valid choice"),
        ({"decided_on": "soon"}, "Write the date as 2024-05-31"),
        ({"decided_on": "2999-01-01"}, "between 1970 and today"),
        ({"outcome": "x" * 20_001}, "at most 20,000 characters"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    alice: Member, typed: dict[str, Any], sentence: str
) -> None:
    page = record(alice, **typed)
    assert page.status_code == 422 and sentence in page.text
    assert "Our pages took four seconds." in page.text and "Large community" in page.text
    assert alice.read("/decisions.json")["decisions"] == []


def test_an_unverified_member_is_asked_to_verify_first(app: Flask) -> None:
    newcomer = member(app, "dave", verified_at=None)
    refused = record(newcomer)
    assert refused.status_code == 403 and "Our pages took four seconds." in refused.text
    assert newcomer.read("/decisions.json")["decisions"] == []


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert record(visitor).location == "/login"
    for path in ("/decisions/new", "/decisions/import"):
        assert visitor.get(path).location == f"/login?next={path}"


def test_a_link_fills_the_form(app: Flask, alice: Member, react: Tool) -> None:
    stack(app, alice, "Shop", react)
    page = alice.get("/decisions/new?tool=react&tool=vue&stack=alice/shop").text
    assert 'value="react"' in page and 'value="vue"' in page
    assert '<option selected value="alice/shop">Shop</option>' in page


def test_a_decision_belongs_to_a_stack_of_its_authors_own(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    shop = stack(app, alice, "Shop", react)
    stack(app, bob, "Blog", react)
    url = record(alice, stack="alice/shop").location
    assert visitor.read(f"{url}.json")["stack"] == shop.url
    assert shop.url in visitor.get(url).text
    assert "Vue.js for the web shop" in visitor.get(shop.url).text
    assert record(alice, stack="bob/blog").status_code == 422


def test_a_stack_that_hides_is_named_no_more(
    app: Flask, alice: Member, visitor: Browser, react: Tool
) -> None:
    shop = stack(app, alice, "Secret shop", react)
    url = record(alice, stack="alice/secret-shop").location
    assert "Secret shop" in visitor.get(url).text
    hidden = {"name": "Secret shop", "visibility": "unlisted", "tool": "react"}
    alice.rewrite(shop.url, hidden)
    assert "Secret shop" not in visitor.get(url).text
    assert visitor.read(f"{url}.json")["stack"] is None


def test_a_decision_has_one_url(visitor: Browser, alice: Member) -> None:
    url = record(alice).location
    for other in (base(url), f"{base(url)}-something-else"):
        assert (visitor.get(other).status_code, visitor.get(other).location) == (301, url)
    for twin in ("json", "md"):
        assert visitor.get(f"{base(url)}-else.{twin}").location == f"{url}.{twin}"
    assert visitor.get("/decisions/99-nothing").status_code == 404


def test_decisions_are_listed_newest_first_and_by_tool(alice: Member, visitor: Browser) -> None:
    record(alice, title="First of all")
    record(alice, title="Second try", **{"option-1": "Svelte"})
    titles = [row["title"] for row in visitor.read("/decisions.json")["decisions"]]
    assert titles == ["Second try", "First of all"]
    about_vue = visitor.get("/decisions?tool=vue").text
    assert "First of all" in about_vue and "Second try" not in about_vue
    empty = visitor.get("/decisions?tool=vue&after=nonsense")
    assert empty.status_code == 404 and visitor.get("/decisions?tool=nope").status_code == 404


def test_an_empty_list_says_what_to_do(visitor: Browser) -> None:
    assert "Nobody has recorded a decision yet" in visitor.get("/decisions").text
    assert "Nobody has recorded a decision about React yet" in visitor.get("/tools/react").text


def test_many_decisions_come_in_pages(alice: Member, visitor: Browser) -> None:
    for n in range(27):
        record(alice, title=f"Decision {n:02}")
    for path, name in (("/decisions.json?tool=react", "next"), ("/decisions.json", "next")):
        first = visitor.read(path)
        assert len(first["decisions"]) == 25
        assert len(visitor.read(first[name])["decisions"]) == 2
    person = visitor.read("/people/alice.json")
    assert len(visitor.read(person["decisions_next"])["decisions"]) == 2
    assert "decisions_after=" in visitor.get("/people/alice").text


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "<a href='data:text/html,x'>x</a>",
    ],
)
def test_whatever_is_typed_is_inert(alice: Member, evil: str) -> None:
    words = dict.fromkeys(("title", "reason", "context", "outcome", "option-3", "good-1"), evil)
    url = record(alice, **words).location
    for path in (url, "/decisions", "/tools/vue", "/stackups/react-vs-vue", "/people/alice"):
        page = html5lib.parse(alice.get(path).text, namespaceHTMLElements=False)
        for element in page.iter():
            assert element.tag != "script" or element.get("src")
            assert not any(str(name).startswith("on") for name in element.attrib)
            assert not (element.get("href") or "").startswith(("javascript:", "data:"))


def test_comments_stand_below_a_decision(alice: Member, bob: Member, visitor: Browser) -> None:
    url = record(alice).location
    said = answer(bob, url, "We did the same.").location
    assert said.startswith(f"{url}?branch=")
    assert answer(bob, url, " ").status_code == 422
    page = visitor.get(url).text
    assert "We did the same." in page and "1 comment" in page
    assert answer(visitor, url, "Me too.").location == "/login"
    assert bob.get(f"/comments/{said.rpartition('-')[2]}").location == said


def test_an_unverified_member_comments_not_yet(app: Flask, alice: Member) -> None:
    newcomer, url = member(app, "dave", verified_at=None), record(alice).location
    refused = answer(newcomer, url, "We did the same.")
    assert refused.status_code == 403 and "We did the same." in refused.text
