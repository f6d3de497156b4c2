"""Documents follow their rows, by whatever path those change; what is private is in none."""

import re

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, text

from stackshare.accounts.models import User
from stackshare.core.kept.log import PageLog
from stackshare.core.triggers import present
from stackshare.extensions import db
from stackshare.search.actions.index import rebuild, renew_index, unsearched
from stackshare.search.actions.triggers import NAME, triggers
from stackshare.search.models import Document
from stackshare.search.queries.closest import closest_ids
from stackshare.search.queries.kinds import KINDS, Kind
from stackshare.search.queries.words import wanted
from stackshare.settings.actions import close_account
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack

NAMED = {kind.name: kind for kind in KINDS}
NOW = "'2026-01-02 03:04:05'"

TOOL = (
    "INSERT INTO tools (id, slug, name, sort_name, summary, description, open_source, features,"
    " deprecated, created_at, stack_count, follower_count, vote_count) VALUES"
    f" (77, 'quux', 'Quux', 'quux', '{{}}', '', false, '[]', false, {NOW}, 0, 0, 0)"
)
STACKUP = (
    "INSERT INTO stackups (id, key, created_at, helpful_count, unhelpful_count)"
    f" VALUES (77, '77-78', {NOW}, 0, 0)"
)

# Rows of each kind as plain SQL makes them, with one word that nothing else has.
ROWS = {
    "tools": [TOOL.format("zebra")],
    "stacks": [
        "INSERT INTO stacks (id, owner_id, slug, name, purpose, visibility, created_at, updated_at,"
        f" tool_count) VALUES (77, :alice, 'quux', 'Quux', 'zebra', 'public', {NOW}, {NOW}, 0)"
    ],
    "advice": [
        "INSERT INTO threads (id, url, title, comment_count) VALUES (77, '/advice/77-quux', '', 0)",
        "INSERT INTO advice (id, author_id, thread_id, slug, title, body, html, created_at)"
        f" VALUES (77, :alice, 77, 'quux', 'Quux', 'zebra', '<p>zebra</p>', {NOW})",
    ],
    "comments": [
        "INSERT INTO threads (id, url, title, comment_count) VALUES (77, '/advice/77-quux', '', 1)",
        "INSERT INTO comments (id, thread_id, author_id, body, html, created_at)"
        f" VALUES (77, 77, :alice, 'zebra', '<p>zebra</p>', {NOW})",
    ],
    "people": [
        "INSERT INTO owners (id, kind, handle, name, created_at)"
        f" VALUES (77, 'person', 'quux', 'Quux', {NOW})",
        "INSERT INTO users (id, email, role, headline, employer, about)"
        " VALUES (77, 'a@quagga.example', 'member', '', '', 'zebra')",
    ],
    "decisions": [
        "INSERT INTO threads (id, url, comment_count) VALUES (77, '/decisions/77-quux', 0)",
        "INSERT INTO decisions (id, author_id, thread_id, slug, title, status, reason, reason_html,"
        " context, context_html, outcome, outcome_html, created_at) VALUES (77, :alice, 77, 'quux',"
        f" 'Quux', 'accepted', 'zebra', '<p>zebra</p>', '', '', '', '', {NOW})",
    ],
    "proscons": [
        TOOL.format("An animal"),
        "INSERT INTO proscons (id, tool_id, author_id, side, text, folded, link, context, version,"
        " created_at, vote_count)"
        f" VALUES (77, 77, :alice, 'con', 'zebra', 'zebra', '', '', '', {NOW}, 0)",
    ],
    "choose": [
        TOOL.format("An animal"),
        STACKUP,
        "INSERT INTO stackup_lines (id, stackup_id, tool_id, author_id, text, folded, created_at,"
        f" vote_count) VALUES (77, 77, 77, :alice, 'zebra', 'zebra', {NOW}, 0)",
    ],
    "differences": [
        STACKUP,
        "INSERT INTO stackup_sections (id, stackup_id, begun_by_id, author_id, heading, folded,"
        " body, html, version, created_at, written_at) VALUES"
        f" (77, 77, :alice, :alice, 'Quux', 'quux', 'zebra', '<p>zebra</p>', 1, {NOW}, {NOW})",
    ],
    "categories": [
        "INSERT INTO categories (id, slug, name, summary, layer, position)"
        " VALUES (77, 'quux', 'Quux', 'zebra', 'Application', 0)",
    ],
    "companies": [
        "INSERT INTO owners (id, kind, handle, name, created_at)"
        f" VALUES (77, 'company', 'quux', 'Quux', {NOW})",
        "INSERT INTO companies (id, summary, website, about, html)"
        " VALUES (77, 'zebra', '', '', '')",
    ],
}
WORDS = {
    "tools": ("tools", "description"),
    "stacks": ("stacks", "purpose"),
    "advice": ("advice", "body"),
    "comments": ("comments", "body"),
    "people": ("users", "about"),
    "decisions": ("decisions", "reason"),
    "companies": ("companies", "summary"),
    "proscons": ("proscons", "text"),
    "choose": ("stackup_lines", "text"),
    "differences": ("stackup_sections", "body"),
    "categories": ("categories", "summary"),
}
TITLES = {"people": "owners", "tools": "tools", "stacks": "stacks", "advice": "advice"}
TITLES |= {"decisions": "decisions", "companies": "owners", "categories": "categories"}

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def found(kind: Kind, word: str) -> list[int]:
    return closest_ids(kind, wanted(word))


