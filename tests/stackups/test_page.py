import pytest

from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.cast import Browser, Member


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
        ("", "Pick two to 6"),
        ("tool=react", "Pick two to 6"),
        ("tool=react&tool=React.js", "Pick two to 6"),
        ("tool=react&tool=nope", "“nope” is not in the catalogue"),
    ],
)
def test_the_compare_box_says_what_is_missing(
    visitor: Browser, react: Tool, query: str, sentence: str
) -> None:
    answer = visitor.get(f"/stackups/compare?{query}")
    assert answer.status_code == 422 and sentence in answer.text


def test_the_page_shows_both_sides(
    visitor: Browser, alice: Member, vue: Tool, fast: ProCon, big: ProCon
) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    page = visitor.get("/stackups/react-vs-vue").text
    assert "Fast" in page and "Big" in page and "No cons yet" in page
    assert 'href="/login?next=/stackups/react-vs-vue&amp;do=follow-vue"' in page


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
