"""The steps that bring an older database up to date, taken with rows in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import select, text

from stackshare import create_app
from stackshare.config import Settings
from stackshare.core.facts import amount
from stackshare.core.schema import with_migrations, without_indexes
from stackshare.core.text import fold_words
from stackshare.extensions import Base, db
from stackshare.search.models import Document, is_mapped
from tests.conftest import POSTGRESQL, own_database

OLD_ROWS = (
    "INSERT INTO owners (id, kind, handle, name, created_at)"
    " VALUES (1, 'person', 'alice', 'Alice', :now)",
    "INSERT INTO users (id, email, role, headline, employer, about)"
    " VALUES (1, 'a@example.org', 'member', '', '', '')",
    "INSERT INTO categories (id, slug, name, summary, layer, position)"
    " VALUES (1, 'languages', 'Languages', '', 'Application', 0)",
    "INSERT INTO tools (id, slug, name, summary, description, open_source, features, deprecated,"
    " function_id, created_at, stack_count, follower_count, vote_count)"
    " VALUES (1, 'c', 'C', '', '', false, '[]', false, 1, :now, 1, 1, 1)",
    "INSERT INTO tool_follows (user_id, tool_id, created_at) VALUES (1, 1, :now)",
    "INSERT INTO proscons (id, tool_id, author_id, side, text, created_at, vote_count)"
    " VALUES (1, 1, 1, 'pro', 'Small', :now, 1)",
    "INSERT INTO procon_votes (user_id, procon_id, created_at) VALUES (1, 1, :now)",
    "INSERT INTO stacks (id, owner_id, slug, name, purpose, visibility, created_at, updated_at)"
    " VALUES (1, 1, 'shop', 'Shop', '', 'public', :now, :now)",
    "INSERT INTO stack_tools (stack_id, tool_id, position, reason) VALUES (1, 1, 0, 'Known.')",
    "INSERT INTO threads (id, url, comment_count) VALUES (1, '/advice/1-why', 1)",
    "INSERT INTO comments (id, thread_id, author_id, body, html, created_at)"
    " VALUES (1, 1, 1, 'Yes.', '<p>Yes.</p>', :now)",
    "INSERT INTO advice (id, author_id, thread_id, slug, title, body, html, created_at)"
    " VALUES (1, 1, 1, 'why', 'Why C?', 'Well?', '<p>Well?</p>', :now)",
    "INSERT INTO advice_tools (advice_id, tool_id) VALUES (1, 1)",
)
TABLES = [words.split()[2] for words in OLD_ROWS]


def carry_out(words: str) -> None:
    given = {"now": "2026-01-02 03:04:05"} if ":now" in words else {}
    db.session.execute(text(words), given)


@pytest.fixture
def old_app(tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """A site as its first version left it."""
    env = {"DATA_DIR": str(tmp_path)}
    if POSTGRESQL:
        env["DATABASE_URL"] = own_database(POSTGRESQL, f"{worker_id}_old")
    app = with_migrations(create_app(Settings.from_env(env)))
    with app.app_context():
        upgrade(revision="0001")
        for words in OLD_ROWS:
            carry_out(words)
        db.session.commit()
        yield app
        db.engine.dispose()


def test_a_filled_database_keeps_its_rows(old_app: Flask) -> None:
    upgrade()
    kept = {name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in TABLES}
    assert kept == dict.fromkeys(TABLES, 1)
    new = db.session.execute(text("SELECT sort_name, tool_count FROM tools, stacks")).one()
    assert tuple(new) == ("c", 1)


def test_a_thread_is_called_what_was_asked_and_whoever_asked_follows_it(old_app: Flask) -> None:
    upgrade()
    assert db.session.scalar(text("SELECT title FROM threads")) == "Why C?"
    follows = db.session.execute(text("SELECT user_id, thread_id FROM thread_follows")).all()
    assert [tuple(follow) for follow in follows] == [(1, 1)]


def test_pairs_of_tools_are_counted_from_listed_stacks(old_app: Flask) -> None:
    """Stack 2 is unlisted, stack 3 removed, and stack 1 has dropped the third tool."""
    tool, stack = OLD_ROWS[3], OLD_ROWS[7]
    more = [tool.replace("(1, 'c'", f"({id}, 'tool-{id}'") for id in (2, 3)]
    more += [stack.replace("(1, 1, 'shop'", f"({id}, 1, 'shop-{id}'") for id in (2, 3)]
    more += [
        "UPDATE stacks SET visibility = 'unlisted' WHERE id = 2",
        "UPDATE stacks SET removed_at = created_at WHERE id = 3",
        "INSERT INTO stack_tools (stack_id, tool_id, position, reason, dropped_on) VALUES"
        " (1, 2, 1, '', NULL), (1, 3, 2, '', '2025-01-01'), (2, 1, 0, '', NULL),"
        " (2, 3, 1, '', NULL), (3, 1, 0, '', NULL), (3, 3, 1, '', NULL)",
    ]
    for words in more:
        carry_out(words)
    db.session.commit()
    upgrade()
    kept = db.session.execute(text("SELECT * FROM tool_pairs ORDER BY tool_id"))
    assert [tuple(pair) for pair in kept] == [(1, 2, 1), (2, 1, 1)]
    assert amount("listed stacks") == 1
    kept_twice = text(
        "SELECT count(*) FROM stack_tools JOIN stacks ON stacks.id = stack_id"
        " WHERE shared_at = stacks.created_at AND stack_size = tool_count AND stack_size > 0"
    )
    assert db.session.scalar(kept_twice) == 7
    asked = text("SELECT count(*) FROM advice_tools JOIN advice ON asked_at = advice.created_at")
    assert db.session.scalar(asked) == 1


def test_lines_that_say_the_same_are_kept_and_told_apart(old_app: Flask) -> None:
    old = OLD_ROWS[5]
    for id, said, votes in (
        (2, "small!", 5),
        (3, "SMALL", 0),
        (4, "Smäll & fast", 0),
        (5, "?!", 0),
    ):
        row = old.replace("(1, 1, 1,", f"({id}, 1, 1,").replace("'Small'", f"'{said}'")
        carry_out(row.replace(":now, 1)", f":now, {votes})"))
    db.session.commit()
    upgrade()
    found = db.session.execute(text("SELECT text, folded FROM proscons ORDER BY id"))
    folded = {said: folded for said, folded in found}
    assert (folded.pop("Small"), folded.pop("SMALL")) == ("small (1)", "small (3)")
    assert all(found == fold_words(said) for said, found in folded.items())


def test_what_took_the_place_of_a_dropped_tool_is_told(old_app: Flask) -> None:
    """Tools 1 to 3 do the same, 4 does not; 2 was adopted nearest to the day 1 was dropped."""
    tool = OLD_ROWS[3]
    more = [tool.replace("(1, 'c'", f"({id}, 'tool-{id}'") for id in (2, 3, 4)]
    more += [
        "INSERT INTO tool_functions (tool_id, category_id) VALUES (1, 1), (2, 1), (3, 1)",
        "UPDATE stack_tools SET dropped_on = '2025-06-01'",
        "INSERT INTO stack_tools (stack_id, tool_id, position, reason, adopted_on) VALUES"
        " (1, 2, 1, '', '2025-05-01'), (1, 3, 2, '', '2024-12-24'), (1, 4, 3, '', '2025-06-01')",
    ]
    for words in more:
        carry_out(words)
    db.session.commit()
    upgrade()
    told = text("SELECT tool_id, replaced_by_id FROM stack_tools WHERE replaced_by_id IS NOT NULL")
    assert [tuple(row) for row in db.session.execute(told)] == [(1, 2)]


def test_what_happened_at_once_happened_at_one_moment(old_app: Flask) -> None:
    """Stack 2 was edited a day after it was shared."""
    upgrade(revision="0016")
    stack = "INSERT INTO stacks (id, owner_id, slug, name, purpose, visibility, created_at,"
    stack += " updated_at, tool_count) VALUES (2, 1, 'blog', 'Blog', '', 'public', :now, "
    for words in (
        stack + "'2026-01-03 03:04:05', 0)",
        "UPDATE stacks SET updated_at = '2026-01-02 03:04:05.250' WHERE id = 1",
        "UPDATE advice_tools SET asked_at = '2026-01-02 03:04:05.125'",
        "INSERT INTO stackups (id, key, created_at) VALUES (7, '1', :now)",
    ):
        carry_out(words)
    db.session.commit()
    upgrade()
    changed = text("SELECT id FROM stacks WHERE updated_at > created_at")
    assert db.session.scalars(changed).all() == [2]
    asked = text("SELECT count(*) FROM advice_tools JOIN advice ON asked_at = advice.created_at")
    assert db.session.scalar(asked) == 1
    compared = db.session.execute(text("SELECT stackup_id, tool_id FROM stackup_tools")).all()
    assert [tuple(pair) for pair in compared] == [(7, 1)]
    db.session.commit()
    downgrade(revision="0016")
    upgrade()


def test_the_steps_lead_to_what_the_models_say(old_app: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        opts = {"compare_type": True, "include_object": is_mapped}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
    check()  # Alembic itself, as it would write the next step


def test_a_bulk_load_leaves_every_index_as_it_was(old_app: Flask) -> None:
    """Those of some rows alone too: what each of them holds is said in the models as well."""
    upgrade()
    before = indexes()
    with without_indexes():
        assert len(indexes()) < len(before)
    assert indexes() == before
    assert sum("WHERE" in index for index in before) > 10


def indexes() -> set[str]:
    """As the database was told them."""
    sqlite = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    postgresql = "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    found = db.session.scalars(text(postgresql if POSTGRESQL else sqlite)).all()
    return {said.replace("(of_company = true)", "of_company") for said in found}  # PostgreSQL's


def test_what_was_there_before_search_is_found(old_app: Flask) -> None:
    upgrade(revision="0008")
    upgrade()
    titles = select(Document.title, Document.words).order_by(Document.id)
    found = [tuple(document) for document in db.session.execute(titles)]
    assert found == [
        ("c", "  "),
        ("small", "Pro of C   "),
        ("shop", " "),
        ("why c?", "Well? "),
        ("", "Yes. "),
        ("alice", "   alice "),
        ("languages", " "),
    ]


def test_search_can_be_taken_out_again(old_app: Flask) -> None:
    upgrade()
    downgrade(revision="0008")
    carry_out("UPDATE stacks SET name = 'Web shop'")
    db.session.commit()
    upgrade()
    named = select(Document.id).where(Document.title == "web shop")
    assert db.session.scalar(named) is not None
