"""What whoever answers must know, which comment answered, and what was chosen."""

import pytest
from flask import Flask

from stackshare.tools.models import Tool
from tests.advice.test_ask import answer, ask, reply
from tests.cast import Browser, Member, member


def number(url: str) -> str:
    return url.removeprefix("/advice/").partition("-")[0]


def comment_number(place: str) -> str:
    return place.rpartition("-")[2]


@pytest.fixture
def asked(alice: Member, react: Tool, vue: Tool) -> str:
    return ask(alice, "react", "vue").location


@pytest.fixture
def answered(asked: str, bob: Member) -> str:
    """The number of bob's answer."""
    answer(bob, asked, "Another one.")
    return comment_number(answer(bob, asked, "Vue, as you know it.").location)


def test_constraints_are_shown_as_far_as_they_are_given(alice: Member) -> None:
    url = ask(alice, must_have="Runs on one server", team="Two people", deadline="").location
    page = alice.get(url).text
    assert "<dt>Must have</dt><dd>Runs on one server</dd><dt>Team</dt><dd>Two people</dd>" in page
    assert "Deadline" not in page
    told = alice.read(f"{url}.json")["constraints"]
    assert told == {"must_have": "Runs on one server", "team": "Two people"}
    refused = ask(alice, must_have="x" * 121)
    assert refused.status_code == 422 and "120 characters" in refused.text


def test_the_asker_accepts_one_answer(
    alice: Member, bob: Member, visitor: Browser, asked: str, answered: str
) -> None:
    accept = f"/advice/{number(asked)}/accept/{answered}"
    assert f'formaction="{accept}"' in alice.get(asked).text
    assert f'formaction="{accept}"' not in bob.get(asked).text + visitor.get(asked).text
    for _ in range(2):
        assert alice.press(accept).location == f"{asked}#comment-{answered}"
    told = visitor.read(f"{asked}.json")
    assert str(told["accepted"]) == answered and told["answered_at"]
    assert str(told["comments"][0]["id"]) == answered  # before the newer and the better
    page = visitor.get(asked).text
    assert f'id="comment-{answered}" class="accepted"' in page and "Accepted" in page
    alice.press(accept, wanted="n")
    assert visitor.read(f"{asked}.json")["accepted"] is None


def test_a_reply_may_be_what_answered_it(alice: Member, bob: Member, asked: str) -> None:
    first = answer(bob, asked, "Ask me.").location
    answer(bob, asked, "Something newer.")
    deeper = comment_number(reply(bob, first, "Vue.").location)
    alice.press(f"/advice/{number(asked)}/accept/{deeper}")
    [branch, _] = alice.read(f"{asked}.json")["comments"]
    assert str(branch["replies"][0]["id"]) == deeper


def test_an_accepted_comment_that_is_removed_stands_first_no_more(
    alice: Member, bob: Member, asked: str, answered: str
) -> None:
    alice.press(f"/advice/{number(asked)}/accept/{answered}")
    bob.press(f"/comments/{answered}/remove")
    page = alice.get(asked).text
    assert "Bob removed this comment." in page and 'class="accepted"' not in page
    assert alice.read(f"{asked}.json")["accepted"] is None
    bob.press(f"/comments/{answered}/remove", wanted="n")
    assert f'id="comment-{answered}" class="accepted"' in alice.get(asked).text


def test_a_question_whose_answer_was_removed_can_be_opened_again(
    alice: Member, bob: Member, visitor: Browser, asked: str, answered: str
) -> None:
    accept = f"/advice/{number(asked)}/accept/{answered}"
    alice.press(accept)
    bob.press(f"/comments/{answered}/remove")
    assert "Open the question again" in alice.get(asked).text
    assert "Open the question again" not in bob.get(asked).text + visitor.get(asked).text
    assert alice.press(accept, wanted="n").location == asked
    assert titles(visitor, "show=open") and not titles(visitor, "show=answered")
    assert alice.press(accept).status_code == 404


def test_an_accepted_reply_stands_on_the_page_however_long_its_branch_is(
    alice: Member, bob: Member, visitor: Browser, asked: str, answered: str
) -> None:
    for n in range(30):
        last = reply(bob, f"x-{answered}", f"Reply {n}.").location
    deep = comment_number(last)
    assert f'id="comment-{deep}"' not in visitor.get(asked).text
    place = alice.press(f"/advice/{number(asked)}/accept/{deep}").location
    page = visitor.get(place.partition("#")[0]).text
    assert f'id="comment-{deep}" class="accepted"' in page
    assert "All replies to Bob" in page and page.count(f'id="comment-{answered}"') == 1


