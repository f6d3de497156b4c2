from flask import Flask

from stackshare.advice.actions import ask_for_advice
from stackshare.comments.actions import add_comment
from stackshare.extensions import db
from tests.cast import Browser, Member


def depth(comments: list[dict[str, object]]) -> int:
    replies = [depth(comment["replies"]) for comment in comments]  # type: ignore[arg-type]
    return 1 + max(replies) if replies else 0


def test_a_thread_of_replies_to_replies_stays_readable(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    with app.app_context():
        advice = ask_for_advice(alice.user, title="Is this deep?", body="Let us see.", tools=[])
        parent = None
        for n in range(60):
            parent = add_comment(alice.user, advice.thread, body=f"Reply {n}.", parent=parent).id
        db.session.commit()
    page = visitor.get(advice.url)
    assert page.status_code == 200 and page.text.count("Reply 59.") == 1
    assert depth(visitor.read(f"{advice.url}.json")["comments"]) == 8
