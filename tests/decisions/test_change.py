"""Editing a decision, taking it away, bringing it back."""

from datetime import timedelta

import pytest
from flask import Flask

from stackshare.core.clock import now
from stackshare.core.refusal import Refused
from stackshare.decisions.actions import edit_decision, remove_decision
from stackshare.decisions.models import Choice, Decision
from stackshare.decisions.queries.lists import decision_or_404
from stackshare.extensions import db
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer
from tests.cast import Browser, Member
from tests.decisions.test_record import CHOICE, base, record


@pytest.fixture(autouse=True)
def tools(react: Tool, vue: Tool, svelte: Tool) -> None:
    pass


@pytest.fixture
def url(alice: Member, tools: None) -> str:
    return record(alice).location


def test_its_author_says_later_how_it_turned_out(alice: Member, url: str, visitor: Browser) -> None:
    assert "has not said yet how it turned out" in visitor.get(url).text
    form = alice.get(f"{base(url)}/edit").text
    for words in ("Our pages took four seconds.", 'value="Vue.js"', "Large community"):
        assert words in form
    answer = alice.rewrite(base(url), {**CHOICE, "outcome": "Pages take **one** second."})
    assert answer.location == url
    assert "<strong>one</strong>" in visitor.get(url).text
    assert visitor.read(f"{url}.json")["edited_at"]


def test_another_option_may_have_been_chosen_after_all(alice: Member, url: str) -> None:
    alice.rewrite(base(url), {**CHOICE, "chosen": "2", "option-3": ""})
    options = alice.read(f"{url}.json")["options"]
    assert [(option["name"], option["chosen"]) for option in options] == [
        ("Vue.js", False),
        ("React", True),
    ]


def test_a_new_title_has_a_new_address_and_the_old_one_leads_there(
    alice: Member, url: str, visitor: Browser
) -> None:
    said = answer(alice, url, "A note.").location
    moved = alice.rewrite(base(url), {**CHOICE, "title": "Vue.js it is"}).location
    assert moved == f"{base(url)}-vue-js-it-is"
    assert visitor.get(url).location == moved
    comment = said.rpartition("-")[2]
    place = f"{moved}?branch={comment}#comment-{comment}"
    assert visitor.get(f"/comments/{comment}").location == place


def test_a_mistake_while_editing_loses_nothing(alice: Member, url: str) -> None:
    page = alice.rewrite(base(url), {**CHOICE, "title": "", "outcome": "It went well."})
    assert page.status_code == 422 and "It went well." in page.text


def test_nobody_else_edits_or_removes_it(
    alice: Member, bob: Member, mod: Member, visitor: Browser, url: str
) -> None:
    for who in (bob, mod):
        assert who.get(f"{base(url)}/edit").status_code == 403
        assert who.rewrite(base(url), {**CHOICE, "title": "Mine now"}).status_code == 403
        assert who.press(f"{base(url)}/remove").status_code == 404
        assert f"{base(url)}/edit" not in who.get(url).text
    assert visitor.press(f"{base(url)}/remove").location == "/login"
    assert f"{base(url)}/edit" in alice.get(url).text
    assert visitor.get(url).status_code == 200


def test_a_removed_decision_is_gone_for_everyone(alice: Member, visitor: Browser, url: str) -> None:
    said = answer(alice, url, "A note.").location.rpartition("-")[2]
    thread = visitor.read(f"{url}.json")["thread"]
    assert alice.press(f"{base(url)}/remove").location == "/people/alice"
    for path in (url, f"{url}.json", f"{url}.md", f"{base(url)}/edit"):
        assert alice.get(path).status_code == 404
    assert alice.rewrite(base(url), CHOICE).status_code == 404
    assert alice.post(f"/threads/{thread}/comments", data={"body": "Hello."}).status_code == 404
    assert visitor.get(f"/comments/{said}").status_code == 404
    paths = ["/", "/decisions", "/decisions?tool=vue", "/people/alice", "/people/alice.json"]
    paths += ["/tools/vue", "/tools/vue.json", "/stackups/react-vs-vue", "/decisions.atom"]
    for path in [*paths, "/decisions.json", "/sitemap/decisions-1.xml"]:
        assert url not in visitor.get(path).text, path


def test_its_author_is_told_and_brings_it_back_whole(alice: Member, bob: Member, url: str) -> None:
    for _ in range(2):
        alice.press(f"{base(url)}/remove")
    page = alice.get("/people/alice").text
    assert "“Vue.js for the web shop” is removed" in page and "Bring back" in page
    assert "Bring back" not in bob.get("/people/alice").text
    for _ in range(2):
        assert alice.press(f"{base(url)}/remove", wanted="n").location == url
    assert "Large community" in bob.get(url).text
    assert bob.read("/tools/vue.json")["switched_from"]["count"] == 1


def test_after_thirty_days_it_is_gone_for_its_author_too(
    app: Flask, alice: Member, url: str
) -> None:
    alice.press(f"{base(url)}/remove")
    with app.app_context():
        gone = db.session.get_one(Decision, int(base(url).rpartition("/")[2]))
        gone.removed_at = now() - timedelta(days=30)
        db.session.commit()
    alice.get("/people/alice")
    assert "Vue.js for the web shop" not in alice.get("/people/alice").text
    assert alice.press(f"{base(url)}/remove", wanted="n").status_code == 404


def test_the_verbs_themselves_ask_for_the_author(app: Flask, bob: Member, url: str) -> None:
    id = int(base(url).rpartition("/")[2])
    with app.app_context():
        decision = decision_or_404(id)
        with pytest.raises(Refused):
            remove_decision(bob.user, decision, wanted=True)
        with pytest.raises(Refused):
            edit_decision(
                bob.user,
                decision,
                seen="",
                title="Mine now",
                options=[Choice(None, "Mine", is_chosen=True)],
                reason="",
                context="",
                outcome="",
                status="accepted",
                effort=None,
                decided_on=None,
                stack=None,
            )
