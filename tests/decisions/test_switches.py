"""Who moved from which tool to which, told by decisions and by stacks."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from stackshare.extensions import db
from stackshare.site.actions import recount
from stackshare.stacks.models import Stack, StackTool
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack, tool
from tests.decisions.test_record import CHOICE, base, record


@pytest.fixture(autouse=True)
def tools(app: Flask, react: Tool, vue: Tool, svelte: Tool) -> None:
    tool(app, "postgres", name="PostgreSQL", functions=["back-ends"])


def moved(
    app: Flask,
    owner: Member,
    one: Tool,
    other: Tool,
    dropped: date = date(2024, 6, 1),
    adopted: date = date(2024, 5, 1),
    **facts: Any,
) -> Stack:
    """A stack that dropped one tool and adopted the other."""
    days = {"dropped": {one.slug: dropped}, "adopted": {other.slug: adopted}}
    reasons = {other.slug: "It is smaller."}
    return stack(app, owner, "Shop", one, other, **{"reasons": reasons, **days, **facts})


def came_to(who: Browser, slug: str) -> list[tuple[str, str]]:
    """From which tools, and why."""
    newest = who.read(f"/tools/{slug}.json")["switched_from"]["newest"]
    return [(switch["from"], switch["reason"]) for switch in newest]


def left(who: Browser, slug: str) -> list[str]:
    return [switch["to"] for switch in who.read(f"/tools/{slug}.json")["left_for"]["newest"]]


def recounted(app: Flask) -> int:
    with app.app_context():
        mended = recount()
        db.session.commit()
    return mended


# --- from decisions


def test_a_decision_that_names_what_was_used_before_is_a_switch(
    alice: Member, visitor: Browser
) -> None:
    url = record(alice).location
    assert came_to(visitor, "vue") == [("react", "It is smaller and we are three.")]
    assert left(visitor, "react") == ["vue"] and left(visitor, "vue") == []
    page = visitor.get("/tools/vue").text
    assert "Switched to it from" in page and "1 switch<" in page and url in page
    assert "Left it for" in visitor.get("/tools/react").text
    assert "Switches" not in visitor.get("/tools/svelte").text


@pytest.mark.parametrize(
    "typed",
    [
        {"before": None},
        {"before": "1"},
        {"before": "3"},
        {"status": "proposed"},
        {"status": "rejected"},
        {"option-1": "Something of our own"},
    ],
)
def test_other_decisions_are_none(alice: Member, typed: dict[str, Any]) -> None:
    record(alice, **typed)
    assert (came_to(alice, "vue"), left(alice, "react")) == ([], [])


def test_a_decision_that_is_edited_takes_its_switch_back(alice: Member) -> None:
    url = record(alice).location
    alice.rewrite(base(url), {**CHOICE, "status": "rejected"})
    assert came_to(alice, "vue") == []
    alice.rewrite(base(url), {**CHOICE, "option-2": "Svelte"})
    assert [one for one, _ in came_to(alice, "vue")] == ["svelte"]


# --- from stacks


def test_a_stack_that_dropped_one_and_adopted_another_is_a_switch(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    shop = moved(app, alice, react, vue)
    assert came_to(visitor, "vue") == [("react", "It is smaller.")]
    assert left(visitor, "react") == ["vue"]
    assert shop.url in visitor.get("/tools/react").text


def test_no_stack_says_so_of_tools_that_do_not_do_the_same(
    app: Flask, alice: Member, react: Tool
) -> None:
    with app.app_context():
        postgres = db.session.query(Tool).filter_by(slug="postgres").one()
    moved(app, alice, react, postgres)
    assert left(alice, "react") == []


@pytest.mark.parametrize(
    "adopted, said",
    [
        (date(2024, 11, 28), True),
        (date(2024, 11, 29), False),
        (date(2023, 12, 4), True),
        (date(2023, 12, 3), False),
    ],
)
def test_half_a_year_is_close_enough(
    app: Flask, alice: Member, react: Tool, vue: Tool, adopted: date, said: bool
) -> None:
    moved(app, alice, react, vue, adopted=adopted)
    assert bool(left(alice, "react")) is said


def test_of_several_the_nearest_took_its_place(
    app: Flask, alice: Member, react: Tool, vue: Tool, svelte: Tool
) -> None:
    adopted = {"vue": date(2024, 1, 1), "svelte": date(2024, 6, 2)}
    dropped = {"react": date(2024, 6, 1)}
    stack(app, alice, "Shop", react, vue, svelte, adopted=adopted, dropped=dropped)
    assert left(alice, "react") == ["svelte"]


def test_an_unlisted_or_removed_stack_tells_nobody(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    moved(app, alice, react, vue, visibility="unlisted")
    assert came_to(visitor, "vue") == []
    shop = moved(app, alice, react, vue)
    assert len(came_to(visitor, "vue")) == 1
    alice.press(f"{shop.url}/remove")
    assert came_to(visitor, "vue") == []
    alice.press(f"{shop.url}/remove", wanted="n")
    assert len(came_to(visitor, "vue")) == 1


def test_an_edited_stack_tells_what_is_true_now(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    shop = moved(app, alice, react, vue)
    page = visitor.get("/tools/vue").text
    assert "It is smaller." in page
    typed = {"name": "Shop", "visibility": "public", "tool": ["react", "vue"]}
    days = {"dropped-react": "2024-06-01", "adopted-vue": "2024-05-01"}
    alice.rewrite(shop.url, {**typed, **days, "reason-vue": "We like it more."})
    assert "We like it more." in visitor.get("/tools/vue").text
    alice.rewrite(shop.url, {**typed, "dropped-react": "", "adopted-vue": ""})
    assert came_to(visitor, "vue") == [] and recounted(app) == 0


def test_using_a_tool_no_more_is_a_switch_too(
    app: Flask, alice: Member, react: Tool, vue: Tool
) -> None:
    today = date.today()
    days = {"adopted": {"vue": today, "react": date(2020, 1, 1)}}
    stack(app, alice, "Shop", react, vue, reasons={"react": "Known."}, **days)
    alice.press("/tools/react/use", wanted="n")
    assert left(alice, "react") == ["vue"]
    alice.press("/tools/react/use")
    assert left(alice, "react") == [] and recounted(app) == 0


def test_what_a_stack_forgot_is_told_again_by_a_recount(
    app: Flask, alice: Member, react: Tool, vue: Tool
) -> None:
    moved(app, alice, react, vue)
    with app.app_context():
        db.session.query(StackTool).update({"replaced_by_id": None})
        db.session.commit()
    assert (recounted(app), recounted(app)) == (1, 0)
    assert left(alice, "react") == ["vue"]


# --- both, on pages


def test_the_newest_five_are_shown_and_all_are_counted(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    for n in range(1, 5):
        record(alice, title=f"Decision {n}", decided_on=f"2024-0{n}-01")
        moved(app, alice, react, vue, dropped=date(2024, n, 15), adopted=date(2024, n, 1))
    came = visitor.read("/tools/vue.json")["switched_from"]
    assert (came["count"], came["more"], len(came["newest"])) == (8, False, 5)
    days = [switch["on"] for switch in came["newest"]]
    assert days == ["2024-04-15", "2024-04-01", "2024-03-15", "2024-03-01", "2024-02-15"]
    assert "8 switches" in visitor.get("/tools/vue").text


def test_a_stackup_shows_what_was_decided_between_its_tools(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool, svelte: Tool
) -> None:
    empty = visitor.get("/stackups/react-vs-vue").text
    assert "Nobody has recorded a choice between these two yet" in empty
    assert "/decisions/new?tool=react&amp;tool=vue" in empty
    url = record(alice).location
    record(alice, title="Svelte alone", **{"option-1": "Svelte", "before": None})
    moved(app, alice, vue, react)
    moved(app, alice, svelte, vue)
    page = visitor.get("/stackups/react-vs-vue").text
    assert url in page and "Svelte alone" not in page
    assert "React to Vue.js" in page and "Vue.js to React" in page
    twin = visitor.read("/stackups/react-vs-vue.json")
    assert [row["url"] for row in twin["decisions"]] == [url]
    ways = [(way["newest"][0]["from"], way["newest"][0]["to"]) for way in twin["switches"]]
    assert sorted(ways) == [("react", "vue"), ("vue", "react")]
    assert len(visitor.read("/stackups/react-vs-svelte-vs-vue.json")["switches"]) == 3


def test_a_kept_page_hears_of_every_switch(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    paths = ["/tools/vue", "/tools/react", "/stackups/react-vs-vue"]
    for path in paths:
        assert "It is smaller" not in visitor.get(path).text
    url = record(alice).location
    for path in paths:
        assert "It is smaller" in visitor.get(path).text, path
    alice.press(f"{base(url)}/remove")
    for path in paths:
        assert "It is smaller" not in visitor.get(path).text, path
    moved(app, alice, react, vue)
    for path in paths:
        assert "It is smaller" in visitor.get(path).text, path


def test_other_tools_pages_stay_as_they_were_kept(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    pages = app.extensions["kept"]
    visitor.get("/tools/svelte")
    made = pages.store.counts["misses"]
    record(alice)
    visitor.get("/tools/svelte")
    assert pages.store.counts["misses"] == made
