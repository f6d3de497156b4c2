import pytest
from flask import Flask

from stackshare.advice.actions import ask_for_advice
from stackshare.comments.actions import add_comment
from stackshare.comments.models import Comment
from stackshare.extensions import db
from tests.cast import Member


@pytest.fixture
def comment(app: Flask, alice: Member, bob: Member) -> Comment:
    """Alice asked; this is what bob says to it."""
    with app.app_context():
        asked = ask_for_advice(alice.user, title="Which of the two?", body="Say why.", tools=[])
        said = add_comment(bob.user, asked.thread, body="Take the one you know.")
        db.session.commit()
    return said
