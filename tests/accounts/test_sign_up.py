from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from stackshare.accounts.models import User
from stackshare.extensions import db
from stackshare.tools.models import Tool
from tests.cast import Browser, Member


def sign_up(who: Browser, username: str = "carol", **other: str) -> TestResponse:
    typed = {"username": username, "email": f"{len(username)}@example.org", **other}
    return who.post("/signup", data={"password": "four quiet words here", **typed})


def test_who_signs_up_is_signed_in(visitor: Browser) -> None:
    assert sign_up(visitor).location == "/"
    assert "Sign out" in visitor.get("/").text


def test_a_name_is_taken_once(visitor: Browser, alice: Member) -> None:
    answer = sign_up(visitor, "alice")
    assert answer.status_code == 422
    assert "“alice” is taken" in answer.text and 'value="alice"' in answer.text


@pytest.mark.parametrize("name", ["Alice", " alice ", "ALICE"])
def test_a_name_has_one_spelling(visitor: Browser, alice: Member, name: str) -> None:
    assert sign_up(visitor, name).status_code == 422


@pytest.mark.parametrize(
    "name", ["a", "аlice", "al ice", "al\u200bice", "ａlice", "-alice", "a--b", "x" * 33, "admin"]
)
def test_a_name_that_looks_like_another_is_refused(visitor: Browser, name: str) -> None:
    assert sign_up(visitor, name).status_code == 422


def test_the_name_of_a_tool_is_refused(visitor: Browser, react: Tool) -> None:
    assert "is the name of a tool" in sign_up(visitor, "react").text


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"email": "nowhere"}, "not an e-mail address"),
        ({"email": ""}, "Type your address"),
        ({"password": "short"}, "at least 10 characters"),
    ],
)
def test_bad_input_gets_a_sentence(visitor: Browser, typed: dict[str, str], sentence: str) -> None:
    answer = sign_up(visitor, **typed)
    assert answer.status_code == 422 and sentence in answer.text


def test_a_password_is_never_sent_back(visitor: Browser, alice: Member) -> None:
    assert "four quiet words" not in sign_up(visitor, "alice").text


def test_thirty_who_want_one_name_at_once_get_one_account(app: Flask) -> None:
    start = Barrier(30)

    def race(browser: Browser) -> int:
        start.wait()
        return sign_up(browser, "carol").status_code

    with ThreadPoolExecutor(30) as crowd:
        answers = list(crowd.map(race, [Browser(app) for _ in range(30)]))
    assert sorted(set(answers)) == [302, 422] and answers.count(302) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1
