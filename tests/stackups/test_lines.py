"""When to choose which tool of a comparison: lines that members write and vote for."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.accounts.actions import hash_password
from stackshare.site.actions import recount
from stackshare.tools.models import Tool
from tests.accounts.test_sign_in import PASSWORD, sign_in
from tests.cast import Browser, Member, member

HERE = "/stackups/react-vs-vue"


@pytest.fixture(autouse=True)
def something_to_compare(react: Tool, vue: Tool) -> None:
    pass


def say(
    who: Browser, text: str = "you hire often", tool: str = "react", **more: str
) -> TestResponse:
    return who.post(f"{HERE}/choose", data={"tool": tool, "text": text, **more})


def lines(who: Browser, tool: str = "react", page: str = HERE) -> list[dict[str, Any]]:
    found = who.read(f"{page}.json")["tools"]
    return next(column["choose_if"] for column in found if column["slug"] == tool)


def texts(who: Browser, tool: str = "react") -> list[str]:
    return [line["text"] for line in lines(who, tool)]


def said(who: Member, text: str = "you hire often") -> str:
    """The address of a new line, whatever is near to it."""
    assert say(who, text, different="y").status_code == 302
    id = next(line["id"] for line in lines(who) if line["text"] == text)
    return f"/stackups/lines/{id}"


def mended(app: Flask) -> int:
    with app.app_context():
        return recount()


# --- written


def test_a_line_is_written_signed_and_starts_at_0(alice: Member, visitor: Browser) -> None:
    assert "Nobody has said yet when to choose" in visitor.get(HERE).text
    assert say(alice).location == f"{HERE}#choose"
    [line] = lines(visitor)
    assert (line["text"], line["votes"], line["author"]) == ("you hire often", 0, "alice")
    page = visitor.get(HERE).text
    assert "Choose React if…" in page and "you hire often" in page
    assert 'by <a href="/people/alice">Alice</a>' in page
    assert texts(visitor, "vue") == []


def test_a_line_is_of_one_comparison_alone(alice: Member, visitor: Browser, svelte: Tool) -> None:
    say(alice)
    assert lines(visitor, page="/stackups/react-vs-svelte") == []


def test_the_same_line_is_offered_for_a_vote(alice: Member, bob: Member) -> None:
    line = said(alice)
    answer = say(bob, "You hire  OFTEN!")
    assert answer.status_code == 422 and "This line is there already" in answer.text
    assert f'formaction="{line}/vote"' in answer.text and "You hire OFTEN!" in answer.text
    assert texts(bob) == ["you hire often"]


def test_the_same_may_be_said_for_another_tool(alice: Member, bob: Member) -> None:
    say(alice)
    assert say(bob, tool="vue").status_code == 302


def test_the_form_is_filled_by_its_address(alice: Member) -> None:
    page = alice.get(f"{HERE}/choose/new?tool=vue&text=you+write+HTML").text
    [picked] = re.findall("<input checked[^>]*>", page)
    assert 'value="vue"' in picked and 'value="you write HTML"' in page


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"text": " "}, "Write one line"),
        ({"text": "ab"}, "3 to 140"),
        ({"text": "x" * 141}, "3 to 140"),
        ({"text": "\u200b\u200b\u200b"}, "Write one line"),
        ({"tool": ""}, "Which tool: Say which of them."),
        ({"tool": "svelte"}, "Which tool: "),
    ],
)
def test_bad_input_gets_a_sentence_and_stays(
    alice: Member, svelte: Tool, typed: dict[str, str], sentence: str
) -> None:
    answer = say(alice, **typed)
    assert answer.status_code == 422 and sentence in answer.text
    assert "text" in typed or 'value="you hire often"' in answer.text
    assert texts(alice) == []


def test_an_unverified_member_is_asked_to_verify_and_loses_nothing(app: Flask) -> None:
    newcomer = member(app, "newcomer", verified_at=None)
    answer = say(newcomer)
    assert answer.status_code == 403 and "Verify your e-mail address first" in answer.text
    assert "you hire often" in answer.text and texts(newcomer) == []


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert say(visitor).location == "/login"
    assert visitor.get(f"{HERE}/choose/new").location == f"/login?next={HERE}/choose/new"


def test_markup_is_shown_as_it_was_typed(alice: Member, visitor: Browser) -> None:
    say(alice, "you <b>like</b> \"quotes\" & '<script>'")
    page = visitor.get(HERE).text
    assert "<b>like</b>" not in page and "&lt;b&gt;like&lt;/b&gt;" in page


# --- voted


def test_a_vote_counts_once_and_is_taken_back(
    app: Flask, alice: Member, bob: Member, mod: Member
) -> None:
    line = said(bob)
    for who in (alice, alice, mod):
        assert who.press(f"{line}/vote").location.startswith(HERE)
    assert lines(alice)[0]["votes"] == 2
    for _ in range(2):
        alice.press(f"{line}/vote", wanted="n")
    assert lines(alice)[0]["votes"] == 1 and mended(app) == 0


def test_a_script_gets_the_button_back(alice: Member, bob: Member) -> None:
    part = alice.press(f"{said(bob)}/vote", headers={"X-Fragment": "1"}).text
    assert part.count("<button") == 1 and 'aria-pressed="true"' in part and ">1<" in part


def test_nobody_votes_for_a_line_of_their_own(alice: Member) -> None:
    line = said(alice)
    assert alice.press(f"{line}/vote").status_code == 403
    assert lines(alice)[0]["votes"] == 0
    [button] = re.findall(f'<button[^>]*formaction="{line}/vote"[^>]*>', alice.get(HERE).text)
    assert "disabled" in button


def test_an_unverified_member_does_not_vote(app: Flask, bob: Member) -> None:
    line = said(bob)
    newcomer = member(app, "newcomer", verified_at=None)
    assert newcomer.press(f"{line}/vote").status_code == 403
    assert lines(bob)[0]["votes"] == 0


@pytest.mark.parametrize("wanted", ["", "yes", "2"])
def test_only_y_and_n_can_be_wanted(alice: Member, bob: Member, wanted: str) -> None:
    assert alice.press(f"{said(bob)}/vote", wanted).status_code == 422


def test_a_visitors_vote_is_cast_after_signing_in(
    app: Flask, visitor: Browser, bob: Member
) -> None:
    line = said(bob)
    member(app, "carol", password_hash=hash_password(PASSWORD))
    assert visitor.press(f"{line}/vote").location == "/login"
    deed = f"line-{line.rpartition('/')[2]}"
    assert f'href="/login?next={HERE}&amp;do={deed}"' in visitor.get(HERE).text
    assert sign_in(visitor, next=HERE, do=deed).location == HERE
    assert lines(bob)[0]["votes"] == 1


def test_thirty_at_once_count_thirty(app: Flask, bob: Member) -> None:
    line = said(bob)
    voters = [member(app, f"voter-{n}") for n in range(30)]
    with ThreadPoolExecutor(30) as crowd:
        assert set(crowd.map(lambda who: who.press(f"{line}/vote").status_code, voters)) == {302}
    assert lines(bob)[0]["votes"] == 30 and mended(app) == 0


# --- the best first


def test_the_best_five_stand_first_and_the_rest_on_demand(
    alice: Member, bob: Member, visitor: Browser
) -> None:
    paths = [said(bob, f"line {n}") for n in range(7)]
    alice.press(f"{paths[2]}/vote")
    first = [f"line {n}" for n in (2, 6, 5, 4, 3)]
    assert texts(visitor) == first
    page = visitor.get(HERE).text
    assert f'href="{HERE}/choose?tool=react">2 more lines<' in page and "line 1" not in page
    whole = visitor.read(f"{HERE}/choose.json?tool=react")
    assert [line["text"] for line in whole["lines"]] == [*first, "line 1", "line 0"]
    assert whole["next"] is None and "line 0" in visitor.get(f"{HERE}/choose?tool=react").text
    assert visitor.read(f"{HERE}.json")["tools"][0]["choose_if_count"] == 7


def test_many_lines_come_in_pages(bob: Member, visitor: Browser) -> None:
    for n in range(30):
        say(bob, f"line {n}", different="y")
    path, found = f"{HERE}/choose.json?tool=react", []
    while path:
        page = visitor.read(path)
        found += [line["text"] for line in page["lines"]]
        path = page["next"]
    assert found == [f"line {n}" for n in range(29, -1, -1)]
    bare = visitor.get(f"{HERE}/choose?tool=react&bare=y").text
    assert "<html" not in bare and bare.count("<li") == 25 and "data-more" in bare


def test_each_line_has_an_address_that_leads_to_it(bob: Member, visitor: Browser) -> None:
    paths = [said(bob, "line 0"), said(bob, "line 1")]
    for n in range(2, 30):
        say(bob, f"line {n}", different="y")
    for path, page in ((paths[0], "&after="), (said(bob, "line 30"), "#choose-")):
        asked = visitor.get(path)
        where, _, place = asked.location.partition("#")
        assert asked.location.startswith(f"{HERE}/choose?tool=react{page}")
        assert f'<li class="point" id="{place}"' in visitor.get(where).text
    bob.press(f"{paths[0]}/remove")
    assert visitor.get(paths[0]).status_code == 404
    assert visitor.get("/stackups/lines/999").status_code == 404


def test_the_page_of_lines_has_one_address(alice: Member, visitor: Browser) -> None:
    assert "Nobody has said yet" in visitor.get(f"{HERE}/choose").text
    moved = visitor.get("/stackups/vue-vs-react/choose?tool=vue")
    assert (moved.status_code, moved.location) == (301, f"{HERE}/choose?tool=vue")
    assert visitor.get(f"{HERE}/choose?tool=svelte").status_code == 422
    assert visitor.get("/stackups/react-vs-nope/choose").status_code == 404
    assert visitor.get(f"{HERE}/choose?after=x").status_code in (200, 404)
    say(alice)
    assert visitor.get(f"{HERE}/choose?after=x").status_code == 404


# --- edited


def test_what_a_line_said_before_stays_readable(alice: Member, visitor: Browser) -> None:
    line = said(alice)
    assert "you hire often" in alice.get(f"{line}/edit").text
    for _ in range(2):  # the same again is no change
        assert alice.post(f"{line}/edit", data={"text": "you hire every month"}).status_code == 302
    assert f'href="{line}/history"' in visitor.get(HERE).text
    history = visitor.get(f"{line}/history").text
    assert "<ins>you hire every month\n</ins>" in history
    assert "<del>you hire often\n</del>" in history
    told = visitor.read(f"{line}/history.json")["versions"]
    assert [version["text"] for version in told] == ["you hire every month", "you hire often"]
    assert {version["author"] for version in told} == {"alice"}


def test_votes_stay_with_the_words_they_were_given_to(
    app: Flask, alice: Member, bob: Member
) -> None:
    line = said(alice)
    bob.press(f"{line}/vote")
    assert "Its 1 vote was given to these words" in alice.get(f"{line}/edit").text
    alice.post(f"{line}/edit", data={"text": "You hire often."})
    assert lines(bob)[0]["votes"] == 1
    alice.post(f"{line}/edit", data={"text": "you buy my course"})
    assert lines(bob)[0]["votes"] == 0 and mended(app) == 0
    assert f'formaction="{line}/vote" name="wanted" value="y"' in bob.get(HERE).text


def test_a_line_is_not_edited_into_another(alice: Member, bob: Member) -> None:
    say(bob, "you want components")
    line = said(alice)
    bob.press(f"{line}/vote")
    answer = alice.post(f"{line}/edit", data={"text": "You want components"})
    assert answer.status_code == 422 and "This line is there already" in answer.text
    assert {(line["text"], line["votes"]) for line in lines(bob)} == {
        ("you want components", 0),
        ("you hire often", 1),
    }
    assert alice.post(f"{line}/edit", data={"text": ""}).status_code == 422


def test_only_its_author_edits_or_removes_a_line(
    alice: Member, bob: Member, mod: Member, visitor: Browser
) -> None:
    line = said(bob)
    for who, status in ((alice, 403), (mod, 403), (visitor, 302)):
        assert who.get(f"{line}/edit").status_code == status
        assert who.post(f"{line}/edit", data={"text": "mine now"}).status_code == status
        assert who.press(f"{line}/remove").status_code == status
        assert f'href="{line}/edit"' not in who.get(HERE).text
    assert texts(bob) == ["you hire often"] and f'href="{line}/edit"' in bob.get(HERE).text


# --- removed


def test_a_removed_line_is_nowhere_and_comes_back_with_its_votes(
    app: Flask, alice: Member, bob: Member, visitor: Browser
) -> None:
    line = said(alice)
    bob.press(f"{line}/vote")
    for _ in range(2):
        assert alice.press(f"{line}/remove").status_code == 302
    assert f'formaction="{line}/remove" name="wanted" value="n"' in alice.get(HERE).text
    assert texts(visitor) == [] and "you hire often" not in visitor.get(HERE).text
    assert visitor.read(f"{HERE}/choose.json?tool=react")["lines"] == []
    for path in ("edit", "history", "history.json"):
        assert alice.get(f"{line}/{path}").status_code == 404
    assert bob.press(f"{line}/vote").status_code == 404
    for _ in range(2):
        alice.press(f"{line}/remove", wanted="n")
    assert [line["votes"] for line in lines(visitor)] == [1] and mended(app) == 0


def test_a_removed_line_may_be_said_by_another_and_then_stays_away(
    alice: Member, bob: Member
) -> None:
    line = said(alice)
    alice.press(f"{line}/remove")
    assert say(bob).status_code == 302
    back = alice.press(f"{line}/remove", wanted="n")
    assert back.status_code == 403 and "Vote for that line" in back.text
    assert [line["author"] for line in lines(alice)] == ["bob"]


def test_the_same_line_sent_by_many_at_once_is_there_once(app: Flask) -> None:
    writers = [member(app, f"writer-{n}") for n in range(12)]
    with ThreadPoolExecutor(12) as crowd:
        answers = list(crowd.map(lambda who: say(who).status_code, writers))
    assert sorted(answers) == [302, *[422] * 11] and len(texts(writers[0])) == 1


def test_votes_while_their_line_is_edited_leave_the_count_exact(app: Flask, alice: Member) -> None:
    line = said(alice)
    browsers = [Member(app, alice.user) for _ in range(6)]
    voters = [member(app, f"voter-{n}") for n in range(12)]

    def act(n: int) -> int:
        if n % 3:
            return voters[n % 12].press(f"{line}/vote", "y" if n < 24 else "n").status_code
        words = {"text": f"you hire {n}"}
        return browsers[n % 6].post(f"{line}/edit", data=words).status_code

    with ThreadPoolExecutor(12) as crowd:
        assert set(crowd.map(act, range(36))) == {302}
    assert mended(app) == 0
