"""Voting a comment up and down, and the order that comes of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from stackshare.comments.actions import add_comment
from stackshare.comments.models import Comment, CommentVote
from stackshare.core.ranking import wilson
from stackshare.extensions import db
from stackshare.site.actions import recount
from tests.cast import Browser, Member, member


def votes(app: Flask, comment: Comment) -> tuple[int, int]:
    with app.app_context():
        now = db.session.get_one(Comment, comment.id)
        rows = list(db.session.scalars(select(CommentVote.value).filter_by(comment_id=comment.id)))
        assert (now.up_count, now.down_count) == (rows.count(1), rows.count(-1))
        assert now.score == pytest.approx(wilson(now.up_count, now.down_count))
        assert recount() == 0
        return now.up_count, now.down_count


def test_a_vote_counts_once_and_is_taken_back(app: Flask, alice: Member, comment: Comment) -> None:
    for _ in range(2):
        assert alice.press(f"/comments/{comment.id}/up").status_code == 302
    assert votes(app, comment) == (1, 0)
    for _ in range(2):
        alice.press(f"/comments/{comment.id}/up", wanted="n")
    assert votes(app, comment) == (0, 0)


def test_one_vote_takes_the_place_of_the_other(app: Flask, alice: Member, comment: Comment) -> None:
    alice.press(f"/comments/{comment.id}/up")
    part = alice.press(f"/comments/{comment.id}/down", headers={"X-Fragment": "1"}).text
    assert votes(app, comment) == (0, 1)
    assert part.count('aria-pressed="true"') == part.count('aria-pressed="false"') == 1
    alice.press(f"/comments/{comment.id}/up", wanted="n")  # there is none
    assert votes(app, comment) == (0, 1)


def test_nobody_votes_for_themselves(app: Flask, bob: Member, comment: Comment) -> None:
    for side in ("up", "down"):
        assert bob.press(f"/comments/{comment.id}/{side}").status_code == 403
    assert votes(app, comment) == (0, 0)


def test_who_is_not_verified_does_not_vote(app: Flask, comment: Comment) -> None:
    dave = member(app, "dave", verified_at=None)
    assert dave.press(f"/comments/{comment.id}/up").status_code == 403
    assert votes(app, comment) == (0, 0)


def test_a_visitors_vote_waits_for_sign_in(visitor: Browser, comment: Comment) -> None:
    assert visitor.press(f"/comments/{comment.id}/up").location.startswith("/login")
    page = visitor.get(f"/comments/{comment.id}", follow_redirects=True).text
    assert f"do=up-{comment.id}" in page and f"do=down-{comment.id}" in page


@pytest.mark.parametrize("wanted", ["", "2", "-1", "yes"])
def test_nothing_else_is_a_vote(app: Flask, alice: Member, comment: Comment, wanted: str) -> None:
    assert alice.press(f"/comments/{comment.id}/up", wanted=wanted).status_code == 422
    assert votes(app, comment) == (0, 0)


def test_thirty_at_once_count_thirty(app: Flask, comment: Comment) -> None:
    voters = [member(app, f"voter-{n}") for n in range(30)]
    pressed = [(voter, "up" if n % 3 else "down") for n, voter in enumerate(voters)]

    def press(facts: tuple[Member, str]) -> int:
        return facts[0].press(f"/comments/{comment.id}/{facts[1]}").status_code

    with ThreadPoolExecutor(30) as pool:
        assert set(pool.map(press, pressed)) == {302}
    assert votes(app, comment) == (20, 10)


def test_the_best_come_first_and_many_agreeing_outweigh_one(
    app: Flask, alice: Member, bob: Member, comment: Comment
) -> None:
    with app.app_context():
        thread = db.session.get_one(Comment, comment.id).thread
        loved, liked, newest = (
            add_comment(bob.user, thread, body=body).id for body in ("Loved", "Liked", "Newest")
        )
        db.session.commit()
        url = thread.url
    many = [member(app, f"voter-{n}") for n in range(10)]
    for n, voter in enumerate(many):
        voter.press(f"/comments/{loved}/{'up' if n else 'down'}")
    alice.press(f"/comments/{liked}/up")
    best = [said["id"] for said in alice.read(f"{url}.json")["comments"]]
    assert best == [loved, liked, newest, comment.id]
    newest_first = [said["id"] for said in alice.read(f"{url}.json?sort=newest")["comments"]]
    assert newest_first == [newest, liked, loved, comment.id]
    assert alice.get(f"{url}?sort=worst").status_code == 422


def test_the_lower_bound_is_wilsons() -> None:
    assert wilson(0, 0) == 0
    assert wilson(1, 0) == pytest.approx(0.2065, abs=1e-4)
    assert wilson(9, 1) == pytest.approx(0.5958, abs=1e-4)
    assert wilson(0, 5) == pytest.approx(0, abs=1e-9)
