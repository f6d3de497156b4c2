"""Decisions for the stack of a company: they are its members'."""

from typing import Any

import pytest
from flask import Flask

from stackshare.accounts.actions import hash_password
from stackshare.core.edit_conflicts import digest_of
from stackshare.core.refusal import Refused
from stackshare.decisions.actions import edit_decision, record_decision
from stackshare.decisions.models import Choice, Decision
from stackshare.extensions import db
from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, company, joined, member, stack
from tests.decisions.test_record import CHOICE, base, record
from tests.settings.test_close import PASSWORD, close

BOOK = "acme/order-book"


@pytest.fixture
def carol(app: Flask) -> Member:
    """She founded the company, and wrote no decision."""
    return member(app, "carol")


@pytest.fixture(autouse=True)
def acme(app: Flask, alice: Member, carol: Member, react: Tool, vue: Tool, svelte: Tool) -> None:
    made = company(app, carol, "acme")
    joined(app, made, alice)
    stack(app, carol, "Order book", react, owner=made)


@pytest.fixture
def url(alice: Member, acme: None) -> str:
    return record(alice, stack=BOOK).location


def test_a_member_decides_for_the_companys_stack(visitor: Browser, url: str) -> None:
    assert visitor.read(f"{url}.json")["stack"] == f"/stacks/{BOOK}"
    page = visitor.get(url).text
    assert 'Order book</a> of <a href="/companies/acme">Acme</a>' in page
    for path in (f"/stacks/{BOOK}", "/companies/acme", "/people/alice", "/companies/acme.atom"):
        assert "Vue.js for the web shop" in visitor.get(path).text, path
    decided = visitor.read("/companies/acme.json")["decisions"]
    assert [row["url"] for row in decided] == [url]


