from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from stackshare.core import views
from stackshare.core.clock import now
from stackshare.core.views import ViewDay, flush_views, views_of, waiting
from stackshare.extensions import db
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, a_minute_later
from tests.test_database import overheard


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    waiting.clear()
    yield
    waiting.clear()


def flush(app: Flask) -> None:
    with app.app_context():
        flush_views()


def seen(app: Flask, kind: str, key: str) -> int:
    with app.app_context():
        return views_of(kind, [key]).get(key, 0)


def days(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(ViewDay.view_count)))


def test_views_are_written_down_by_the_flush_alone(
    app: Flask, visitor: Browser, react: Tool, vue: Tool
) -> None:
    with overheard() as said:
        visitor.get("/tools/react")
        visitor.get("/stackups/react-vs-vue")
        visitor.get("/stackups/react-vs-vue")
    assert not any("view" in statement for statement in said)
    flush(app)
    assert (seen(app, "tool", "react"), seen(app, "stackup", "react-vs-vue")) == (1, 2)
    flush(app)
    assert sorted(days(app)) == [1, 2]


def test_a_question_is_counted_by_its_number(app: Flask, alice: Member) -> None:
    url = alice.post("/advice", data={"title": "Which one to choose?", "body": "Help."}).location
    alice.get(url)
    flush(app)
    a_minute_later(app)
    assert seen(app, "advice", url.split("/")[2].split("-")[0]) == 1
    assert alice.read(f"{url}.json")["views"] == 1 and "About 1 view" in alice.get(url).text


@pytest.mark.parametrize(
    "ask",
    [
        {"method": "HEAD"},
        {"headers": {"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"}},
        {"headers": {"User-Agent": "some-crawler"}},
    ],
)
def test_head_and_crawlers_do_not_count(visitor: Browser, react: Tool, ask: dict[str, Any]) -> None:
    assert visitor.open("/tools/react", **ask).status_code == 200
    assert not waiting


def test_a_page_that_is_not_there_does_not_count(visitor: Browser, react: Tool) -> None:
    for path in ("/tools/nope", "/stackups/react-vs-nope", "/tools/React", "/tools/react.json"):
        visitor.get(path)
    assert not waiting


def test_two_processes_add_up(app: Flask) -> None:
    for _ in range(2):
        waiting["stackup", "react-vs-vue"] = 3
        flush(app)
    assert seen(app, "stackup", "react-vs-vue") == 6 and days(app) == [6]


def test_what_waits_is_bounded(
    visitor: Browser, react: Tool, vue: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_WAITING", 1)
    for slug in ("react", "vue", "react"):
        visitor.get(f"/tools/{slug}")
    assert waiting == {("tool", "react"): 2}


def test_what_cannot_be_written_waits_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise SQLAlchemyError

    waiting["tool", "react"] = 2
    with monkeypatch.context() as broken:
        broken.setattr(views, "add_up", fail)
        with pytest.raises(SQLAlchemyError):
            flush(app)
    flush(app)
    assert seen(app, "tool", "react") == 2


def test_days_are_pruned_and_totals_kept(app: Flask) -> None:
    waiting["tool", "react"] = 2
    flush(app)
    with app.app_context():
        long_ago = now().date() - timedelta(days=91)
        db.session.execute(ViewDay.__table__.update().values(day=long_ago))  # type: ignore[attr-defined]
        db.session.commit()
    waiting["tool", "react"] = 1
    flush(app)
    assert days(app) == [1] and seen(app, "tool", "react") == 3


def test_whatever_goes_wrong_the_next_views_are_written_down(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Process:
        """Ends after three looks at it."""

        looks = 0

        def is_alive(self) -> bool:
            self.looks += 1
            return self.looks < 4

        def join(self, timeout: float) -> None:
            pass

    process, tries = Process(), []

    def fail() -> None:
        tries.append(1)
        raise RuntimeError

    monkeypatch.setattr(views, "main_thread", lambda: process)
    monkeypatch.setattr(views, "flush_views", fail)
    views.keep_flushing(app)
    assert len(tries) == 3
