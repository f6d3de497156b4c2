from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from stackshare.accounts.actions import hash_password
from stackshare.companies.models import Company, CompanyMember
from stackshare.core.clock import now
from stackshare.extensions import db
from tests.cast import Browser, Member, company, joined, member, saved
from tests.companies.test_members import invite, roles
from tests.settings.test_close import PASSWORD, close


@pytest.fixture
def acme(app: Flask, alice: Member) -> Company:
    return company(app, alice, "acme")


@pytest.fixture
def carol(app: Flask) -> Member:
    return member(app, "carol", password_hash=hash_password(PASSWORD))


def test_whoever_closes_their_account_is_in_no_company(
    app: Flask,
    alice: Member,
    carol: Member,
    acme: Company,
    visitor: Browser,
) -> None:
    joined(app, acme, carol)
    close(carol)
    assert roles(visitor) == {"alice": "admin"}


def test_the_longest_member_follows_the_last_admin_who_closes_their_account(
    app: Flask,
    alice: Member,
    bob: Member,
    carol: Member,
    visitor: Browser,
) -> None:
    bakery = company(app, carol, "bakery")
    for person, days in ((alice, 1), (bob, 2)):
        place = {"company_id": bakery.id, "user_id": person.user.id}
        saved(app, CompanyMember(**place, joined_at=now() - timedelta(days=days)))
    close(carol)
    members = visitor.read("/companies/bakery.json")["members"]
    assert [(it["username"], it["role"]) for it in members] == [
        ("bob", "admin"),
        ("alice", "member"),
    ]


def test_an_admin_who_stays_keeps_it(
    app: Flask,
    alice: Member,
    bob: Member,
    carol: Member,
    acme: Company,
    visitor: Browser,
) -> None:
    joined(app, acme, bob)
    joined(app, acme, carol, role="admin")
    close(carol)
    assert roles(visitor) == {"alice": "admin", "bob": "member"}


def test_a_company_that_everybody_left_stays_as_it_is(
    app: Flask,
    bob: Member,
    carol: Member,
    visitor: Browser,
) -> None:
    company(app, carol, "bakery")
    carol.post("/companies/bakery/members", data={"username": "bob"})
    close(carol)
    assert "Nobody is left in it" in visitor.get("/companies/bakery").text
    assert bob.press("/companies/bakery/join").status_code == 403
    with app.app_context():
        assert db.session.scalars(select(CompanyMember)).all() == []


def test_a_closed_account_is_invited_by_no_name(
    alice: Member, acme: Company, carol: Member
) -> None:
    close(carol)
    for name in ("carol", f"closed-{carol.user.id}"):
        assert "Nobody here is called" in invite(alice, name).text
