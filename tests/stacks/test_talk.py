"""Comments on a stack: they are there as long as the stack is for everybody."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from stackshare.accounts.models import User
from stackshare.comments.models import Thread
from stackshare.extensions import db
from stackshare.settings.actions import close_account
from stackshare.site.actions import recount
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, company, joined, member, stack

SHOP = "/stacks/alice/shop"


def say(who: Browser, body: str) -> str:
    answer = who.post(f"{SHOP}/comments", data={"body": body})
    assert answer.status_code == 302
    return str(answer.location)


def test_a_stack_is_talked_about(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    assert "0 comments" in visitor.get(SHOP).text
    place = say(bob, "Why **React**?")
    assert place.startswith(f"{SHOP}?branch=")
    page = visitor.get(SHOP).text
    assert "Why <strong>React</strong>?" in page and "1 comment" in page
    alice.post(f"/comments/{place.rpartition('-')[2]}/reply", data={"body": "We knew it."})
    [said] = visitor.read(f"{SHOP}.json")["comments"]
    assert said["replies"][0]["body"] == "We knew it."
    assert visitor.post(f"{SHOP}/comments", data={"body": "Me too."}).location == "/login"


def test_bad_input_loses_nothing(app: Flask, alice: Member, react: Tool) -> None:
    stack(app, alice, "Shop", react)
    page = alice.post(f"{SHOP}/comments", data={"body": "x" * 10_001})
    assert page.status_code == 422 and "x" * 10_001 in page.text
    dave = member(app, "dave", verified_at=None)
    refused = dave.post(f"{SHOP}/comments", data={"body": "My long comment."})
    assert refused.status_code == 403 and "My long comment." in refused.text


def test_what_is_not_for_everybody_is_not_talked_about(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    said = say(bob, "Nice words.").rpartition("-")[2]
    typed = {"name": "Shop", "tool": "react", "visibility": "unlisted"}
    assert alice.rewrite(SHOP, typed).status_code == 302
    assert "Nice words." not in visitor.get(SHOP).text
    assert "comments" not in visitor.read(f"{SHOP}.json")
    assert bob.post(f"{SHOP}/comments", data={"body": "Hello."}).status_code == 404
    assert visitor.get(f"/comments/{said}").status_code == 404
    alice.rewrite(SHOP, {**typed, "visibility": "public"})
    assert "Nice words." in visitor.get(SHOP).text
    alice.press(f"{SHOP}/remove")
    assert visitor.get(f"/comments/{said}").status_code == 404
    alice.press(f"{SHOP}/remove", wanted="n")
    assert visitor.get(f"/comments/{said}").location == f"{SHOP}?branch={said}#comment-{said}"
    with app.app_context():
        assert recount() == 0


def test_first_comments_at_once_open_one_thread(app: Flask, alice: Member, react: Tool) -> None:
    stack(app, alice, "Shop", react)
    people = [member(app, f"talker-{n}") for n in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda who: say(who, "First."), people))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Thread)) == 1
    assert "12 comments" in alice.get(SHOP).text


def test_a_closed_account_takes_what_was_said_of_its_stacks(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    said = say(bob, "Nice words.").rpartition("-")[2]
    with app.app_context():
        user = db.session.get_one(User, alice.user.id)
        user.password_hash = "known"
        close_account(user)
        db.session.commit()
    assert visitor.get(f"/comments/{said}").status_code == 404


def told(who: Member) -> list[str]:
    return [told["about"] for told in who.read("/notifications.json")["notifications"]]


def test_whose_stack_it_is_hears_of_it(
    app: Flask, alice: Member, bob: Member, mod: Member, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    say(bob, "Nice words.")
    assert told(alice) == ["Shop"]
    acme = company(app, alice, "acme")
    joined(app, acme, mod)
    stack(app, alice, "Till", react, owner=acme)
    bob.post("/stacks/acme/till/comments", data={"body": "Whose is it?"})
    assert told(alice) == ["Till", "Shop"] and told(mod) == ["Till"]


def test_nobody_is_led_to_what_is_not_there(
    app: Flask, alice: Member, bob: Member, mod: Member, react: Tool
) -> None:
    stack(app, alice, "Shop", react)
    said = say(bob, "Ask @mod.").rpartition("-")[2]
    assert told(alice) == told(mod) == ["Shop"]
    bob.press(f"/comments/{said}/remove")
    assert told(alice) == told(mod) == []
    say(bob, "Ask @mod again.")
    assert told(mod) == ["Shop"]
    alice.rewrite(SHOP, {"name": "Shop", "tool": "react", "visibility": "unlisted"})
    assert told(alice) == told(mod) == []
