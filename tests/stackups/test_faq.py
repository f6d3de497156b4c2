"""Questions about the compared tools whose asker accepted an answer."""

from typing import Any

import pytest

from stackshare.tools.models import Tool
from tests.advice.test_ask import answer, ask
from tests.cast import Browser, Member

HERE = "/stackups/react-vs-vue"


@pytest.fixture(autouse=True)
def something_to_compare(react: Tool, vue: Tool, svelte: Tool) -> None:
    pass


def answered(asker: Member, who: Member, title: str, *tools: str) -> tuple[str, str]:
    """What accepts the answer, and the answer's own address."""
    url = ask(asker, *tools, title=title).location
    id = answer(who, url, "Take **the one** you know.").location.rpartition("-")[2]
    accept = f"/advice/{url.split('/')[2].partition('-')[0]}/accept/{id}"
    asker.press(accept)
    return accept, f"/comments/{id}"


def faq(who: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = who.read(f"{HERE}.json")["faq"]
    return found


def test_an_accepted_answer_stands_under_its_question(
    alice: Member, bob: Member, visitor: Browser
) -> None:
    assert 'id="faq"' not in visitor.get(HERE).text
    accept, comment = answered(alice, bob, "Which one for a shop?", "react", "vue")
    page = visitor.get(HERE).text
    places = ('id="faq"', "Which one for a shop?", "Take the one you know.", "/people/bob", comment)
    assert [page.index(place) for place in places] == sorted(page.index(p) for p in places)
    [told] = faq(visitor)
    assert told["title"] == "Which one for a shop?"
    assert told["answer"] == {"author": "bob", "body": "Take **the one** you know.", "url": comment}
    alice.press(accept, wanted="n")
    assert faq(visitor) == [] and 'id="faq"' not in visitor.get(HERE).text


def test_nothing_stands_twice(alice: Member, bob: Member, visitor: Browser) -> None:
    answered(alice, bob, "An answered question?", "react", "vue")
    ask(alice, "react", "vue", title="An open question?")
    page = visitor.get(HERE).text
    assert page.count("An answered question?</a></h3>") == page.count("An open question?") == 1
    assert '1 answered question stands in the <a href="#faq">FAQ</a>' in page
    advice = visitor.read(f"{HERE}.json")["advice"]
    assert [row["title"] for row in advice["naming_several"]] == ["An open question?"]


def test_an_answer_that_was_removed_stands_nowhere(
    alice: Member, bob: Member, visitor: Browser
) -> None:
    _, comment = answered(alice, bob, "Which one for a shop?", "react", "vue")
    bob.press(f"{comment}/remove")
    assert faq(visitor) == [] and "Take the one you know" not in visitor.get(HERE).text
    assert "Which one for a shop?" in visitor.get(HERE).text


def test_five_at_most_those_that_name_both_first(
    alice: Member, bob: Member, visitor: Browser
) -> None:
    answered(alice, bob, "About both of them?", "react", "vue")
    for n in range(6):
        answered(alice, bob, f"About one, number {n}?", "vue", "svelte")
    answered(alice, bob, "About another one?", "svelte")
    titles = [question["title"] for question in faq(visitor)]
    assert titles == ["About both of them?", *[f"About one, number {n}?" for n in (5, 4, 3, 2)]]
    advice = visitor.read(f"{HERE}.json")["advice"]
    left = [row["title"] for row in advice["naming_one"]]
    assert left == ["About one, number 1?", "About one, number 0?"]


def test_open_questions_are_no_faq(alice: Member, bob: Member, visitor: Browser) -> None:
    answer(bob, ask(alice, "react", "vue").location, "Nobody accepted this.")
    page = visitor.get(HERE).text
    assert faq(visitor) == [] and "Nobody accepted this" not in page
