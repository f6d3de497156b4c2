"""Who is told what, and that nobody is told twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from stackshare.advice.models import Advice
from stackshare.comments.models import Comment, ThreadFollow
from stackshare.extensions import db
from stackshare.notifications.models import Notification
from tests.advice.test_ask import answer, ask, reply
from tests.cast import Browser, Member, member
from tests.test_database import overheard


def told(who: Member) -> list[tuple[str, str]]:
    """The kind and the address of each, the newest first."""
    rows = who.read("/notifications.json")["notifications"]
    return [(row["kind"], row["url"]) for row in rows]


def address(place: str) -> str:
    return f"/comments/{place.rpartition('-')[2]}"


@pytest.fixture
def asked(alice: Member) -> str:
    return str(ask(alice).location)


def test_whoever_asks_hears_of_every_comment(alice: Member, bob: Member, asked: str) -> None:
    first = answer(bob, asked, "React.").location
    second = reply(bob, first, "Or Vue.").location
    assert told(alice) == [("answer", address(second)), ("answer", address(first))]
    assert alice.read("/notifications.json")["notifications"][0]["about"] == (
        "React or Vue for a shop?"
    )
    assert told(bob) == []  # both were his own


def test_whoever_is_answered_hears_of_it_once(
    alice: Member, bob: Member, mod: Member, asked: str
) -> None:
    bob.press(f"/threads/{bob.read(f'{asked}.json')['thread']}/follow")
    said = answer(bob, asked, "React.").location
    place = reply(mod, said, "@bob why?").location
    assert told(bob) == [("reply", address(place))]


def test_whoever_is_named_hears_of_it_once(
    alice: Member, bob: Member, mod: Member, asked: str
) -> None:
    place = answer(bob, asked, "@alice, @mod, @mod again, @bob and @nobody: React.").location
    assert told(alice) == told(mod) == [("mention", address(place))]
    assert told(bob) == []


def test_an_edit_names_nobody_again(bob: Member, mod: Member, asked: str) -> None:
    place = address(answer(bob, asked, "@mod: React.").location)
    bob.post(f"{place}/edit", data={"body": "@mod and @alice: Vue."})
    assert len(told(mod)) == 1


def test_an_accepted_comment_is_told_once(
    app: Flask, alice: Member, bob: Member, asked: str
) -> None:
    place = address(answer(bob, asked, "React.").location)
    accept = f"{asked.partition('-')[0]}/accept/{place.rpartition('/')[2]}"
    for wanted in "ynyy":
        assert alice.press(accept, wanted=wanted).status_code == 302
    assert told(bob) == [("accept", place)]


def test_accepting_ones_own_comment_tells_nobody(alice: Member, asked: str) -> None:
    place = answer(alice, asked, "I took React.").location
    alice.press(f"{asked.partition('-')[0]}/accept/{place.rpartition('-')[2]}")
    assert told(alice) == []


def test_followers_are_told_with_one_statement_however_many(
    app: Flask, alice: Member, bob: Member, comment: Comment
) -> None:
    followers = [member(app, f"follower-{n}") for n in range(5)]
    for follower in followers:
        follower.press(f"/threads/{comment.thread_id}/follow")
    with overheard() as said:
        alice.post(f"/comments/{comment.id}/reply", data={"body": "Why?"})
    assert len([s for s in said if s.startswith("INSERT INTO notifications")]) == 2
    assert [kind for who in followers for kind, _ in told(who)] == ["answer"] * 5
    assert [kind for kind, _ in told(bob)] == ["reply"]


def test_a_follow_is_one_however_often_and_is_taken_back(
    app: Flask, bob: Member, comment: Comment
) -> None:
    path = f"/threads/{comment.thread_id}/follow"
    for wanted in "yy":
        part = bob.press(path, wanted=wanted, headers={"X-Fragment": "1"}).text
        assert 'aria-pressed="true"' in part
    with app.app_context():
        follows = select(ThreadFollow).where(ThreadFollow.user_id == bob.user.id)
        assert len(db.session.scalars(follows).all()) == 1
    for _ in range(2):
        assert bob.press(path, wanted="n").status_code == 302
    assert bob.press(path, wanted="maybe").status_code == 422


def test_many_follows_and_accepts_at_once_are_one(
    app: Flask, alice: Member, bob: Member, comment: Comment
) -> None:
    with app.app_context():
        asked = db.session.scalars(select(Advice.id)).one()
    accept = f"/advice/{asked}/accept/{comment.id}"
    deeds = [(bob, f"/threads/{comment.thread_id}/follow"), (alice, accept)]
    with ThreadPoolExecutor(10) as crowd:
        pressed = [crowd.submit(who.press, path) for who, path in deeds * 5]
    assert {done.result().status_code for done in pressed} == {302}
    assert [kind for kind, _ in told(bob)] == ["accept"]


def test_whoever_is_not_verified_may_follow_and_is_told(
    app: Flask, alice: Member, comment: Comment
) -> None:
    dave = member(app, "dave", verified_at=None)
    assert dave.press(f"/threads/{comment.thread_id}/follow").status_code == 302
    alice.post(f"/comments/{comment.id}/reply", data={"body": "Why?"})
    assert [kind for kind, _ in told(dave)] == ["answer"]


def test_a_thread_that_is_read_nowhere_is_not_followed(
    app: Flask, bob: Member, comment: Comment
) -> None:
    with app.app_context():
        db.session.get_one(Comment, comment.id).thread.url = ""
        db.session.commit()
    assert bob.press(f"/threads/{comment.thread_id}/follow").status_code == 404
    assert bob.press("/threads/999/follow").status_code == 404


def test_a_visitors_follow_is_done_after_sign_in(
    app: Flask, visitor: Browser, comment: Comment
) -> None:
    page = visitor.get(f"/comments/{comment.id}", follow_redirects=True).text
    deed = f"thread-{comment.thread_id}"
    assert f"do={deed}" in page
    typed = {"username": "erin", "email": "erin@example.org", "password": "four quiet words here"}
    visitor.post("/signup", data={**typed, "do": deed})
    with app.app_context():
        assert len(db.session.scalars(select(ThreadFollow)).all()) == 2  # alice asked


def test_who_left_is_told_nothing(app: Flask, alice: Member, bob: Member, comment: Comment) -> None:
    with app.app_context():
        db.session.merge(bob.user, load=True).email = ""
        db.session.commit()
    alice.post(f"/comments/{comment.id}/reply", data={"body": "Why, @bob?"})
    with app.app_context():
        rows = select(Notification).where(Notification.user_id == bob.user.id)
        assert db.session.scalars(rows).all() == []
