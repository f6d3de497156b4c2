import re

import pytest
from flask import Flask
from sqlalchemy import event

from stackshare.advice.actions import ask_for_advice
from stackshare.advice.models import Advice
from stackshare.comments.actions import add_comment
from stackshare.comments.models import Comment
from stackshare.extensions import db
from tests.cast import Browser, Member

MANY = 600


def depth(comments: list[dict[str, object]]) -> int:
    replies = [depth(comment["replies"]) for comment in comments]  # type: ignore[arg-type]
    return 1 + max(replies) if replies else 0


@pytest.fixture
def asked(app: Flask, alice: Member) -> Advice:
    with app.app_context():
        advice = ask_for_advice(alice.user, title="Is this deep?", body="Let us see.", tools=[])
        db.session.commit()
    return advice


def test_a_thread_of_replies_to_replies_stays_readable(
    app: Flask, alice: Member, visitor: Browser, asked: Advice
) -> None:
    with app.app_context():
        first = parent = add_comment(alice.user, asked.thread, body="Reply 0.", parent=None)
        for n in range(1, 60):
            parent = add_comment(alice.user, asked.thread, body=f"Reply {n}.", parent=parent)
        db.session.commit()
    page = visitor.get(asked.url).text
    assert "Reply 25." in page and "Reply 26." not in page
    assert f'<a href="/comments/{first.id}">All replies to Alice</a>' in page
    branch = visitor.get(f"/comments/{first.id}", follow_redirects=True).text
    assert branch.count("Reply 59.") == 1
    found = visitor.read(f"{asked.url}.json?branch={first.id}")["comments"]
    assert depth(found) == 8


def test_every_comment_of_a_long_thread_is_found_by_its_link(
    app: Flask, alice: Member, visitor: Browser, asked: Advice
) -> None:
    with app.app_context():
        root = add_comment(alice.user, asked.thread, body="Root.")
        written = [
            add_comment(alice.user, asked.thread, body=f"No {n}.", parent=root) for n in range(400)
        ]
        db.session.commit()
    for comment in (written[0], written[24], written[25], written[399]):
        place = visitor.get(f"/comments/{comment.id}").location
        page = visitor.get(place.partition("#")[0]).text
        assert f'id="comment-{comment.id}"' in page and "Root." in page
    first = visitor.get(f"{asked.url}?branch={root.id}").text
    more = re.search(r'rel="next" href="([^"#]+)', first)
    assert more and "No 399." not in first
    assert "No 399." in visitor.get(more[1].replace("&amp;", "&")).text


def test_a_long_thread_comes_in_pages_at_the_cost_of_a_short_one(
    app: Flask, alice: Member, visitor: Browser, asked: Advice
) -> None:
    def statements(path: str) -> list[str]:
        said: list[str] = []
        note = lambda *facts: said.append(facts[2])  # noqa: E731
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", note)
            try:
                assert visitor.get(path).status_code == 200
            finally:
                event.remove(db.engine, "before_cursor_execute", note)
        return said

    with app.app_context():
        add_comment(alice.user, asked.thread, body="Alone.")
        db.session.commit()
    short = statements(asked.url)
    with app.app_context():
        for n in range(MANY):
            add_comment(alice.user, asked.thread, body=f"Number {n}.")
        db.session.commit()
    assert len(statements(asked.url)) == len(short)
    seen: list[int] = []
    path = f"{asked.url}?sort=newest"
    while path:
        page = visitor.get(path).text
        seen += map(int, re.findall(r'id="comment-(\d+)"', page))
        found = re.search(r'rel="next" href="([^"]+)', page)
        path = found[1].replace("&amp;", "&") if found else ""
    with app.app_context():
        assert seen == sorted(db.session.scalars(db.select(Comment.id)), reverse=True)