def carry_out(*statements: str, **values: object) -> None:
    for statement in statements:
        db.session.execute(text(statement), values)
    db.session.commit()


@every_kind
def test_a_row_is_found_as_soon_as_it_is_there(app: Flask, alice: Member, kind: Kind) -> None:
    with app.app_context():
        assert found(kind, "zebra") == []
        carry_out(*ROWS[kind.name], alice=alice.user.id)
        assert found(kind, "zebra") == found(kind, "zeb") == [77]
        assert not any(found(other, "zebra") for other in KINDS if other is not kind)


@every_kind
def test_a_row_that_changes_is_found_by_its_new_words(
    app: Flask, alice: Member, kind: Kind
) -> None:
    table, column = WORDS[kind.name]
    with app.app_context():
        carry_out(*ROWS[kind.name], alice=alice.user.id)
        change = f"UPDATE {table} SET {column} = 'okapi' WHERE id = 77"
        carry_out(change, "UPDATE tools SET summary = ''")
        assert (found(kind, "zebra"), found(kind, "okapi")) == ([], [77])


@pytest.mark.parametrize("name, table", TITLES.items())
def test_its_title_too(app: Flask, alice: Member, name: str, table: str) -> None:
    column = "title" if name in ("advice", "decisions") else "name"
    with app.app_context():
        carry_out(*ROWS[name], alice=alice.user.id)
        carry_out(f"UPDATE {table} SET {column} = 'Okapi' WHERE id = 77")
        assert found(NAMED[name], "okapi") == [77]


@every_kind
def test_a_row_that_goes_is_found_no_more(app: Flask, alice: Member, kind: Kind) -> None:
    with app.app_context():
        carry_out(*ROWS[kind.name], alice=alice.user.id)
        carry_out(f"DELETE FROM {WORDS[kind.name][0]} WHERE id = 77")
        assert found(kind, "zebra") == []


@pytest.mark.parametrize("kind", ["proscons", "choose"])
def test_what_is_said_of_a_tool_is_found_by_what_it_is_called_now(
    app: Flask, alice: Member, kind: str
) -> None:
    with app.app_context():
        carry_out(*ROWS[kind], alice=alice.user.id)
        assert found(NAMED[kind], "quux zebra") == [77]
        carry_out("UPDATE tools SET name = 'Okapi' WHERE id = 77")
        assert (found(NAMED[kind], "quux"), found(NAMED[kind], "okapi zebra")) == ([], [77])


