from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from stackshare.accounts.actions import hash_password
from stackshare.accounts.models import FormerHandle, OwnerFollow, User, UserSession
from stackshare.comments.models import ThreadFollow
from stackshare.extensions import db
from stackshare.notifications.models import KINDS, MailChoice, Notification
from stackshare.settings.actions import close_account
from stackshare.site.actions import recount
from stackshare.stacks.models import Stack, StackFollow, StackTool
from stackshare.stackups.models import StackupFollow
from stackshare.tools.models import Tool, ToolFollow
from tests.advice.test_ask import answer
from tests.cast import Browser, Member, line, mails_to, member, stack
from tests.decisions.test_record import record
from tests.stackups.test_lines import said
from tests.stackups.test_sections import written

PASSWORD = "four quiet words here"
PERSONAL = (Notification, MailChoice, ThreadFollow)


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
    answer(carol, asked, "Any will do.")
    close(carol)
    page = visitor.get(asked).text
    assert "We have two tables." in page and "Any will do." in page
    assert "Carol" not in page and f"closed-{carol.user.id}" in page
    assert visitor.read("/tools/react.json")["votes"] == 1


def test_what_was_decided_stays_without_a_name_and_without_its_stack(
    app: Flask, carol: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    stack(app, carol, "Shop", react, vue)
    url = record(carol, stack="carol/shop").location
    gone = record(carol, title="Taken away again").location
    carol.press(f"{gone.partition('-')[0]}/remove")
    close(carol)
    page = visitor.get(url).text
    assert "Our pages took four seconds." in page and "Carol" not in page
    assert visitor.read(f"{url}.json")["stack"] is None
    assert visitor.get(gone).status_code == 404
    assert len(visitor.read("/decisions.json")["decisions"]) == 1


@pytest.mark.parametrize("name", ["carol", "Carol", "closed-1", "closed-999"])
def test_nobody_takes_the_name_afterwards(carol: Member, visitor: Browser, name: str) -> None:
    close(carol)
    typed = {"username": name, "email": "x@example.org", "password": PASSWORD}
    assert visitor.post("/signup", data=typed).status_code == 422


def test_the_address_is_free_again(app: Flask, carol: Member, visitor: Browser) -> None:
    close(carol)
    member(app, "dave", email="carol@example.org")
    assert mails_to(app, "carol@example.org")[0].subject == "Your account was closed"


def test_a_closed_account_gets_no_mail(app: Flask, carol: Member, visitor: Browser) -> None:
    close(carol)
    for login in (f"closed-{carol.user.id}", "carol", "carol@example.org"):
        assert visitor.post("/forgot", data={"login": login}).status_code == 200
    (mail,) = mails_to(app, "carol@example.org")
    assert mail.subject == "Your account was closed"
    assert not mails_to(app, "")


def test_closing_twice_at_once_closes_once(app: Flask, carol: Member) -> None:
    start = Barrier(4)

    def race(browser: Browser) -> int:
        start.wait()
        return close(browser).status_code

    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(race, [Member(app, carol.user) for _ in range(4)]))
    assert set(answers) == {302}
    assert len(mails_to(app, "carol@example.org")) == 1


def test_closing_what_was_closed_meanwhile_does_nothing(app: Flask, carol: Member) -> None:
    close(carol)
    with app.app_context():
        close_account(db.session.merge(carol.user, load=False))
        db.session.commit()
        former = select(func.count()).select_from(FormerHandle)
        assert db.session.scalar(former) == 1


