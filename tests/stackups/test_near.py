"""A line that says about the same as another of its tool is offered for a vote instead."""

import re

import pytest
from flask import Flask

from stackshare.tools.models import Tool
from tests.cast import Member, member
from tests.stackups.test_lines import HERE, lines, said, say, texts

NEAR = "Is it one of these?"
TEXT = "your team writes JavaScript on both sides"


@pytest.fixture(autouse=True)
def something_to_compare(react: Tool, vue: Tool) -> None:
    pass


@pytest.fixture
def both_sides(bob: Member) -> str:
    return said(bob, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "on both sides, your team writes JavaScript",
        "your team writes Javascrpt on both sides",
        "the team writes JavaScript & on both sides",
    ],
)
def test_a_near_line_is_offered_for_a_vote(alice: Member, both_sides: str, text: str) -> None:
    answer = say(alice, text)
    assert answer.status_code == 422 and NEAR in answer.text
    assert f'formaction="{both_sides}/vote"' in answer.text
    assert f'value="{text}"'.replace("&", "&amp;") in answer.text
    assert re.search('<input checked[^>]*value="react"', answer.text)
    assert texts(alice) == [TEXT]


def test_the_offered_line_is_voted_for_from_there(alice: Member, both_sides: str) -> None:
    page = say(alice, TEXT + " now").text
    [(path, wanted)] = re.findall(
        r'form="act" formaction="([^"]+/vote)" name="wanted" value="(.)"', page
    )
    assert '<form id="act" method="post"' in page
    assert alice.press(path, wanted).status_code == 302
    assert [line["votes"] for line in lines(alice)] == [1]


def test_who_says_something_else_adds_it_all_the_same(alice: Member, both_sides: str) -> None:
    text = "your team writes no JavaScript on both sides"
    assert 'name="different" value="y">Mine says something else: add it<' in say(alice, text).text
    assert say(alice, text, different="y").location == f"{HERE}#choose"
    assert texts(alice) == [text, TEXT]


def test_the_same_words_are_never_added_twice(alice: Member, both_sides: str) -> None:
    answer = say(alice, f"{TEXT.upper()}!", different="y")
    assert answer.status_code == 422 and "This line is there already" in answer.text
    assert 'name="different"' not in answer.text and texts(alice) == [TEXT]


def test_the_author_is_offered_their_own_line_without_a_vote(bob: Member, both_sides: str) -> None:
    for text, sentence in ((TEXT, "You wrote it yourself"), (f"{TEXT} now", NEAR)):
        page = say(bob, text).text
        [button] = re.findall(f'<button[^>]*formaction="{both_sides}/vote"[^>]*>', page)
        assert sentence in page and "disabled" in button


def test_other_words_are_added_at_once(alice: Member, both_sides: str) -> None:
    assert say(alice, "you hire often").status_code == 302


def test_a_line_of_one_tool_or_comparison_says_nothing_of_another(
    alice: Member, both_sides: str, svelte: Tool
) -> None:
    assert say(alice, TEXT, tool="vue").status_code == 302
    sent = {"tool": "react", "text": TEXT}
    assert alice.post("/stackups/react-vs-svelte/choose", data=sent).status_code == 302


def test_a_removed_line_is_not_offered(alice: Member, bob: Member, both_sides: str) -> None:
    bob.press(f"{both_sides}/remove")
    assert say(alice, f"{TEXT} now").status_code == 302


def test_the_closest_stand_first_and_never_more_than_five(alice: Member, bob: Member) -> None:
    for n in range(8):
        said(bob, f"it must start in {n} milliseconds")
    page = say(alice, "it must start in 3 milliseconds, really").text
    assert page.count('class="point"') == 5
    assert page.index("start in 3 milliseconds<") < page.index("start in 4 milliseconds<")


def test_an_unverified_member_is_offered_near_lines_and_adds_none(
    app: Flask, both_sides: str
) -> None:
    newcomer = member(app, "newcomer", verified_at=None)
    assert say(newcomer, f"{TEXT} now").status_code == 422
    answer = say(newcomer, f"{TEXT} now", different="y")
    assert answer.status_code == 403 and texts(newcomer) == [TEXT]
    assert f'value="{TEXT} now"' in answer.text


# --- edited


def test_a_line_edited_near_to_another_is_asked_about(
    alice: Member, bob: Member, both_sides: str
) -> None:
    own, text = said(alice), f"{TEXT} now"
    bob.press(f"{own}/vote")
    answer = alice.post(f"{own}/edit", data={"text": text})
    assert answer.status_code == 422 and NEAR in answer.text and f'value="{text}"' in answer.text
    assert f'formaction="{both_sides}/vote"' in answer.text
    assert "Mine says something else: save it" in answer.text
    assert {(line["text"], line["votes"]) for line in lines(bob)} == {
        (TEXT, 0),
        ("you hire often", 1),
    }
    sent = {"text": text, "different": "y"}
    assert alice.post(f"{own}/edit", data=sent).location == f"{HERE}#choose"
    assert set(texts(bob)) == {TEXT, text}


def test_a_line_is_not_near_to_itself(bob: Member, both_sides: str) -> None:
    assert bob.post(f"{both_sides}/edit", data={"text": f"{TEXT} now"}).status_code == 302
    assert texts(bob) == [f"{TEXT} now"]


def test_who_only_spells_a_line_better_is_not_asked_again(alice: Member, both_sides: str) -> None:
    near = said(alice, f"{TEXT} now")
    assert alice.post(f"{near}/edit", data={"text": f"{TEXT}, now."}).status_code == 302
    assert texts(alice)[0] == f"{TEXT}, now."
