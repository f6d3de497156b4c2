"""Through a lens only the votes of those count who run the tools."""

import re

import pytest
from flask import Flask

from stackshare.core.kept.reads import noting
from stackshare.proscons.models import ProCon
from stackshare.proscons.queries.lens import seen_through
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, line, member, stack

BOTH, OWN = "/stackups/react-vs-vue?lens=both", "/stackups/react-vs-vue?lens=own"


def votes(who: Browser, lens: str, tool: str = "react") -> list[tuple[str, int]]:
    twin = who.read(f"/stackups/react-vs-vue.json?lens={lens}")
    [found] = [found for found in twin["tools"] if found["slug"] == tool]
    return [(row["text"], row["votes"]) for row in found["pros"]]


@pytest.fixture
def crowd(
    app: Flask, alice: Member, mod: Member, react: Tool, vue: Tool, fast: ProCon
) -> dict[str, Member]:
    """Alice runs both, in two stacks; mod runs React, carl runs Vue, dora runs nothing."""
    carl, dora = member(app, "carl"), member(app, "dora")
    stack(app, alice, "Shop", react)
    stack(app, alice, "Wiki", vue)
    stack(app, mod, "Shop", react)
    stack(app, carl, "Shop", vue)
    for who in (alice, mod, carl, dora):
        who.press(f"/proscons/{fast.id}/vote")
    return {"alice": alice, "mod": mod, "carl": carl, "dora": dora}


def test_each_lens_counts_its_own_people(visitor: Browser, crowd: dict[str, Member]) -> None:
    assert [votes(visitor, lens) for lens in ("", "own", "both")] == [
        [("Fast", 4)],
        [("Fast", 2)],
        [("Fast", 1)],
    ]
    assert "Votes of 1 person who runs React and Vue.js, by their" in visitor.get(BOTH).text
    assert "they voted on: 2 of React and 0 of Vue.js, by their" in visitor.get(OWN).text


def test_a_tool_has_a_lens_for_those_who_run_it(visitor: Browser, crowd: dict[str, Member]) -> None:
    twin = visitor.read("/tools/react.json?lens=own")
    assert twin["pros"][0]["votes"] == 2 and twin["lens"] == {"name": "own", "voters": 2}
    assert twin["votes"] == 4  # of the tool: everyone's
    page = visitor.get("/tools/react?lens=own").text
    assert "Votes of 2 people who run React, by their" in page
    assert 'aria-label="Vote for “Fast”, 2 votes of people who run it"' in page


def test_lines_stand_in_the_order_of_those_votes(
    app: Flask, bob: Member, visitor: Browser, react: Tool, crowd: dict[str, Member]
) -> None:
    """Small, which everyone's five best leave out, has the one vote that counts."""
    small = line(app, bob, react, "pro", "Small")
    others = [line(app, bob, react, "pro", f"Line {n}") for n in range(4)]
    for procon in others:
        for who in ("carl", "dora"):
            crowd[who].press(f"/proscons/{procon.id}/vote")
    crowd["alice"].press(f"/proscons/{small.id}/vote")
    assert "Small" not in visitor.get("/stackups/react-vs-vue").text
    shown = votes(visitor, "both")
    assert shown[:2] == [("Fast", 1), ("Small", 1)]
    assert shown[2:] == [("Line 3", 0), ("Line 2", 0), ("Line 1", 0)]
    page = visitor.get(BOTH).text
    assert 'proscons?side=pro">All 6 pros<' in page and "data-more" not in page