def test_follows_are_taken_back(
    app: Flask, carol: Member, bob: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    for who, slug in ((carol, "vue"), (carol, "react"), (bob, "react")):
        who.press(f"/tools/{slug}/follow")
    stack(app, carol, "Shop", react)
    close(carol)
    assert visitor.read("/tools/react.json")["followers"] == 1
    assert visitor.read("/tools/vue.json")["followers"] == 0
    with app.app_context():
        assert db.session.scalars(select(ToolFollow.user_id)).all() == [bob.user.id]
        assert recount() == 0


def test_whom_and_what_they_followed_goes_and_nobody_follows_them(
    app: Flask, carol: Member, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    shop, gone = stack(app, bob, "Shop", react).url, stack(app, carol, "Gone", react).url
    both = "/stackups/react-vs-vue"
    for url in ("/people/bob", shop, both):
        carol.press(f"{url}/follow")
    for who in (alice, bob):
        for url in ("/people/carol", gone, both):
            who.press(f"{url}/follow")
    alice.press("/people/bob/follow")
    assert close(carol).location == "/"
    with app.app_context():
        left = {
            model.__tablename__: sorted(db.session.scalars(select(model.user_id)))
            for model in (OwnerFollow, StackFollow, StackupFollow)
        }
    assert left == {
        "owner_follows": [alice.user.id],
        "stack_follows": [],
        "stackup_follows": [alice.user.id, bob.user.id],
    }


def test_whoever_follows_just_then_follows_nobody(app: Flask, carol: Member, react: Tool) -> None:
    shop = stack(app, carol, "Shop", react).url
    crowd = [member(app, f"user-{n}") for n in range(12)]
    deeds = [(who, ["/people/carol", shop][n % 2]) for n, who in enumerate(crowd)]
    start = Barrier(len(deeds) + 1)

    def follow(deed: tuple[Member, str]) -> int:
        start.wait()
        return deed[0].press(f"{deed[1]}/follow").status_code

    def leave() -> int:
        start.wait()
        return close(carol).status_code

    with ThreadPoolExecutor(len(deeds) + 1) as pool:
        left = pool.submit(leave)
        assert set(pool.map(follow, deeds)) <= {302, 403, 404} and left.result() == 302
    with app.app_context():
        for model in (OwnerFollow, StackFollow):
            assert not db.session.scalars(select(model.user_id)).all()


def test_two_who_follow_each_other_close_at_once(app: Flask, react: Tool) -> None:
    for _ in range(3):
        hashed = hash_password(PASSWORD)
        pair = [member(app, name, password_hash=hashed) for name in ("yin", "yang")]
        shops = [stack(app, who, "Shop", react).url for who in pair]
        for who, shop, whom in zip(pair, shops[::-1], ("yang", "yin"), strict=True):
            who.press(f"/people/{whom}/follow")
            who.press(f"{shop}/follow")
        start = Barrier(2)

        def race(who: Member, start: Barrier = start) -> int:
            start.wait()
            return close(who).status_code

        with ThreadPoolExecutor(2) as both:
            assert list(both.map(race, pair)) == [302, 302]
        with app.app_context():
            for model in (OwnerFollow, StackFollow):
                assert not db.session.scalars(select(model.user_id)).all()
            db.session.execute(delete(FormerHandle))  # their names are free for the next two
            db.session.commit()


def test_what_it_was_told_follows_and_chose_goes(
    app: Flask, carol: Member, bob: Member, react: Tool
) -> None:
    asked = carol.post("/advice", data={"title": "Which one is it?", "body": "A or B."}).location
    answer(bob, asked, "A.")
    bob.press(f"/threads/{bob.read(f'{asked}.json')['thread']}/follow")
    carol.post("/settings/mail", data=dict.fromkeys(KINDS, "daily"))
    close(carol)
    answer(bob, asked, "Or B, @carol.")
    with app.app_context():
        left = [db.session.scalars(select(table.user_id)).all() for table in PERSONAL]
    assert left == [[], [], [bob.user.id]]


def test_stacks_go_for_good_removed_ones_too(
    app: Flask, carol: Member, bob: Member, react: Tool
) -> None:
    gone = stack(app, carol, "Gone", react)
    carol.press(f"{gone.url}/remove")
    stack(app, carol, "Shop", react)
    stack(app, carol, "Secret", react, visibility="unlisted")
    kept = stack(app, bob, "Kept", react)
    close(carol)
    with app.app_context():
        assert db.session.scalars(select(Stack.id)).all() == [kept.id]
        assert db.session.scalars(select(StackTool.stack_id)).all() == [kept.id]
        assert recount() == 0


def test_the_password_is_asked_for(carol: Member) -> None:
    assert close(carol, "a stranger at her desk").status_code == 422
    assert carol.get("/people/carol").status_code == 200


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert close(visitor).location == "/login"


def test_lines_stay_without_a_name_and_are_of_nobody_who_runs_the_tool(
    app: Flask, carol: Member, visitor: Browser, react: Tool
) -> None:
    line(app, carol, react, "pro", "Small", context="small team")
    stack(app, carol, "Shop", react)
    assert "runs React" in visitor.get("/tools/react/proscons").text
    close(carol)
    page = visitor.get("/tools/react/proscons").text
    assert "Small" in page and "small team" in page and "runs React" not in page
    assert f'by <a href="/people/closed-{carol.user.id}">' in page and "Carol" not in page


def test_words_on_a_comparison_stay_without_a_name(
    app: Flask, carol: Member, bob: Member, visitor: Browser, react: Tool, vue: Tool
) -> None:
    line, others, section = said(carol), said(bob, "you draw a lot"), written(carol)
    carol.press(f"{others}/vote")
    carol.press("/stackups/react-vs-vue/helpful")
    carol.post(f"{line}/edit", data={"text": "you hire"})
    close(carol)
    page = visitor.get("/stackups/react-vs-vue").text
    assert "you hire" in page and "Both leave it" in page and "1 of 1 found this helpful" in page
    pages = page + visitor.get(f"{line}/history").text + visitor.get(f"{section}/history").text
    assert "Carol" not in pages and f"closed-{carol.user.id}" in pages
    assert visitor.read("/stackups/react-vs-vue.json")["tools"][0]["choose_if"][0]["votes"] == 1
    with app.app_context():
        assert recount() == 0
