import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.accounts.models import Owner
from stackshare.companies.models import Company
from stackshare.extensions import db
from stackshare.tools.models import Tool
from tests.accounts.test_sign_up import sign_up
from tests.cast import Browser, Member, company, joined, member, seen_in, stack
from tests.site.test_lists import read_all


def make(who: Browser, **typed: str) -> TestResponse:
    known = {"name": "Acme", "handle": "acme", "summary": "Makes everything."}
    return who.post("/companies", data={**known, **typed})


def test_who_makes_a_company_is_its_first_admin(alice: Member, visitor: Browser) -> None:
    typed = {"about": "We are **two**.", "website": "acme.example/team"}
    assert make(alice, **typed).location == "/companies/acme"
    page = visitor.get("/companies/acme").text
    assert "Makes everything." in page and "<strong>two</strong>" in page
    assert 'href="https://acme.example/team" rel="nofollow ugc noopener">acme.example</a>' in page
    [first] = visitor.read("/companies/acme.json")["members"]
    assert (first["username"], first["role"]) == ("alice", "admin")


@pytest.mark.parametrize(
    "handle",
    [
        *("a", "аcme", "ac me", "ac\u200bme", "ａcme", "-acme", "a--b", "x" * 33, ""),
        *("admin", "companies", "new", "compare", "closed-5", "alice", "ALICE", " alice ", "react"),
    ],
)
def test_an_address_that_is_taken_or_looks_like_another_is_refused(
    app: Flask, alice: Member, react: Tool, handle: str
) -> None:
    company(app, alice, "taken")
    answer = make(alice, handle=handle, about="We bake.")
    assert answer.status_code == 422 and "We bake." in answer.text
    assert make(alice, handle="Taken").status_code == 422


def test_nobody_signs_up_under_the_name_of_a_company(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    company(app, alice, "acme")
    for name in ("acme", "Acme"):
        assert "“acme” is taken" in sign_up(visitor, name).text


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"name": " "}, "Type the name"),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"summary": ""}, "Say in one line"),
        ({"summary": "x" * 121}, "at most 120 characters"),
        ({"about": "x" * 5_001}, "at most 5,000 characters"),
        ({"website": "javascript:alert(1)"}, "such as https://example.org"),
        ({"website": "data:text/html,x"}, "such as https://example.org"),
        ({"website": "ftp://example.org"}, "such as https://example.org"),
        ({"website": "//example.org"}, "such as https://example.org"),
        ({"website": "https://bank.example@evil.example"}, "such as https://example.org"),
        ({"website": "https://аpple.example"}, "such as https://example.org"),
        ({"website": "https://localhost"}, "such as https://example.org"),
        ({"website": "https://a.example/ b"}, "such as https://example.org"),
        ({"website": f"https://a.example/{'x' * 200}"}, "such as https://example.org"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    alice: Member, visitor: Browser, typed: dict[str, str], sentence: str
) -> None:
    answer = make(alice, **{"about": "We bake.", **typed})
    assert answer.status_code == 422 and sentence in answer.text
    assert typed.get("about", "We bake.") in answer.text
    assert visitor.get("/companies/acme").status_code == 404


@pytest.mark.parametrize("field", ["name", "summary", "about"])
def test_hostile_words_are_inert(alice: Member, visitor: Browser, field: str) -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3))"
    make(alice, **{field: evil[:80] if field != "about" else evil})
    for path in ("/companies", "/companies/acme", "/companies.atom", "/people/alice"):
        page = visitor.get(path).text
        assert "<script>alert" not in page and "<img" not in page
        assert 'href="javascript' not in page


def test_a_member_who_is_not_verified_is_told_to(app: Flask, visitor: Browser) -> None:
    dave = member(app, "dave", verified_at=None)
    answer = make(dave, about="We bake.")
    assert answer.status_code == 403 and "Verify your e-mail address first" in answer.text
    assert "We bake." in answer.text
    assert visitor.get("/companies/acme").status_code == 404


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert visitor.get("/companies/new").location == "/login?next=/companies/new"
    assert make(visitor).location == "/login"


def test_nobody_gives_themselves_more_by_sending_more(app: Flask, alice: Member) -> None:
    more = {"id": "1", "kind": "person", "html": "<b>x</b>", "role": "moderator", "owner_id": "1"}
    make(alice, **more)
    with app.app_context():
        made = db.session.query(Company).one()
        assert made.kind == "company" and made.html == ""
        assert db.session.query(Owner).count() == 2


