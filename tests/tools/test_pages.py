import re

import pytest
from flask import Flask

from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack, tool


def test_a_tool_has_one_url(visitor: Browser, react: Tool) -> None:
    moved = visitor.get("/tools/React?x=1")
    assert (moved.status_code, moved.location) == (301, "/tools/react?x=1")
    assert visitor.get("/tools/react").status_code == 200
    assert visitor.get("/tools/vue").status_code == 404


def test_the_json_twin_tells_everyone_the_same(alice: Member, fast: ProCon, big: ProCon) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    twin = alice.read("/tools/react.json")
    counts = [twin[key] for key in ("slug", "name", "url", "stacks", "followers", "votes")]
    assert counts == ["react", "React", "/tools/react", 0, 0, 1]
    plain = {"link": "", "context": "", "version": "", "author_runs_it": False}
    assert twin["pros"] == [{"id": fast.id, "text": "Fast", "votes": 1, **plain}]
    assert twin["cons"] == [{"id": big.id, "text": "Big", "votes": 0, **plain}]


def test_a_visitors_page_names_the_deed_and_leaves_no_cookie(
    visitor: Browser, fast: ProCon
) -> None:
    page = visitor.get("/tools/react")
    assert f'href="/login?next=/tools/react&amp;do=vote-{fast.id}"' in page.text
    assert "csrf_token" not in page.text and "Set-Cookie" not in page.headers


def test_a_members_page_has_one_token_and_its_buttons_need_it(
    app: Flask, alice: Member, fast: ProCon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    page = alice.get("/tools/react").text
    [token] = re.findall('name="csrf_token" value="(.+?)"', page)
    for path in re.findall('form="act" formaction="(.+?)"', page):
        if path == "/logout":
            continue
        assert alice.press(path).status_code == 400
        signed = {"wanted": "y", "csrf_token": token}
        assert alice.post(path, data=signed).status_code == 302


def test_a_script_gets_back_the_button_that_the_page_shows(alice: Member, fast: ProCon) -> None:
    for path in (f"/proscons/{fast.id}/vote", "/tools/react/follow"):
        button = alice.press(path, headers={"X-Fragment": "1"}).text
        assert 'aria-pressed="true"' in button and 'value="n"' in button
        assert button.strip() in alice.get("/tools/react").text


def test_everyone_sees_their_own_marks_alone(alice: Member, mod: Member, fast: ProCon) -> None:
    for path in (f"/proscons/{fast.id}/vote", "/tools/react/follow"):
        alice.press(path)
    assert alice.get("/tools/react").text.count('aria-pressed="true"') == 2
    assert 'aria-pressed="true"' not in mod.get("/tools/react").text


def test_the_author_sees_a_button_at_rest(alice: Member, bob: Member, fast: ProCon) -> None:
    assert " disabled" in bob.get("/tools/react").text
    assert " disabled" not in alice.get("/tools/react").text


@pytest.mark.parametrize("spelling", ["React.JS", "reactjs", "REACT", "re.act", "React%20js"])
def test_other_names_lead_to_the_tool(visitor: Browser, react: Tool, spelling: str) -> None:
    moved = visitor.get(f"/tools/{spelling}")
    assert (moved.status_code, moved.location) == (301, "/tools/react")
    assert visitor.get(f"/tools/{spelling}.json").location == "/tools/react.json"


def test_a_deprecated_tool_names_its_successor(app: Flask, visitor: Browser, react: Tool) -> None:
    tool(app, "old", deprecated=True, successor="react")
    page = visitor.get("/tools/old").text
    assert "Old is deprecated" in page and 'href="/stackups/old-vs-react"' in page
    assert visitor.read("/tools/old.json")["successor"] == "react"
    tool(app, "older", deprecated=True)
    page = visitor.get("/tools/older").text
    assert "Older is deprecated" in page and "successor" not in page


def test_the_page_says_what_is_known_at_a_glance(app: Flask, visitor: Browser, vue: Tool) -> None:
    tool(
        app,
        "kit",
        name="Kit",
        aliases=["The Kit", "kit", "Kit.js"],
        language="vue",
        licence="MIT OR Apache-2.0",
        open_source=True,
        first_release=2019,
        functions=["back-ends", "front-ends"],
        features=["Small"],
        description="It is a kit.",
        integrations=["vue"],
    )
    page = visitor.get("/tools/kit").text
    for words in (
        "Kit.js, The Kit<",
        "It is a kit.",
        "2019",
        "/tools?licence=MIT%20OR%20Apache-2.0",
    ):
        assert words in page
    assert page.index("/categories/back-ends") < page.index("/categories/front-ends")
    twin = visitor.read("/tools/kit.json")
    expected = {
        "aliases": ["Kit.js", "The Kit"],
        "categories": ["back-ends", "front-ends"],
        "language": "vue",
        "first_release": 2019,
        "features": ["Small"],
        "integrations": ["vue"],
        "deprecated": False,
        "successor": None,
        "con_votes": 0,
    }
    assert {key: twin[key] for key in expected} == expected
    assert 'href="/tools/kit"' in visitor.get("/tools/vue").text  # works with, from the other side


def test_a_tool_of_which_nothing_is_known_has_a_whole_page(app: Flask, visitor: Browser) -> None:
    tool(app, "bare")
    page = visitor.get("/tools/bare").text
    for words in (
        "No description yet",
        "No pros yet",
        "No stack lists Bare yet",
        "Nobody has asked",
    ):
        assert words in page
    assert "None" not in page and "Also called" not in page and "Works with" not in page


def test_votes_on_cons_are_counted_apart(visitor: Browser, alice: Member, big: ProCon) -> None:
    alice.press(f"/proscons/{big.id}/vote")
    twin = visitor.read("/tools/react.json")
    assert (twin["votes"], twin["con_votes"]) == (0, 1)
    assert '<dt title="On its cons">Con votes</dt><dd><data value="1"' in (
        visitor.get("/tools/react").text
    )


def test_the_page_names_people_who_use_the_tool_each_once(
    app: Flask, visitor: Browser, alice: Member, bob: Member, react: Tool
) -> None:
    for owner in (alice, bob, alice):
        stack(app, owner, "Shop", react)
    people = visitor.get("/tools/react").text.split('aria-label="Whose stacks use React"')[1]
    people = people.split("</ul>")[0]
    assert re.findall(r'href="/people/(\w+)"', people) == ["alice", "bob"]
    assert 'href="/stacks?tool=react"' in visitor.get("/tools/react").text
