import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.companies.models import Company
from stackshare.core.refusal import Refused
from stackshare.extensions import db
from stackshare.site.actions import recount
from stackshare.stacks.actions import share_stack
from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, company, joined, member, stack

SHOP = "/stacks/acme/shop"


@pytest.fixture(autouse=True)
def acme(app: Flask, alice: Member, bob: Member) -> Company:
    """Alice is its admin, Bob a member."""
    acme = company(app, alice, "acme")
    joined(app, acme, bob)
    return acme


@pytest.fixture
def shop(app: Flask, alice: Member, acme: Company, react: Tool, vue: Tool) -> Stack:
    return stack(app, alice, "Shop", react, vue, owner=acme)


def share(who: Browser, **typed: str) -> TestResponse:
    return who.post("/stacks", data={"name": "Shop", "tool": "react", **typed})


def counts(who: Browser, *slugs: str) -> list[int]:
    return [who.read(f"/tools/{slug}.json")["stacks"] for slug in slugs]


def test_the_form_asks_whose_it_is_where_there_is_a_choice(
    app: Flask, alice: Member, bob: Member, mod: Member, react: Tool
) -> None:
    for who in (alice, bob):
        page = who.get("/stacks/new").text
        assert "Whose stack is it?" in page
        assert re.findall('type="radio" value="(.+?)"', page)[:2] == [who.user.handle, "acme"]
    assert "Whose stack" not in mod.get("/stacks/new").text
    chosen = bob.get("/stacks/new?owner=acme").text
    assert re.search('<input checked [^>]*name="owner"[^>]*value="acme"', chosen)


def test_a_member_shares_what_the_company_runs(
    app: Flask, bob: Member, visitor: Browser, react: Tool
) -> None:
    assert share(bob, owner="acme").location == SHOP
    assert share(bob).location == "/stacks/bob/shop"
    assert share(bob, owner="bob").location == "/stacks/bob/shop-2"
    twin = visitor.read(f"{SHOP}.json")
    assert (twin["owner"], twin["owner_kind"]) == ("acme", "company")
    assert counts(visitor, "react") == [3]
    assert '<a href="/companies/acme">' in visitor.get(SHOP).text
    for path in ("/stacks", "/companies/acme", "/tools/react"):
        assert SHOP in visitor.get(path).text
    assert SHOP not in visitor.get("/people/bob").text
    assert SHOP in visitor.get("/companies/acme.atom").text
    assert f"{SHOP}<" in visitor.get("/sitemap/stacks-1.xml").text


@pytest.mark.parametrize("owner", ["acme", "other", "alice", "1", "nobody", "ACME", "' OR 1=1"])
def test_nobody_shares_for_those_they_do_not_speak_for(
    app: Flask, alice: Member, mod: Member, visitor: Browser, react: Tool, owner: str
) -> None:
    company(app, mod, "mods")
    answer = share(mod, owner=owner, purpose="Sells.")
    assert answer.status_code == 422 and "Sells." in answer.text
    assert "or a company that you are in" in answer.text
    assert counts(visitor, "react") == [0]


def test_who_has_no_company_cannot_name_one(mod: Member, react: Tool) -> None:
    refused = share(mod, owner="acme", owner_id="1")
    assert refused.status_code == 422 and "a company that you are in" in refused.text
    assert mod.read("/people/mod.json")["stacks"] == []


def test_who_is_only_invited_does_not_speak_for_it(
    app: Flask, alice: Member, mod: Member, shop: Stack
) -> None:
    alice.post("/companies/acme/members", data={"username": "mod"})
    assert "Whose stack" not in mod.get("/stacks/new").text
    assert mod.get(f"{SHOP}/edit").status_code == 403
    assert mod.press(f"{SHOP}/remove").status_code == 404