def test_admins_alone_edit_it(
    app: Flask, alice: Member, bob: Member, mod: Member, visitor: Browser
) -> None:
    joined(app, company(app, alice, "acme"), bob)
    typed = {"name": "Acme Works", "summary": "Makes less.", "handle": "other"}
    for who in (bob, mod, member(app, "carol")):
        assert who.get("/companies/acme/edit").status_code == 403
        assert who.rewrite("/companies/acme", typed).status_code == 403
    assert visitor.rewrite("/companies/acme", typed).location == "/login"
    assert 'value="It works."' in alice.get("/companies/acme/edit").text
    assert alice.rewrite("/companies/acme", typed).location == "/companies/acme"
    twin = visitor.read("/companies/acme.json")
    assert (twin["name"], twin["summary"], twin["handle"]) == ("Acme Works", "Makes less.", "acme")
    assert alice.rewrite("/companies/acme", {"name": ""}).status_code == 422


def test_of_two_admins_who_edit_it_at_once_neither_loses_a_word(
    app: Flask, alice: Member, bob: Member
) -> None:
    joined(app, company(app, alice, "acme"), bob, role="admin")
    seen = seen_in(bob.get("/companies/acme/edit").text)
    words = {"name": "Acme", "summary": "It bakes.", "about": "We are **three**."}
    alice.rewrite("/companies/acme", words)
    answer = bob.post("/companies/acme", data={**words, "summary": "It sells.", "seen": seen})
    assert answer.status_code == 409 and "Other words were saved meanwhile" in answer.text
    assert "It bakes." in answer.text and 'value="It sells."' in answer.text
    assert alice.read("/companies/acme.json")["summary"] == "It bakes."
    words |= {"summary": "It sells.", "seen": seen_in(answer.text)}
    for _ in range(2):  # the same again is no conflict
        assert bob.post("/companies/acme", data=words).location == "/companies/acme"
    assert alice.read("/companies/acme.json")["summary"] == "It sells."


def test_its_page_changes_with_it(app: Flask, alice: Member, visitor: Browser, react: Tool) -> None:
    acme = company(app, alice, "acme")
    assert "has shared no stack yet" in visitor.get("/companies/acme").text
    stack(app, alice, "Shop", react, owner=acme)
    assert "/stacks/acme/shop" in visitor.get("/companies/acme").text
    alice.rewrite("/companies/acme", {"name": "Acme Works", "summary": "Less."})
    assert "From Acme Works" in visitor.get("/stacks").text
    assert "Acme Works" in visitor.get("/companies").text


def test_companies_are_listed_newest_first_and_page_by_page(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    assert "No company is here yet" in visitor.get("/companies").text
    for n in range(27):
        company(app, alice, f"acme-{n}")
    names = [row["handle"] for row in read_all(visitor, "/companies.json", "companies")]
    assert names == [f"acme-{n}" for n in range(26, -1, -1)]
    first = visitor.get("/companies").text
    assert "Acme-2<" in first and "Acme-1<" not in first
    following = re.findall('rel="next" href="(.+?)"', first)[0]
    assert "Acme-1<" in visitor.get(following).text
    assert visitor.get("/companies?after=x").status_code == 404


def test_a_list_counts_what_everybody_may_see(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    acme = company(app, alice, "acme")
    joined(app, acme, bob)
    stack(app, alice, "Shop", react, owner=acme)
    stack(app, alice, "Secret", react, owner=acme, visibility="unlisted")
    alice.press(f"{stack(app, alice, 'Gone', react, owner=acme).url}/remove")
    [row] = visitor.read("/companies.json")["companies"]
    assert (row["stacks"], row["members"]) == (1, 2)
    assert "1 stack, 2 members" in visitor.get("/companies").text


def test_it_has_one_address(app: Flask, alice: Member, visitor: Browser) -> None:
    company(app, alice, "acme")
    for tail in ("", ".json", ".atom"):
        answer = visitor.get(f"/companies/Acme{tail}")
        assert (answer.status_code, answer.location) == (301, f"/companies/acme{tail}")
    for path in ("/people/acme", "/companies/alice", "/companies/alice.json"):
        assert visitor.get(path).status_code == 404
    assert visitor.get("/stacks/acme").location == "/companies/acme"
    assert "/companies/acme<" in visitor.get("/sitemap/companies-1.xml").text


def test_a_person_is_shown_with_their_companies(
    app: Flask, alice: Member, bob: Member, visitor: Browser
) -> None:
    joined(app, company(app, alice, "acme"), bob)
    assert 'href="/companies/acme"' in visitor.get("/people/bob").text
    assert visitor.read("/people/bob.json")["companies"] == ["acme"]