def test_what_is_run_is_what_public_stacks_list_today(
    app: Flask, visitor: Browser, alice: Member, react: Tool, crowd: dict[str, Member]
) -> None:
    sent = {"name": "Wiki", "visibility": "public", "tool": "vue"}
    alice.rewrite("/stacks/alice/wiki", {**sent, "dropped-vue": "2024-05-31"})
    assert votes(visitor, "both") == [("Fast", 0)]
    alice.rewrite("/stacks/alice/wiki", {**sent, "dropped-vue": ""})
    assert votes(visitor, "both") == [("Fast", 1)]
    alice.rewrite("/stacks/alice/wiki", {**sent, "visibility": "unlisted"})
    assert votes(visitor, "both") == [("Fast", 0)]
    alice.press("/stacks/alice/shop/remove")
    assert votes(visitor, "own") == [("Fast", 1)]


def test_a_vote_shows_at_once_and_can_be_taken_back(
    visitor: Browser, alice: Member, crowd: dict[str, Member], fast: ProCon
) -> None:
    assert "1 person who runs React and Vue.js" in visitor.get(BOTH).text
    answer = alice.press(
        f"/proscons/{fast.id}/vote", "n", headers={"Referer": f"http://localhost{BOTH}"}
    )
    assert answer.location == BOTH
    assert votes(visitor, "both") == [("Fast", 0)]
    assert "Nobody who runs React and Vue.js has voted on these lines yet" in visitor.get(BOTH).text
    alice.press(f"/proscons/{fast.id}/vote")
    assert votes(visitor, "both") == [("Fast", 1)]


def test_the_links_say_which_lens_is_on(visitor: Browser, crowd: dict[str, Member]) -> None:
    plain, both = visitor.get("/stackups/react-vs-vue").text, visitor.get(BOTH).text
    for page, on in ((plain, "Everyone"), (both, "Who runs both")):
        [nav] = re.findall(r'<nav class="lens".*?</nav>', page)
        assert re.findall(r'aria-current="true">(.+?)<', nav) == [on]
    assert 'href="/stackups/react-vs-vue#points"' in both
    assert 'href="/stackups/react-vs-vue?lens=own#points"' in both


def test_of_three_tools_all_must_be_run(
    visitor: Browser, alice: Member, svelte: Tool, crowd: dict[str, Member]
) -> None:
    path = "/stackups/react-vs-svelte-vs-vue"
    assert "Who runs all<" in visitor.get(path).text
    assert "Nobody who runs React, Svelte and Vue.js has voted" in (
        visitor.get(f"{path}?lens=both").text
    )
    alice.press("/tools/svelte/use")
    assert "Votes of 1 person who runs React, Svelte and Vue.js" in (
        visitor.get(f"{path}?lens=both").text
    )


def test_pages_seen_through_a_lens_are_not_to_be_indexed(
    visitor: Browser, crowd: dict[str, Member]
) -> None:
    for plain, seen in (
        ("/stackups/react-vs-vue", BOTH),
        ("/stackups/react-vs-vue", OWN),
        ("/tools/react", "/tools/react?lens=own"),
    ):
        assert "noindex" not in visitor.get(plain).text
        page = visitor.get(seen).text
        assert '<meta name="robots" content="noindex">' in page
        assert f'<link rel="canonical" href="http://localhost{plain}">' in page


@pytest.mark.parametrize(
    "path",
    [
        "/stackups/react-vs-vue?lens=all",
        "/stackups/react-vs-vue.json?lens=BOTH",
        "/tools/react?lens=both",
        "/tools/react.json?lens=x",
    ],
)
def test_a_lens_that_there_is_not_is_refused(
    visitor: Browser, react: Tool, vue: Tool, path: str
) -> None:
    assert visitor.get(path).status_code == 422


@pytest.mark.parametrize("lens", ["both", "own"])
def test_what_is_seen_rests_on_its_tools_alone(
    app: Flask, react: Tool, vue: Tool, fast: ProCon, crowd: dict[str, Member], lens: str
) -> None:
    """A vote on another tool, or a stack without these, makes no such page anew."""
    with app.app_context(), noting() as words:
        seen_through("own" if lens == "own" else "both", [react, vue])
    assert {word.partition(".")[0] for word in words} <= {"proscons", "stack_tools", "stacks"}
    assert all("=" in word for word in words)