def test_members_edit_its_stacks_and_others_do_not(
    app: Flask, alice: Member, bob: Member, mod: Member, visitor: Browser, shop: Stack
) -> None:
    controls = (f'href="{SHOP}/edit"', f'formaction="{SHOP}/remove"')
    for who in (alice, bob):
        assert all(control in who.get(SHOP).text for control in controls)
        edited = who.rewrite(SHOP, {"name": "Store", "tool": "react", "owner": "bob"})
        assert edited.location == SHOP
    for other in (mod, member(app, "carol"), visitor):
        assert not any(control in other.get(SHOP).text for control in controls)
    assert mod.get(f"{SHOP}/edit").status_code == 403
    assert mod.rewrite(SHOP, {"name": "Mine", "tool": "vue"}).status_code == 403
    assert visitor.post(SHOP).location == "/login"
    assert visitor.read(f"{SHOP}.json")["name"] == "Store"
    assert counts(visitor, "react", "vue") == [1, 0]


def test_members_remove_its_stacks_and_bring_them_back(
    bob: Member, alice: Member, mod: Member, visitor: Browser, shop: Stack
) -> None:
    assert mod.press(f"{SHOP}/remove").status_code == 404
    assert bob.press(f"{SHOP}/remove").location == "/companies/acme"
    assert "“Shop” is removed" in bob.get("/companies/acme").text
    assert visitor.get(SHOP).status_code == 404 and counts(visitor, "react") == [0]
    assert "Bring back" in alice.get("/companies/acme/members").text
    assert mod.press(f"{SHOP}/remove", wanted="n").status_code == 404
    assert alice.press(f"{SHOP}/remove", wanted="n").location == SHOP
    assert counts(visitor, "react") == [1]


def test_unlisted_stacks_are_listed_for_members_alone(
    app: Flask, alice: Member, bob: Member, acme: Company, visitor: Browser, react: Tool
) -> None:
    hidden = stack(app, alice, "Secret", react, owner=acme, visibility="unlisted")
    assert hidden.url in bob.get("/companies/acme/members").text
    for path in ("/companies/acme", "/companies/acme.json", "/companies/acme.atom", "/stacks"):
        assert "secret" not in visitor.get(path).text.lower()


def test_who_leaves_changes_its_stacks_no_more(bob: Member, shop: Stack) -> None:
    assert f"{SHOP}/edit" in bob.get(SHOP).text
    bob.press("/companies/acme/join", wanted="n")
    assert f"{SHOP}/edit" not in bob.get(SHOP).text
    assert bob.get(f"{SHOP}/edit").status_code == 403


def test_i_use_this_is_about_the_member_alone(
    bob: Member, visitor: Browser, shop: Stack, svelte: Tool
) -> None:
    bob.press("/tools/svelte/use")
    assert visitor.read("/stacks/bob/my-stack.json")["tools"][0]["slug"] == "svelte"
    assert len(visitor.read(f"{SHOP}.json")["tools"]) == 2


def test_its_stacks_count_like_all_others(
    app: Flask, alice: Member, bob: Member, acme: Company, shop: Stack
) -> None:
    stack(app, bob, "Blog", *shop.tools, owner=acme)
    bob.rewrite(SHOP, {"name": "Shop", "tool": "react"})
    bob.press("/stacks/acme/blog/remove")
    assert counts(alice, "react", "vue") == [1, 0]
    with app.app_context():
        assert recount() == 0


def test_a_tool_names_companies_however_many_people_came_later(
    app: Flask, alice: Member, acme: Company, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react, owner=acme)
    stack(app, alice, "Secret", react, owner=company(app, alice, "quiet"), visibility="unlisted")
    carol = member(app, "carol")
    for n in range(40):
        stack(app, carol, f"Blog {n}", react)
    assert 'href="/companies/acme"' in visitor.get("/tools/react").text
    assert visitor.read("/tools/react.json")["companies"] == ["acme"]
    alice.rewrite(SHOP, {"name": "Shop", "tool": "react", "dropped-react": "2024-01-01"})
    assert visitor.read("/tools/react.json")["companies"] == []


def test_the_verb_itself_asks_who_speaks_for_the_company(
    app: Flask, mod: Member, acme: Company, react: Tool
) -> None:
    with app.app_context(), pytest.raises(Refused):
        owner = db.session.get_one(Company, acme.id)
        share_stack(mod.user, owner=owner, name="Shop", purpose="", tools=[], reasons={})