@pytest.mark.parametrize("kind", ["choose", "differences"])
def test_what_is_withdrawn_about_a_comparison_is_found_no_more(
    app: Flask, alice: Member, kind: str
) -> None:
    table, _ = WORDS[kind]
    with app.app_context():
        carry_out(*ROWS[kind], f"UPDATE {table} SET removed_at = {NOW}", alice=alice.user.id)
        assert found(NAMED[kind], "zebra") == []
        carry_out(f"UPDATE {table} SET removed_at = NULL")
        assert found(NAMED[kind], "zebra") == [77]


def test_what_is_rolled_back_was_never_there(app: Flask, alice: Member) -> None:
    with app.app_context():
        db.session.execute(text(ROWS["stacks"][0]), {"alice": alice.user.id})
        db.session.rollback()
        assert found(NAMED["stacks"], "zebra") == []


@pytest.mark.parametrize(
    "hide, show",
    [
        ("visibility = 'unlisted'", "visibility = 'public'"),
        (f"removed_at = {NOW}", "removed_at = NULL"),
    ],
)
def test_a_stack_that_leaves_the_lists_leaves_no_word_behind(
    app: Flask, alice: Member, visitor: Browser, hide: str, show: str
) -> None:
    with app.app_context():
        carry_out(ROWS["stacks"][0], alice=alice.user.id)
        carry_out(f"UPDATE stacks SET {hide}")
        assert (
            db.session.scalar(select(Document.id).where(Document.words.contains("zebra"))) is None
        )
    for who in (visitor, alice):
        for kind in ("", "&kind=stacks"):
            page = who.read(f"/search.json?q=zebra{kind}")
            assert (page["results"], page["counts"]["stacks"]) == ([], 0)
            assert "quux" not in who.get(f"/search?q=zebra{kind}").text.lower()
    with app.app_context():
        carry_out(f"UPDATE stacks SET {show}")
        assert found(NAMED["stacks"], "zebra") == [77]


def test_an_unlisted_stack_was_never_found(
    app: Flask, alice: Member, bob: Member, mod: Member, react: Tool
) -> None:
    facts = {"purpose": "The okapi project", "visibility": "unlisted"}
    stack(app, alice, "Zebra", react, reasons={"react": "Because of gnus."}, **facts)
    for who in (alice, bob, mod):
        for word in ("zebra", "okapi", "gnus", "project"):
            assert who.read(f"/search.json?q={word}")["results"] == []
            assert "Nothing here has" in who.get(f"/search?q={word}").text


