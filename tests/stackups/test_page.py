import re

import pytest
from flask import Flask

from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, line, tool


def test_tools_are_compared_in_alphabetical_order(visitor: Browser, react: Tool, vue: Tool) -> None:
    found = visitor.get("/stackups/compare?tool=vue&tool=react")
    assert (found.status_code, found.location) == (302, "/stackups/react-vs-vue")
    assert "<title>React vs Vue.js" in visitor.get(found.location).text


@pytest.mark.parametrize(
    "spelling", ["vue-vs-react", "React-vs-Vue", "react-vs-vue-vs-react", "react.js-vs-vue.js"]
)
def test_other_spellings_lead_to_the_true_one(
    visitor: Browser, react: Tool, vue: Tool, spelling: str
) -> None:
    moved = visitor.get(f"/stackups/{spelling}")
    assert (moved.status_code, moved.location) == (301, "/stackups/react-vs-vue")


@pytest.mark.parametrize("slug", ["react", "react-vs-nope", "react-vs-react", "-vs-", "vs"])
def test_fewer_than_two_known_tools_are_no_stackup(
    visitor: Browser, react: Tool, vue: Tool, slug: str
) -> None:
    assert visitor.get(f"/stackups/{slug}").status_code == 404


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("", "Pick two to six"),
        ("tool=react", "Pick two to six"),
        ("tool=react&tool=React.js", "Pick two to six"),
        ("tool=react&tool=nope", "“nope” is not in the catalogue"),
    ],
)
def test_the_compare_box_says_what_is_missing(
    visitor: Browser, react: Tool, query: str, sentence: str
) -> None:
    answer = visitor.get(f"/stackups/compare?{query}")
    assert answer.status_code == 422 and sentence in answer.text
    assert 'aria-invalid="true" aria-describedby="tool-error"' in answer.text


def test_the_page_shows_both_sides(
    visitor: Browser, alice: Member, vue: Tool, fast: ProCon, big: ProCon
) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    page = visitor.get("/stackups/react-vs-vue").text
    assert "Fast" in page and "Big" in page and "No cons yet" in page
    assert 'href="/login?next=/stackups/react-vs-vue&amp;do=follow-vue"' in page


def test_five_lines_a_side_stand_first_and_the_rest_on_demand(
    app: Flask, visitor: Browser, bob: Member, react: Tool, vue: Tool
) -> None:
    for n in range(7):
        line(app, bob, react, "pro", f"Line {n}")
    for path in ("/stackups/react-vs-vue", "/tools/react"):
        first, _, rest = visitor.get(path).text.partition('<p class="rest">')
        assert re.findall(r">(Line \d)<", first) == [f"Line {n}" for n in (6, 5, 4, 3, 2)]
        assert 'href="/tools/react/proscons?side=pro">2 more pros<' in rest and "Line 1" not in rest


def test_questions_stand_by_how_many_of_the_tools_they_name(
    visitor: Browser, alice: Member, react: Tool, vue: Tool, svelte: Tool
) -> None:
    for title, slugs in {
        "Both of them?": ["react", "vue"],
        "One of them?": ["vue", "svelte"],
    }.items():
        alice.post("/advice", data={"title": title, "body": "Help.", "tool": slugs})
    page = visitor.get("/stackups/react-vs-vue").text
    places = [page.index(x) for x in ("Naming both", "Both of", "Naming one", "One of them?")]
    assert places == sorted(places)
    advice = visitor.read("/stackups/react-vs-vue.json")["advice"]
    assert [row["title"] for row in advice["naming_several"]] == ["Both of them?"]
    assert [row["title"] for row in advice["naming_one"]] == ["One of them?"]
    assert "No question names both" in visitor.get("/stackups/react-vs-svelte").text


def test_a_tool_is_added_and_removed_by_a_link(
    app: Flask, visitor: Browser, react: Tool, vue: Tool, svelte: Tool
) -> None:
    two, three = (
        visitor.get(f"/stackups/{slug}").text for slug in ("react-vs-vue", "react-vs-svelte-vs-vue")
    )
    assert 'href="/stackups?tool=react&amp;tool=vue"' in two and ">Remove<" not in two
    assert 'href="/stackups/react-vs-vue" aria-label="Remove Svelte' in three
    box = visitor.get("/stackups?tool=react&tool=vue").text
    assert 'value="react"' in box and 'value="vue"' in box


def test_six_tools_take_no_seventh(app: Flask, visitor: Browser) -> None:
    for slug in "abcdefg":
        tool(app, slug)
    page = visitor.get("/stackups/a-vs-b-vs-c-vs-d-vs-e-vs-f").text
    assert "Add a tool" not in page and 'id="alternatives"' not in page
    assert visitor.get("/stackups/a-vs-b-vs-c-vs-d-vs-e-vs-f-vs-g").status_code == 404


def test_a_page_without_a_vote_is_not_to_be_indexed(
    visitor: Browser, alice: Member, vue: Tool, fast: ProCon
) -> None:
    assert 'content="noindex"' in visitor.get("/stackups/react-vs-vue").text
    alice.press(f"/proscons/{fast.id}/vote")
    assert "noindex" not in visitor.get("/stackups/react-vs-vue").text


def test_the_page_names_its_one_address(visitor: Browser, react: Tool, vue: Tool) -> None:
    page = visitor.get("/stackups/react-vs-vue").text
    assert '<link rel="canonical" href="http://localhost/stackups/react-vs-vue">' in page
    moved = visitor.get("/stackups/vue-vs-react.json")
    assert (moved.status_code, moved.location) == (301, "/stackups/react-vs-vue.json")


def test_the_json_twin_holds_what_the_page_holds(
    app: Flask, visitor: Browser, svelte: Tool, fast: ProCon, big: ProCon
) -> None:
    tool(app, "vue", features=["Small"], description="A view.", integrations=["react"])
    twin = visitor.read("/stackups/react-vs-vue.json")
    react, vue = twin["tools"]
    assert [line["id"] for line in react["pros"]] == [fast.id]
    assert [line["id"] for line in react["cons"]] == [big.id]
    assert (react["pro_count"], react["con_count"], vue["pro_count"]) == (1, 1, 0)
    assert (vue["features"], vue["description"]) == (["Small"], "A view.")
    assert (react["integrations"], vue["integrations"]) == (["vue"], ["react"])
    assert twin["alternatives"] == ["svelte"] and "/stackups/react-vs-svelte" in twin["related"]


def test_the_json_twin_holds_the_counts(
    visitor: Browser, alice: Member, vue: Tool, fast: ProCon
) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    alice.press("/tools/vue/follow")
    twin = visitor.read("/stackups/react-vs-vue.json")
    counts = [
        (t["slug"], t["name"], t["stacks"], t["followers"], t["votes"]) for t in twin["tools"]
    ]
    assert twin["slug"] == "react-vs-vue"
    assert counts == [("react", "React", 0, 0, 1), ("vue", "Vue.js", 0, 1, 0)]


def test_what_names_two_of_the_tools_is_found_however_old_it_is(
    alice: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    both = {"tool": ["react", "vue"]}
    alice.post("/advice", data={"title": "Both of them?", "body": "Or one?", **both})
    for n in range(8):
        for slug in ("react", "vue"):
            asked = {"title": f"Only {slug}, {n}?", "body": "Why?", "tool": slug}
            assert alice.post("/advice", data=asked).status_code == 302
    advice = visitor.read("/stackups/react-vs-vue.json")["advice"]
    assert [row["title"] for row in advice["naming_several"]] == ["Both of them?"]
    assert len(advice["naming_one"]) == 5