def test_nobody_else_accepts(
    app: Flask, bob: Member, mod: Member, visitor: Browser, asked: str, answered: str
) -> None:
    accept = f"/advice/{number(asked)}/accept/{answered}"
    for who, status in ((bob, 403), (mod, 403), (visitor, 302)):
        assert who.press(accept).status_code == status
    assert bob.read(f"{asked}.json")["accepted"] is None


def test_only_what_stands_below_the_question_answers_it(
    alice: Member, bob: Member, asked: str, answered: str
) -> None:
    other = number(ask(alice).location)
    assert alice.press(f"/advice/{other}/accept/{answered}").status_code == 404
    bob.press(f"/comments/{answered}/remove")
    assert alice.press(f"/advice/{number(asked)}/accept/{answered}").status_code == 404


def test_what_was_chosen_is_recorded(alice: Member, visitor: Browser, asked: str) -> None:
    outcome = f"/advice/{number(asked)}/outcome"
    assert "What you chose" in alice.get(outcome).text
    typed = {"chosen": "vue.js", "outcome": "It **went** well."}
    assert alice.post(outcome, data=typed).location == f"{asked}#outcome"
    page = visitor.get(asked).text
    assert '<a href="/tools/vue"><strong>Vue.js</strong></a>' in page and "<strong>went" in page
    told = visitor.read(f"{asked}.json")
    assert (told["chosen"], told["chosen_tool"]) == ("Vue.js", "vue")
    assert "It **went** well." in alice.get(outcome).text
    alice.post(outcome, data={"chosen": "Neither", "outcome": ""})
    assert "Alice chose <strong>Neither</strong>" in visitor.get(asked).text
    alice.post(outcome, data={"chosen": "", "outcome": ""})
    assert 'id="outcome"' not in visitor.get(asked).text


def test_how_it_went_needs_what_was_chosen(alice: Member, asked: str) -> None:
    page = alice.post(f"/advice/{number(asked)}/outcome", data={"outcome": "Well enough."})
    assert page.status_code == 422
    assert "Say what you chose" in page.text and "Well enough." in page.text


def test_nobody_else_records_it(
    app: Flask, bob: Member, mod: Member, visitor: Browser, asked: str
) -> None:
    outcome = f"/advice/{number(asked)}/outcome"
    for who, status in ((bob, 403), (mod, 403), (visitor, 302)):
        assert who.get(outcome).status_code == status
        assert who.post(outcome, data={"chosen": "Mine"}).status_code == status
    dave = member(app, "dave", verified_at=None)
    assert dave.post(outcome, data={"chosen": "Mine"}).status_code == 403


def titles(who: Browser, query: str) -> list[str]:
    return [question["title"] for question in who.read(f"/advice.json?{query}")["advice"]]


def test_questions_are_listed_open_answered_and_by_tool(
    alice: Member, visitor: Browser, react: Tool, answered: str, asked: str
) -> None:
    ask(alice, "react", title="An open question?")
    ask(alice, title="About nothing at all?")
    alice.press(f"/advice/{number(asked)}/accept/{answered}")
    closed, opened, about_nothing = (
        "React or Vue for a shop?",
        "An open question?",
        "About nothing at all?",
    )
    assert titles(visitor, "") == [about_nothing, opened, closed]
    assert titles(visitor, "show=open") == [about_nothing, opened]
    assert titles(visitor, "show=answered") == [closed]
    assert titles(visitor, "show=open&tool=react") == [opened]
    assert titles(visitor, "show=answered&tool=vue") == [closed]
    page = visitor.get("/advice?show=answered").text
    assert closed in page and opened not in page and "Answered</span>" in page
    assert visitor.get("/advice?show=oldest").status_code == 422
    assert visitor.get("/advice?show=viewed&tool=react").status_code == 422


def test_lists_with_nothing_in_them_say_so(visitor: Browser) -> None:
    for which in ("open", "answered", "viewed"):
        assert "No question stands in this list" in visitor.get(f"/advice?show={which}").text
    assert "Nobody has asked yet" in visitor.get("/advice").text
