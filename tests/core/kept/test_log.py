"""Every change of a row that pages show is logged, in the transaction of the change."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from stackshare.accounts.models import User
from stackshare.core.kept.log import News, PageLog, forget_log
from stackshare.core.kept.triggers import (
    NAME,
    drop_triggers,
    log_everything,
    renew_triggers,
    triggers,
    unlogged,
)
from stackshare.core.kept.watch import EVERYTHING, watch_of
from stackshare.core.triggers import present
from stackshare.extensions import Base, db
from stackshare.proscons.models import ProCon
from stackshare.stacks.models import Stack, StackTool
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer, ask
from tests.cast import Browser, Member, stack
from tests.decisions.test_record import record

WATCHED = [table for table in Base.metadata.sorted_tables if watch_of(table)]


@pytest.fixture
def news(app: Flask) -> News:
    with app.app_context():
        news = News(db.engine)
    news.read()
    return news


def words(news: News) -> set[str]:
    return {word for word in news.read() if "." in word}


def test_a_vote_is_told_by_its_line_its_tool_and_its_voter(
    alice: Member, fast: ProCon, react: Tool, news: News
) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    assert words(news) == {
        f"procon_votes.user_id={alice.user.id}",
        f"proscons.id={fast.id}",
        f"proscons.tool_id={react.id}",
        f"tools/votes.id={react.id}",
        "tools/votes.slug=react",
    }
    assert news.read() == set()


class Counting(News):
    """How much of the database it read."""

    rows = 0

    def asked(self, statement: str, *values: object) -> list[Any]:
        found = super().asked(statement, *values)
        self.rows += len(found)
        return found


def test_whoever_begins_reads_nothing_of_what_was_logged_before(
    app: Flask, alice: Member, fast: ProCon
) -> None:
    for wanted in "ynynynyn":
        alice.press(f"/proscons/{fast.id}/vote", wanted)
    with app.app_context():
        news = Counting(db.engine)
    assert EVERYTHING in news.read() and news.rows <= 2
    alice.press(f"/proscons/{fast.id}/vote")
    assert f"proscons.id={fast.id}" in words(news)


def test_a_row_that_changed_is_a_change_of_its_table(
    alice: Member, react: Tool, news: News
) -> None:
    alice.press("/tools/react/follow")
    assert {"tool_follows", "tools/followers"} <= news.read()


def test_a_stack_is_told_by_its_tools(
    app: Flask, alice: Member, react: Tool, vue: Tool, news: News
) -> None:
    made = stack(app, alice, "Shop", react)
    news.read()
    with app.app_context():
        db.session.execute(update(Stack).values(name="Shop 2"))
        db.session.commit()
    assert words(news) >= {f"stacks.id={made.id}", f"stack_tools.tool_id={react.id}"}
    assert f"stack_tools.tool_id={vue.id}" not in words(news)


def test_a_key_that_moves_is_told_before_and_after(
    app: Flask, alice: Member, react: Tool, vue: Tool, news: News
) -> None:
    stack(app, alice, "Shop", react)
    news.read()
    with app.app_context():
        db.session.execute(update(StackTool).values(tool_id=vue.id))
        db.session.commit()
    told = words(news)
    assert {f"stack_tools.tool_id={react.id}", f"stack_tools.tool_id={vue.id}"} <= told


def test_a_row_is_told_by_the_keys_that_it_has(
    app: Flask, alice: Member, react: Tool, vue: Tool, news: News
) -> None:
    record(alice, **{"option-3": "A spreadsheet"})
    told = {word for word in words(news) if word.startswith(("decisions", "decision_options"))}
    assert told == {
        "decisions.id=1",
        f"decisions.author_id={alice.user.id}",
        "decision_options.decision_id=1",
        f"decision_options.tool_id={react.id}",
        f"decision_options.tool_id={vue.id}",
        f"decision_options.moved_to_id={vue.id}",
    }


def test_a_comment_is_told_by_what_it_hangs_on(
    alice: Member, react: Tool, vue: Tool, news: News
) -> None:
    question, decided = ask(alice).location, record(alice).location
    for url, whose in ((question, "advice"), (decided, "decisions")):
        id = re.findall(r"\d+", url)[0]
        news.read()
        answer(alice, url, "So it is.")
        told = words(news)
        assert f"{whose}.id={id}" in told
        assert not any(word.startswith(f"{other}.id") for word in told for other in OTHERS[whose])


OTHERS = {"advice": ["decisions"], "decisions": ["advice"]}


def test_what_is_rolled_back_was_never_told(app: Flask, react: Tool, news: News) -> None:
    with app.app_context():
        db.session.execute(update(Tool).values(name="React 2"))
        db.session.rollback()
    assert news.read() == set()


def test_what_a_person_says_is_told_apart_from_their_address(
    app: Flask, alice: Member, news: News
) -> None:
    for change, told in (({"headline": "Engineer"}, "users/words"), ({"email": "a@b.c"}, "users")):
        with app.app_context():
            db.session.execute(update(User).values(change))
            db.session.commit()
        assert words(news) == {f"{told}.id={alice.user.id}"}


@pytest.mark.parametrize("table", WATCHED, ids=lambda table: table.name)
def test_no_change_of_a_watched_table_goes_untold(app: Flask, table: Base) -> None:
    """Its triggers are those that stand in the database, and each names a column at most once."""
    watch = watch_of(table)  # type: ignore[arg-type]
    assert watch
    with app.app_context():
        connection = db.session.connection()
        made = triggers(connection.dialect.name)
        assert present(connection, NAME) == made
    columns = [column for kind in watch.kinds(table).values() for column in kind]  # type: ignore[arg-type]
    assert sorted(columns) == sorted(table.columns.keys())  # type: ignore[attr-defined]
    if watch.like:
        assert not watch.events
    else:
        about = [name for name, sql in made.items() if f" ON {table.name} " in sql]  # type: ignore[attr-defined]
        assert about


def test_who_looks_too_seldom_is_told_to_forget_everything(
    app: Flask, react: Tool, news: News
) -> None:
    news.looked -= 1_801
    assert news.read() == {EVERYTHING}
    assert news.read() == set()


def test_the_log_is_forgotten_after_an_hour(app: Flask, react: Tool) -> None:
    with app.app_context():
        log_everything(db.session.connection())
        old = db.session.scalar(select(func.max(PageLog.id)))
        before = text("UPDATE page_log SET logged_at = '2001-01-01 00:00:00' WHERE id <= :old")
        db.session.execute(before, {"old": old})
        log_everything(db.session.connection())
        forget_log()
        assert db.session.scalar(select(func.count()).select_from(PageLog)) == 1
        db.session.rollback()


def test_the_last_row_forgotten_takes_its_number_with_it(app: Flask, news: News) -> None:
    """Else a reader who knows that number would miss the next."""
    with app.app_context():
        log_everything(db.session.connection())
        db.session.commit()
        news.read()
        db.session.execute(delete(PageLog))
        log_everything(db.session.connection())
        db.session.commit()
    assert news.read() == {EVERYTHING}


def test_two_transactions_are_both_told_whichever_commits_first(
    app: Flask, react: Tool, vue: Tool, news: News
) -> None:
    """On PostgreSQL the one that began first may be the last to be seen."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    with engine.connect() as first, engine.connect() as second:
        first.execute(update(Tool).where(Tool.slug == "react").values(name="React 2"))
        second.execute(update(Tool).where(Tool.slug == "vue").values(name="Vue 2"))
        second.commit()
        assert words(news) == {f"tools.id={vue.id}", "tools.slug=vue"}
        first.commit()
        assert "tools.slug=react" in words(news)


def test_triggers_that_were_lost_come_back_and_everything_is_made_anew(
    app: Flask, react: Tool, news: News
) -> None:
    with app.app_context():
        connection = db.session.connection()
        drop_triggers(connection)
        assert not present(connection, NAME)
        renew_triggers(connection)
        db.session.commit()
        assert news.read() == {EVERYTHING}
        renew_triggers(db.session.connection())  # nothing was missing
        db.session.commit()
    assert news.read() == set()


def test_a_bulk_load_is_told_once(app: Flask, react: Tool, news: News) -> None:
    with app.app_context():
        with unlogged(db.session.connection()):
            db.session.execute(update(Tool).values(name="React 2"))
        db.session.commit()
    assert news.read() == {EVERYTHING}


def test_the_command_empties_what_is_kept(app: Flask, visitor: Browser, news: News) -> None:
    with app.app_context():
        log_everything(db.session.connection())
        db.session.commit()
    assert news.read() == {EVERYTHING}
