"""A line that says about the same as another is offered for a vote instead."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, line, member
from tests.proscons.test_add import add, lines


@pytest.fixture
def simple(app: Flask, bob: Member, react: Tool) -> ProCon:
    return line(app, bob, react, "pro", "Flexible and quick to learn")


@pytest.mark.parametrize(
    "text",
    ["Quick to learn, very flexible", "Flexible and quick to lern", "It is flexible & quick"],
)
def test_a_near_line_is_offered_for_a_vote(
    alice: Member, react: Tool, simple: ProCon, text: str
) -> None:
    answer = add(alice, text, context="small team", link="https://example.org/why")
    assert answer.status_code == 422 and "Is it one of these?" in answer.text
    assert f'formaction="/proscons/{simple.id}/vote"' in answer.text
    for typed in (text.replace("&", "&amp;"), "small team", "https://example.org/why"):
        assert f'value="{typed}"' in answer.text
    assert lines(alice) == [("Flexible and quick to learn", 0)]


def test_who_says_something_else_adds_it_all_the_same(
    alice: Member, react: Tool, simple: ProCon
) -> None:
    text = "Flexible and quick to lend"
    assert 'name="different" value="y"' in add(alice, text).text
    assert add(alice, text, different="y").location == "/tools/react#points"
    assert lines(alice)[0] == (text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Flexible and quick to learn!",
        "flexible, and quick — to learn",
        "Fléxible ＡＮＤ quick to learn",
    ],
)
def test_the_same_words_are_never_added_twice(
    alice: Member, react: Tool, simple: ProCon, text: str
) -> None:
    answer = add(alice, text, different="y")
    assert answer.status_code == 422 and "This line is there already" in answer.text
    assert f"/proscons/{simple.id}/vote" in answer.text and 'name="different"' not in answer.text
    assert len(lines(alice)) == 1


@pytest.mark.parametrize("text", ["Slow", "Flexible", "Easy to test", "😀😀😀"])
def test_other_words_are_added_at_once(
    alice: Member, react: Tool, simple: ProCon, text: str
) -> None:
    assert add(alice, text).status_code == 302


def test_signs_that_make_another_meaning_make_another_line(alice: Member, react: Tool) -> None:
    for text in (
        "Adds 1.5 MB",
        "Adds 15 MB",
        "Like C",
        "Like C++",
        "तेज",
        "ताज",
        "👍👍👍",
        "👎👎👎",
    ):
        assert add(alice, text, different="y").status_code == 302, text


def test_a_line_of_one_tool_or_side_says_nothing_of_another(
    alice: Member, react: Tool, vue: Tool, simple: ProCon
) -> None:
    assert add(alice, simple.text, side="con").status_code == 302
    sent = {"side": "pro", "text": simple.text}
    assert alice.post("/tools/vue/proscons", data=sent).status_code == 302


def test_the_closest_stand_first_and_never_more_than_five(
    app: Flask, alice: Member, bob: Member, react: Tool
) -> None:
    for n in range(8):
        line(app, bob, react, "pro", f"Starts in {n} milliseconds")
    answer = add(alice, "Starts in 3 milliseconds, really").text
    assert answer.count('class="point"') == 5
    assert answer.index("Starts in 3 milliseconds<") < answer.index("Starts in 4 milliseconds<")


def test_the_author_is_offered_their_own_line_without_a_vote(
    bob: Member, react: Tool, simple: ProCon
) -> None:
    answer = add(bob, simple.text).text
    assert f'formaction="/proscons/{simple.id}/vote"' in answer and " disabled" in answer


def test_the_longest_letters_are_folded_within_bounds(alice: Member, react: Tool) -> None:
    """One character that is eighteen when taken apart, 120 times."""
    assert add(alice, "\ufdfa" * 120).status_code == 302
    assert add(alice, "\ufdfa" * 120, different="y").status_code == 422


def test_the_same_line_sent_by_many_at_once_is_there_once(app: Flask, react: Tool) -> None:
    crowd = [member(app, f"speaker{n}") for n in range(12)]
    start = Barrier(len(crowd))

    def speak(who: Member) -> int:
        start.wait()
        return add(who, "Reads well", different="y").status_code

    with ThreadPoolExecutor(len(crowd)) as pool:
        answers = sorted(pool.map(speak, crowd))
    assert answers == [302] + [422] * 11
    assert lines(Browser(app)) == [("Reads well", 0)]
