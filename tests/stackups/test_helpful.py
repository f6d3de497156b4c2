"""Whether the words on a comparison helped."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from stackshare.accounts.actions import hash_password
from stackshare.site.actions import recount
from stackshare.tools.models import Tool
from tests.accounts.test_sign_in import PASSWORD, sign_in
from tests.cast import Browser, Member, member
from tests.stackups.test_lines import HERE, say


@pytest.fixture(autouse=True)
def something_to_read(react: Tool, vue: Tool, bob: Member) -> None:
    say(bob)


def answers(app: Flask, who: Browser) -> tuple[int, int]:
    twin = who.read(f"{HERE}.json")
    with app.app_context():
        assert recount() == 0
    return twin["helpful"], twin["unhelpful"]


def test_an_answer_counts_once_and_is_taken_back(app: Flask, alice: Member) -> None:
    for _ in range(2):
        assert alice.press(f"{HERE}/helpful").location == f"{HERE}#helpful"
    assert answers(app, alice) == (1, 0)
    assert "1 of 1 found this helpful" in alice.get(HERE).text
    for _ in range(2):
        alice.press(f"{HERE}/helpful", wanted="n")
    assert answers(app, alice) == (0, 0)
    assert "found this helpful" not in alice.get(HERE).text


def test_one_answer_takes_the_place_of_the_other(app: Flask, alice: Member, mod: Member) -> None:
    for who in (alice, mod):
        who.press(f"{HERE}/helpful")
    part = alice.press(f"{HERE}/unhelpful", headers={"X-Fragment": "1"}).text
    assert answers(app, alice) == (1, 1) and "1 of 2 found this helpful" in part
    assert part.count('aria-pressed="true"') == part.count('aria-pressed="false"') == 1
    alice.press(f"{HERE}/helpful", wanted="n")  # there is none
    assert answers(app, alice) == (1, 1)


def test_an_unverified_member_is_asked_to_verify_first(app: Flask) -> None:
    dave = member(app, "dave", verified_at=None)
    assert dave.press(f"{HERE}/helpful").status_code == 403
    assert answers(app, dave) == (0, 0)


def test_a_visitor_is_led_to_sign_in_and_then_heard(app: Flask, visitor: Browser) -> None:
    assert visitor.press(f"{HERE}/helpful").location == "/login"
    page = visitor.get(HERE).text
    assert "do=helpful-react-vs-vue" in page and "do=unhelpful-react-vs-vue" in page
    member(app, "carol", password_hash=hash_password(PASSWORD))
    sign_in(visitor, do="unhelpful-react-vs-vue")
    assert answers(app, visitor) == (0, 1)


@pytest.mark.parametrize("deed", ["helpful-react-vs-svelte", "helpful-x", "line-99", "line-x"])
def test_a_deed_about_nothing_keeps_nobody_from_signing_in(
    app: Flask, visitor: Browser, svelte: Tool, deed: str
) -> None:
    member(app, "carol", password_hash=hash_password(PASSWORD))
    assert sign_in(visitor, do=deed).location == "/"
    assert answers(app, visitor) == (0, 0)


def test_what_nobody_wrote_about_can_help_nobody(alice: Member, svelte: Tool) -> None:
    assert alice.get(HERE).text.count("Was this helpful?") == 1
    there = "/stackups/react-vs-svelte"
    assert "Was this helpful?" not in alice.get(there).text
    for path in (f"{there}/helpful", "/stackups/react-vs-nope/helpful"):
        assert alice.press(path).status_code == 404


@pytest.mark.parametrize("wanted", ["", "1", "yes"])
def test_only_y_and_n_can_be_wanted(app: Flask, alice: Member, wanted: str) -> None:
    assert alice.press(f"{HERE}/unhelpful", wanted).status_code == 422
    assert answers(app, alice) == (0, 0)


def test_thirty_at_once_are_all_counted(app: Flask) -> None:
    readers = [member(app, f"reader-{n}") for n in range(10)]

    def press(n: int) -> int:
        word = "helpful" if n < 20 else "unhelpful"
        return readers[n % 10].press(f"{HERE}/{word}").status_code

    with ThreadPoolExecutor(30) as crowd:
        assert set(crowd.map(press, range(30))) == {302}
    assert sum(answers(app, readers[0])) == 10


def test_other_comparisons_keep_their_answers(app: Flask, alice: Member, svelte: Tool) -> None:
    there = "/stackups/react-vs-svelte"
    alice.post(f"{there}/choose", data={"tool": "svelte", "text": "you like little code"})
    alice.press(f"{there}/unhelpful")
    assert answers(app, alice) == (0, 0)
    assert alice.read(f"{there}.json")["unhelpful"] == 1
