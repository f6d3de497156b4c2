from datetime import date

from flask import Flask

from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack, tool

SHOP = "/stacks/alice/shop"


def test_tools_stand_by_layer_with_reason_and_year(
    app: Flask, alice: Member, visitor: Browser, react: Tool
) -> None:
    api = tool(app, "api", name="API", functions=["back-ends"])
    facts = {"reasons": {"api": "It talks."}, "adopted": {"api": date(2019, 4, 1)}}
    stack(app, alice, "Shop", api, react, **facts)
    page = visitor.get(SHOP).text
    assert page.index(">Application<") < page.index("React") < page.index(">Data<")
    assert "It talks." in page and "Adopted 2019" in page and "No reason given yet" in page
    assert "2 tools in 2 layers" in page


def test_the_timeline_tells_the_newest_first(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool, svelte: Tool
) -> None:
    adopted = {"react": date(2019, 4, 1), "vue": date(2019, 4, 30), "svelte": date(2021, 1, 5)}
    dropped = {"vue": date(2021, 1, 9)}
    stack(app, alice, "Shop", react, vue, svelte, adopted=adopted, dropped=dropped)
    page = visitor.get(SHOP).text
    told = [
        "<strong>Adopted</strong> Svelte",
        "<strong>Dropped</strong> Vue.js",
        "<strong>Started with</strong> React and Vue.js",
    ]
    places = [page.index(event) for event in told]
    assert places == sorted(places) and 'class="dropped"' in page and "April 2019" in page
    assert "2 tools in 1 layer" in page


def test_nobody_says_what_came_first_where_a_day_is_missing(
    app: Flask, alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    stack(app, alice, "Shop", react, vue, adopted={"react": date(2019, 4, 1)})
    page = visitor.get(SHOP).text
    assert "<strong>Adopted</strong> React" in page and "Started" not in page


def test_without_days_there_is_no_timeline(
    app: Flask, alice: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    assert "Timeline" not in visitor.get(SHOP).text


def test_a_long_month_is_shortened(app: Flask, alice: Member, visitor: Browser) -> None:
    tools = [tool(app, f"tool-{n}") for n in range(12)]
    stack(app, alice, "Shop", *tools, adopted={tool.slug: date(2019, 4, 1) for tool in tools})
    assert "Tool-6 and 5 more" in visitor.get(SHOP).text


def test_a_stack_whose_tools_are_all_dropped_says_so(
    app: Flask, alice: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react, dropped={"react": date(2021, 1, 9)})
    page = visitor.get(SHOP).text
    assert "Every tool of this stack has been dropped" in page and "starting point" not in page


def test_only_its_owner_sees_the_controls(
    app: Flask, alice: Member, bob: Member, mod: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    controls = (f'href="{SHOP}/edit"', f'formaction="{SHOP}/remove"')
    assert all(control in alice.get(SHOP).text for control in controls)
    for who in (bob, mod, visitor):
        assert not any(control in who.get(SHOP).text for control in controls)


def test_a_stack_is_copied_as_a_starting_point(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    stack(app, alice, "Shop", react, vue)
    assert 'href="/stacks/new?tool=react&amp;tool=vue"' in visitor.get(SHOP).text
    page = bob.get("/stacks/new?tool=react&tool=vue").text
    assert 'value="react" checked' in page and 'value="vue" checked' in page


def test_other_spellings_of_its_address_lead_to_it(
    app: Flask, alice: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    for tail in ("", ".json"):
        answer = visitor.get(f"/stacks/Alice/SHOP{tail}?a=b")
        assert answer.status_code == 301 and answer.location == f"{SHOP}{tail}?a=b"
    assert alice.get("/stacks/Alice/SHOP/edit").location == f"{SHOP}/edit"


def test_the_json_twin_has_layers_reasons_and_days(
    app: Flask, alice: Member, visitor: Browser, react: Tool
) -> None:
    facts = {"reasons": {"react": "We know it."}, "adopted": {"react": date(2019, 4, 1)}}
    stack(app, alice, "Shop", react, **facts)
    found = visitor.read(f"{SHOP}.json")
    assert {"name", "url", "owner", "purpose", "shared_at", "edited_at"} <= found.keys()
    assert found["unlisted"] is False and found["url"] == SHOP
    assert found["tools"] == [
        {
            "slug": "react",
            "name": "React",
            "layer": "Application",
            "reason": "We know it.",
            "adopted_on": "2019-04-01",
            "dropped_on": None,
        }
    ]