def test_whatever_stale_documents_say_no_private_row_is_shown(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    with app.app_context():
        carry_out(ROWS["stacks"][0], alice=alice.user.id)
        connection = db.session.connection()
        with unsearched(connection):
            connection.exec_driver_sql("UPDATE stacks SET visibility = 'unlisted'")
            db.session.flush()
            assert found(NAMED["stacks"], "zebra") == [77]
        db.session.commit()
        assert found(NAMED["stacks"], "zebra") == []


def test_whose_account_is_closed_is_found_by_nothing(
    app: Flask, alice: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, alice, "Zebra", react)
    with app.app_context():
        user = db.session.get_one(User, alice.user.id)
        user.headline, user.about, user.password_hash = "Okapi keeper", "Gnus", "x"
        db.session.commit()
        assert visitor.read("/search.json?q=okapi")["counts"]["people"] == 1
        close_account(user)
        db.session.commit()
    for word in ("alice", "okapi", "gnus", "zebra", "closed", f"closed-{alice.user.id}"):
        assert visitor.read(f"/search.json?q={word}")["results"] == [], word


def test_an_address_finds_nobody(app: Flask, alice: Member, visitor: Browser) -> None:
    with app.app_context():
        carry_out(*ROWS["people"])
    for typed in ("quagga", "a@quagga.example", "alice@example.org"):
        assert visitor.read(f"/search.json?q={typed}")["counts"]["people"] == 0


def test_documents_are_no_news_for_pages(app: Flask) -> None:
    with app.app_context():
        logged = select(func.count()).select_from(PageLog)
        before = db.session.scalar(logged)
        carry_out("INSERT INTO documents (id, title, words) VALUES (7, 'zebra', '')")
        carry_out("UPDATE documents SET words = 'okapi'", "DELETE FROM documents")
        assert db.session.scalar(logged) == before


def documents() -> list[tuple[int, str, str]]:
    rows = db.session.execute(select(Document.id, Document.title, Document.words))
    return sorted((id, title, words) for id, title, words in rows)


def test_made_anew_they_are_what_triggers_had_made(
    app: Flask, alice: Member, fast: object, react: Tool
) -> None:
    with app.app_context():
        for name in ("tools", "stacks", "advice", "people"):
            carry_out(*ROWS[name], alice=alice.user.id)
        before = documents()
        carry_out("DELETE FROM documents")
        assert found(NAMED["stacks"], "zebra") == []
        assert rebuild(db.session.connection()) == len(before) > 6
        db.session.commit()
        assert documents() == before
        assert found(NAMED["stacks"], "zebra") == [77]
        carry_out("UPDATE stacks SET purpose = 'okapi'")
        assert (found(NAMED["stacks"], "zebra"), found(NAMED["stacks"], "okapi")) == ([], [77])


def test_its_triggers_are_there_and_come_back_with_what_was_missed(
    app: Flask, alice: Member
) -> None:
    with app.app_context():
        connection = db.session.connection()
        assert present(connection, NAME) == triggers(connection.dialect)
        with unsearched(connection):
            assert present(connection, NAME) == {}
            db.session.execute(text(ROWS["stacks"][0]), {"alice": alice.user.id})
            assert found(NAMED["stacks"], "zebra") == []
        assert found(NAMED["stacks"], "zebra") == [77]
        assert present(connection, NAME) == triggers(connection.dialect)
        db.session.execute(text("DELETE FROM documents"))
        renew_index(connection)  # nothing was missing
        assert found(NAMED["stacks"], "zebra") == []
        db.session.rollback()


def test_a_counter_that_moves_makes_no_document_anew(app: Flask) -> None:
    """Whoever votes or follows does not wait for the index."""
    with app.app_context():
        made = triggers(db.engine.dialect)
    updates = [sql for name, sql in made.items() if name.endswith("tools_update")]
    told = [re.findall(r"UPDATE OF (.+?) ON", sql) for sql in updates]
    assert sorted(told) == [["description, name, summary"], ["name"], ["name"]]
    updates = [
        sql for name, sql in made.items() if name.endswith(("proscons_update", "lines_update"))
    ]
    assert len(updates) == 2 and "vote_count" not in "".join(updates)


def test_a_text_of_any_length_can_be_kept(app: Flask, alice: Member) -> None:
    long = " ".join(f"word{n}" for n in range(200_000))
    with app.app_context():
        carry_out(ROWS["stacks"][0], alice=alice.user.id)
        carry_out("UPDATE stacks SET purpose = :long, name = :long", long=f"okapi {long}")
        assert found(NAMED["stacks"], "okapi word1") == [77]
        carry_out("UPDATE stacks SET purpose = :long", long="x" * 100_000)
        assert found(NAMED["stacks"], "okapi") == [77]


def test_the_command_says_how_many_it_made(
    app: Flask, react: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stackshare import cli

    monkeypatch.setattr(cli, "create_app", lambda: app)
    answer = CliRunner().invoke(cli.cli, ["reindex"])
    assert answer.output == "5 documents made.\n"  # a tool and the categories


def test_comments_are_found_while_what_they_are_about_is_for_everybody(
    app: Flask, alice: Member
) -> None:
    with app.app_context():
        carry_out(*ROWS["comments"], alice=alice.user.id)
        carry_out("UPDATE threads SET url = ''")
        assert found(NAMED["comments"], "zebra") == []
        carry_out("UPDATE comments SET body = 'zebra okapi'")
        assert found(NAMED["comments"], "okapi") == []
        carry_out("UPDATE threads SET url = '/stacks/alice/shop'")
        assert found(NAMED["comments"], "okapi") == [77]
        carry_out(f"UPDATE comments SET removed_at = {NOW}")
        assert found(NAMED["comments"], "zebra") == []
