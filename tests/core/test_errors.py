from dataclasses import replace

import html5lib
import pytest
from flask import Flask, abort
from werkzeug.test import TestResponse

from stackshare import create_app
from stackshare.core.errors import SENTENCES
from tests.cast import Browser, Member


@pytest.fixture
def broken(app: Flask) -> Flask:
    """An app with a page for every kind of error."""
    broken = create_app(app.config["SETTINGS"])

    def fail(code: int) -> str:
        if code == 500:
            raise RuntimeError("secret words")
        abort(code)

    broken.add_url_rule("/fail/<int:code>", view_func=fail)
    return broken


@pytest.fixture
def away(app: Flask) -> Flask:
    """An app whose database cannot be reached."""
    url = app.config["SETTINGS"].database_url
    gone = "sqlite:////nowhere/at-all.db"
    if not url.startswith("sqlite"):
        gone = "postgresql+psycopg://127.0.0.1:1/nothing"
    return create_app(replace(app.config["SETTINGS"], database_url=gone))


def is_whole(answer: TestResponse) -> bool:
    html5lib.HTMLParser(strict=True).parse(answer.text)
    return "<h1>" in answer.text and "</html>" in answer.text and 'href="/"' in answer.text


@pytest.mark.parametrize("code", SENTENCES)
def test_every_error_is_a_whole_page_with_a_sentence(broken: Flask, code: int) -> None:
    answer = Browser(broken).get(f"/fail/{code}")
    title, sentence = SENTENCES[code]
    assert answer.status_code == code and is_whole(answer)
    assert title in answer.text and sentence in answer.text
    assert "secret words" not in answer.text


def test_a_member_reads_it_as_a_member(broken: Flask, alice: Member) -> None:
    assert "Sign out" in Member(broken, alice.user).get("/fail/404").text


def test_an_unknown_code_has_words_too(broken: Flask) -> None:
    answer = Browser(broken).get("/fail/418")
    assert answer.status_code == 418 and is_whole(answer)


@pytest.mark.parametrize("path", ["/", "/tools", "/settings", "/nothing", "/tools/react.json"])
def test_without_the_database_everybody_gets_503(away: Flask, alice: Member, path: str) -> None:
    reader = Browser(away)
    reader._cookies = alice._cookies
    answer = reader.get(path)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "10"
    assert path.endswith(".json") or is_whole(answer)


def test_writes_get_503_too(away: Flask, alice: Member) -> None:
    writer = Browser(away)
    writer._cookies = alice._cookies
    typed = {"login": "alice", "password": "four quiet words here"}
    assert writer.post("/login", data=typed).status_code in (400, 503)
    assert writer.post("/tools/react/follow", data={"wanted": "y"}).status_code == 503


def test_the_process_is_alive_though_not_ready(away: Flask) -> None:
    visitor = Browser(away)
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/readyz").status_code == 503
