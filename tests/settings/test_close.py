import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from stackshare.accounts.actions import hash_password
from stackshare.accounts.models import User, UserSession
from stackshare.extensions import db
from stackshare.site.actions import recount
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, line, mails_to, member, stack

PASSWORD = "four quiet words here"


@pytest.fixture
def carol(app: Flask) -> Member:
    facts = {"headline": "Engineer", "employer": "Example", "about": "Carol herself."}
    hashed = hash_password(PASSWORD)
    return member(app, "carol", role="moderator", password_hash=hashed, **facts)


def close(who: Browser, password: str = PASSWORD) -> TestResponse:
    return who.post("/settings/close", data={"current_password": password})


def test_nothing_of_the_person_is_left(app: Flask, carol: Member, visitor: Browser) -> None:
    assert close(carol).location == "/"
    with app.app_context():
        user = db.session.get_one(User, carol.user.id)
        assert user.handle == user.name == f"closed-{user.id}"
        assert (user.email, user.headline, user.employer, user.about) == ("", "", "", "")
        assert (user.password_hash, user.verified_at, user.new_email) == (None, None, None)
        assert user.role == "member"
        assert db.session.scalar(select(func.count()).select_from(UserSession)) == 0
    assert visitor.get("/people/carol").status_code == 404
    assert visitor.get(f"/people/closed-{carol.user.id}").status_code == 200


def test_whoever_left_is_signed_out_everywhere(app: Flask, carol: Member) -> None:
    elsewhere = Member(app, carol.user)
    close(carol)
    assert "Sign out" not in carol.get("/").text + elsewhere.get("/").text


def test_stacks_go_and_are_no_longer_counted(
    app: Flask, carol: Member, bob: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    shop = stack(app, carol, "Shop", react, vue)
    stack(app, carol, "Blog", vue, react)
    stack(app, carol, "Secret", react, visibility="unlisted")
    stack(app, bob, "Shop", react)
    close(carol)
    assert visitor.get(shop.url).status_code == 404
    assert visitor.read("/tools/react.json")["stacks"] == 1
    assert visitor.read("/tools/vue.json")["stacks"] == 0
    with app.app_context():
        assert recount() == 0


def test_what_was_said_for_others_stays(
    app: Flask, carol: Member, alice: Member, visitor: Browser, react: Tool
) -> None:
    small = line(app, carol, react, "pro", "Small")
    alice.press(f"/proscons/{small.id}/vote")
    typed = {"title": "Which database for a shop?", "body": "We have two tables."}
    asked = carol.post("/advice", data=typed).location
    carol.post(asked.partition("-")[0] + "/comments", data={"body": "Any will do."})
    close(carol)
    page = visitor.get(asked).text
    assert "We have two tables." in page and "Any will do." in page
    assert "Carol" not in page and f"closed-{carol.user.id}" in page
    assert visitor.read("/tools/react.json")["votes"] == 1


@pytest.mark.parametrize("name", ["carol", "Carol", "closed-1", "closed-999"])
def test_nobody_takes_the_name_afterwards(carol: Member, visitor: Browser, name: str) -> None:
    close(carol)
    typed = {"username": name, "email": "x@example.org", "password": PASSWORD}
    assert visitor.post("/signup", data=typed).status_code == 422


def test_the_address_is_free_again(app: Flask, carol: Member, visitor: Browser) -> None:
    close(carol)
    member(app, "dave", email="carol@example.org")
    assert mails_to(app, "carol@example.org")[0].subject == "Your account was closed"


def test_a_closed_account_gets_no_mail(carol: Member, visitor: Browser) -> None:
    close(carol)
    answer = visitor.post("/forgot", data={"login": f"closed-{carol.user.id}"})
    assert answer.status_code == 200


def test_the_password_is_asked_for(carol: Member) -> None:
    assert close(carol, "a stranger at her desk").status_code == 422
    assert carol.get("/people/carol").status_code == 200


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert close(visitor).location == "/login"
