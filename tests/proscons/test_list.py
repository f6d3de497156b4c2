"""The whole of one side, a page at a time."""

import re

import pytest
from flask import Flask

from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, line

LIST = "/tools/react/proscons"


def texts(page: str) -> list[str]:
    return re.findall(r"<span>(Line \d+)</span>", page)


@pytest.fixture
def thirty(app: Flask, bob: Member, react: Tool) -> list[ProCon]:
    return [line(app, bob, react, "pro", f"Line {n}") for n in range(30)]


def test_lines_stand_by_votes_and_come_in_pages(
    alice: Member, visitor: Browser, thirty: list[ProCon]
) -> None:
    alice.press(f"/proscons/{thirty[7].id}/vote")
    first = visitor.get(LIST).text
    newest = [f"Line {n}" for n in reversed(range(30)) if n != 7]
    assert texts(first) == ["Line 7", *newest[:24]]
    [after] = re.findall('rel="next" href="(.+?)"', first)
    assert texts(visitor.get(after.replace("&amp;", "&")).text) == newest[24:]


def test_each_line_has_an_address_that_leads_to_it(
    alice: Member, visitor: Browser, thirty: list[ProCon]
) -> None:
    alice.press(f"/proscons/{thirty[7].id}/vote")
    for n, above in ((7, 0), (29, 1), (6, 23), (0, 0)):
        asked = visitor.get(f"/proscons/{thirty[n].id}")
        path, _, place = asked.location.partition("#")
        page = visitor.get(path).text
        assert (asked.status_code, place) == (302, f"line-{thirty[n].id}")
        assert f'id="{place}"' in page and texts(page).index(f"Line {n}") == above
    assert visitor.get("/proscons/999").status_code == 404


def test_the_json_twin_is_read_page_by_page(visitor: Browser, thirty: list[ProCon]) -> None:
    first = visitor.read(f"{LIST}.json?side=pro")
    rest = visitor.read(first["next"])
    assert (len(first["lines"]), len(rest["lines"]), rest["next"]) == (25, 5, None)
    assert (first["tool"], first["side"]) == ("react", "pro")
    assert {row["text"] for row in first["lines"] + rest["lines"]} == {p.text for p in thirty}


def test_the_sides_are_switched_by_links(visitor: Browser, fast: ProCon, big: ProCon) -> None:
    pros, cons = visitor.get(LIST).text, visitor.get(f"{LIST}?side=con").text
    assert "<h1>Pros of React</h1>" in pros and "Fast" in pros and "Big" not in pros
    assert "<h1>Cons of React</h1>" in cons and "Big" in cons and "Fast" not in cons
    assert f'href="{LIST}?side=con">Cons' in pros and f'href="{LIST}?side=pro">Pros' in cons


def test_a_side_without_a_line_says_what_to_do(visitor: Browser, fast: ProCon) -> None:
    page = visitor.get(f"{LIST}?side=con").text
    assert "No cons yet" in page and f'href="{LIST}/new?side=con">Add one</a>' in page


@pytest.mark.parametrize(
    "path, status",
    [
        (f"{LIST}?side=both", 422),
        (f"{LIST}.json?side=PRO", 422),
        (f"{LIST}?after=nonsense", 404),
        ("/tools/nope/proscons", 404),
    ],
)
def test_what_there_is_not_is_not_found(
    visitor: Browser, fast: ProCon, path: str, status: int
) -> None:
    assert visitor.get(path).status_code == status


def test_another_spelling_leads_to_the_one_address(visitor: Browser, react: Tool) -> None:
    moved = visitor.get("/tools/React.js/proscons?side=con")
    assert (moved.status_code, moved.location) == (301, f"{LIST}?side=con")


def test_bare_lines_are_for_a_script_and_a_vote_leads_to_the_list(
    alice: Member, visitor: Browser, thirty: list[ProCon]
) -> None:
    part = visitor.get(f"{LIST}?side=pro&bare=y").text
    assert "<html" not in part and "/people/bob" not in part and len(texts(part)) == 25
    assert f'href="/login?next={LIST}&amp;do=vote-{thirty[9].id}"' in part
    alice.press(f"/proscons/{thirty[29].id}/vote")
    pressed = f'formaction="/proscons/{thirty[29].id}/vote" name="wanted" value="n"'
    assert pressed in alice.get(f"{LIST}?side=pro&bare=y").text
    [more] = re.findall('data-more href="(.+?)"', part)
    last = visitor.get(more.replace("&amp;", "&") + "&bare=y").text
    assert len(texts(last)) == 5 and "data-more" not in last


def test_votes_on_lines_that_are_not_shown_are_counted_too(
    app: Flask, alice: Member, bob: Member, react: Tool
) -> None:
    cons = [line(app, bob, react, "con", f"Line {n}") for n in range(7)]
    for con in cons:
        alice.press(f"/proscons/{con.id}/vote")
    twin = alice.read("/tools/react.json")
    assert (twin["con_votes"], twin["con_count"], len(twin["cons"])) == (7, 7, 5)