def test_the_form_offers_the_stacks_of_ones_companies(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    form = alice.get(f"/decisions/new?stack={BOOK}").text
    assert f'<option selected value="{BOOK}">Order book, of Acme</option>' in form
    assert '<option value="alice/shop">Shop</option>' in form
    assert BOOK not in bob.get("/decisions/new").text
    offers = f"/decisions/new?stack={BOOK}"
    assert offers in alice.get(f"/stacks/{BOOK}").text
    for who in (bob, visitor):
        assert offers not in who.get(f"/stacks/{BOOK}").text


def test_nobody_else_decides_for_it(app: Flask, alice: Member, bob: Member) -> None:
    assert record(bob, stack=BOOK).status_code == 422
    invited = company(app, bob, "works")
    joined(app, invited, alice)
    assert record(bob, stack=BOOK).status_code == 422
    assert bob.read("/decisions.json")["decisions"] == []


def test_every_member_changes_it_and_the_page_says_who_did(
    alice: Member, carol: Member, bob: Member, visitor: Browser, url: str
) -> None:
    edit = f"{base(url)}/edit"
    for who, may in ((alice, True), (carol, True), (bob, False), (visitor, False)):
        assert (edit in who.get(url).text) is may
    told = {**CHOICE, "stack": BOOK, "outcome": "It held."}
    assert carol.rewrite(base(url), told).location == url
    page = visitor.get(url).text
    assert "It held." in page and 'by <a href="/people/carol">Carol</a>' in page
    twin = visitor.read(f"{url}.json")
    assert (twin["author"], twin["edited_by"]) == ("alice", "carol")
    alice.rewrite(base(url), {**told, "outcome": "It held well."})
    assert 'by <a href="/people/carol">' not in visitor.get(url).text


def test_whoever_did_not_write_it_takes_it_nowhere_else(
    app: Flask, alice: Member, carol: Member, visitor: Browser, react: Tool, url: str
) -> None:
    stack(app, carol, "Own", react)
    form = carol.get(f"{base(url)}/edit").text
    assert "carol/own" not in form and ">None</option>" not in form
    for stolen in ("carol/own", ""):
        assert carol.rewrite(base(url), {**CHOICE, "stack": stolen}).status_code == 422
    assert visitor.read(f"{url}.json")["stack"] == f"/stacks/{BOOK}"
    assert alice.rewrite(base(url), {**CHOICE, "stack": ""}).location == url
    assert visitor.read("/companies/acme.json")["decisions"] == []
    assert carol.get(f"{base(url)}/edit").status_code == 403


def test_a_member_removes_it_and_another_brings_it_back(
    alice: Member, carol: Member, bob: Member, url: str
) -> None:
    title = "Vue.js for the web shop"
    assert carol.press(f"{base(url)}/remove").location == "/companies/acme"
    assert f"“{title}” is removed" in carol.get("/companies/acme").text
    assert title not in bob.get("/companies/acme").text
    assert title not in alice.get("/people/alice").text
    assert title in alice.get("/companies/acme/members").text
    assert bob.press(f"{base(url)}/remove", wanted="n").status_code == 404
    assert alice.press(f"{base(url)}/remove", wanted="n").location == url
    assert title in bob.get("/companies/acme").text


def test_whoever_leaves_the_company_leaves_its_decisions_there(
    alice: Member, carol: Member, url: str
) -> None:
    alice.press("/companies/acme/join", wanted="n")
    assert f"{base(url)}/edit" not in alice.get(url).text
    assert alice.rewrite(base(url), {**CHOICE, "title": "Mine"}).status_code == 403
    assert alice.press(f"{base(url)}/remove").status_code == 404
    assert carol.get(f"{base(url)}/edit").status_code == 200


def test_a_stack_that_hides_hides_what_was_decided_from_its_company(
    alice: Member, carol: Member, visitor: Browser, url: str
) -> None:
    hidden = {"name": "Order book", "visibility": "unlisted", "tool": "react"}
    carol.rewrite(f"/stacks/{BOOK}", hidden)
    for path in ("/companies/acme", "/companies/acme.json", "/companies/acme.atom"):
        assert url not in visitor.get(path).text
    assert "Order book" not in visitor.get(url).text and "acme" not in visitor.get(url).text
    kept = carol.rewrite(base(url), {**CHOICE, "stack": BOOK, "outcome": "It held."})
    assert kept.location == url


def test_the_verbs_ask_themselves_for_whom_one_speaks(
    app: Flask, bob: Member, alice: Member, carol: Member, url: str
) -> None:
    with app.app_context():
        book = db.session.query(Stack).filter_by(slug="order-book").one()
        options = [Choice(None, "Ours", is_chosen=True)]
        said: dict[str, Any] = {"title": "Ours now", "options": options, "reason": "So."}
        rest = ("context", "outcome")
        more: dict[str, Any] = {**dict.fromkeys(rest, ""), "status": "accepted", "effort": None}
        with pytest.raises(Refused, match="may not decide for"):
            record_decision(bob.user, **said, stack=book)
        decision = db.session.query(Decision).one()
        more["seen"] = digest_of(decision.words)
        with pytest.raises(Refused, match="Only members of its company"):
            edit_decision(bob.user, decision, **said, **more, decided_on=None, stack=book)
        with pytest.raises(Refused, match="Only its author may take"):
            edit_decision(carol.user, decision, **said, **more, decided_on=None, stack=None)


def test_it_stays_when_its_author_closes_the_account(
    app: Flask, carol: Member, visitor: Browser
) -> None:
    dave = member(app, "dave", password_hash=hash_password(PASSWORD))
    carol.post("/companies/acme/members", data={"username": "dave"})
    dave.press("/companies/acme/join")
    url = record(dave, stack=BOOK).location
    close(dave)
    assert "Vue.js for the web shop" in visitor.get("/companies/acme").text
    assert "dave" not in visitor.get(url).text.lower()
    told = {**CHOICE, "stack": BOOK, "outcome": "It held."}
    assert carol.rewrite(base(url), told).location == url
