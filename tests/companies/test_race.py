from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from stackshare.accounts.actions import hash_password
from stackshare.accounts.models import Owner, User
from stackshare.companies.models import Company, CompanyMember
from stackshare.extensions import db
from stackshare.settings.actions import close_account
from tests.cast import Browser, Member, company, joined, member
from tests.companies.test_company import make
from tests.stacks.test_race import at_once

JOIN = "/companies/acme/join"


@pytest.fixture
def acme(app: Flask, alice: Member, bob: Member) -> Company:
    """Alice and Bob are its last two admins."""
    acme = company(app, alice, "acme")
    joined(app, acme, bob, role="admin")
    return acme


def admins(app: Flask, company: Company) -> int:
    place = select(func.count()).select_from(CompanyMember).filter_by(company_id=company.id)
    with app.app_context():
        return db.session.scalar(place.filter_by(role="admin")) or 0


def test_the_last_two_admins_who_leave_at_once_leave_one(
    app: Flask, alice: Member, bob: Member, acme: Company
) -> None:
    leaving = [(Member(app, who.user), JOIN, {"wanted": "n"}) for who in [alice, bob] * 15]
    assert at_once(leaving) == {302, 403}
    assert admins(app, acme) == 1


def test_admins_who_take_it_away_from_each_other_at_once_leave_one(
    app: Flask, alice: Member, bob: Member, acme: Company
) -> None:
    deeds = [
        (Member(app, who.user), f"/companies/acme/members/{whom}/admin", {"wanted": "n"})
        for who, whom in [(alice, "bob"), (bob, "alice")] * 15
    ]
    assert at_once(deeds) <= {302, 403}
    assert admins(app, acme) == 1


def test_joining_and_leaving_thirty_times_at_once_leaves_one_place_or_none(
    app: Flask, alice: Member, acme: Company
) -> None:
    carol = member(app, "carol")
    alice.post("/companies/acme/members", data={"username": "carol"})
    deeds = [(Member(app, carol.user), JOIN, {"wanted": "yyn"[n % 3]}) for n in range(30)]
    assert at_once(deeds) <= {302, 403}
    with app.app_context():
        places = select(func.count()).select_from(CompanyMember)
        assert db.session.scalar(places.filter_by(user_id=carol.user.id)) in (0, 1)


def test_thirty_invitations_at_once_are_one(
    app: Flask, alice: Member, bob: Member, acme: Company
) -> None:
    member(app, "carol")
    deeds = [
        (Member(app, who.user), "/companies/acme/members", {"username": "carol"})
        for who in [alice, bob] * 15
    ]
    assert at_once(deeds) == {302, 422}


def test_thirty_who_want_one_name_at_once_get_one_company(app: Flask, alice: Member) -> None:
    start = Barrier(30)

    def race(browser: Browser) -> int:
        start.wait()
        return make(browser).status_code

    with ThreadPoolExecutor(30) as crowd:
        answers = list(crowd.map(race, [Member(app, alice.user) for _ in range(30)]))
    assert sorted(set(answers)) == [302, 422] and answers.count(302) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Owner)) == 2


def test_accounts_that_close_at_once_hand_their_companies_on(
    app: Flask, alice: Member, bob: Member
) -> None:
    """Two companies, each with both of them as admins and a member who stays."""
    carol = member(app, "carol")
    companies = [company(app, alice, "one"), company(app, alice, "two")]
    for each in companies:
        joined(app, each, bob, role="admin")
        joined(app, each, carol)
    hashed, start = hash_password("four quiet words here"), Barrier(2, timeout=20)
    with app.app_context():
        for who in (alice, bob):
            db.session.get_one(User, who.user.id).password_hash = hashed
        db.session.commit()

    def leave(who: Member) -> None:
        start.wait()
        with app.app_context():
            close_account(db.session.get_one(User, who.user.id))
            db.session.commit()

    with ThreadPoolExecutor(2) as crowd:
        list(crowd.map(leave, [alice, bob]))
    with app.app_context():
        places = db.session.scalars(select(CompanyMember)).all()
        assert [(it.user_id, it.role) for it in places] == [(carol.user.id, "admin")] * 2
