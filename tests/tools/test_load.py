"""Loading the catalogue's files into the database, again and again."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, select

from stackshare import catalogue, preparing
from stackshare.core.clock import now
from stackshare.core.kept.log import PageLog
from stackshare.extensions import Base, db
from stackshare.tools.actions.catalogue import load_categories, load_tools, rounded
from stackshare.tools.models import Category, Tool
from stackshare.tools.queries.names import tool_named, tool_or_404, tools_by_slugs
from tests.cast import Browser, Member, stack, tool

Rows = dict[str, list[Any]]


def rows_of_all_tables() -> Rows:
    def rows(table: Table) -> list[Any]:
        return sorted(map(repr, db.session.execute(select(table)).all()))

    tables = [t for t in Base.metadata.sorted_tables if t is not PageLog.__table__]
    return {table.name: rows(table) for table in tables}


def test_the_whole_catalogue_loaded_twice_leaves_the_same_rows(app: Flask) -> None:
    with app.app_context():
        preparing.load_catalogue()
        once = rows_of_all_tables()
        preparing.load_catalogue()
        assert rows_of_all_tables() == once
        assert len(once["tools"]) >= 500 and len(once["tool_functions"]) >= 500


def test_every_tool_is_the_one_that_its_name_and_its_slug_mean(app: Flask) -> None:
    with app.app_context():
        preparing.load_catalogue()
        tools = db.session.scalars(select(Tool)).all()
        assert [t.slug for t in tools if tool_named(t.name) is not t] == []
        assert [t.slug for t in tools if tool_named(t.slug) is not t] == []


def test_an_unchanged_catalogue_is_not_loaded_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[int] = []
    monkeypatch.setattr(preparing, "migrate_to_newest", lambda: None)
    monkeypatch.setattr(preparing, "load_tools", lambda entries: loads.append(len(list(entries))))
    for fingerprint in ("one", "one", "two"):
        monkeypatch.setattr(catalogue, "fingerprint", lambda fingerprint=fingerprint: fingerprint)
        preparing.prepare(app)
    assert len(loads) == 2


def test_a_changed_entry_brings_its_new_words(app: Flask, visitor: Browser, react: Tool) -> None:
    tool(app, "react", name="React", summary="Draws pages", licence="MIT")
    twin = visitor.read("/tools/react.json")
    assert (twin["summary"], twin["licence"]) == ("Draws pages", "MIT")
    tool(app, "react", name="React")
    twin = visitor.read("/tools/react.json")
    assert (twin["summary"], twin["licence"]) == ("", None)


def test_what_a_member_edited_keeps_its_words(app: Flask, react: Tool) -> None:
    with app.app_context():
        edited = tool_or_404("react")
        edited.name, edited.summary, edited.edited_at = "React 19", "Ours", now()
        db.session.commit()
    again = tool(app, "react", name="React", summary="Theirs", functions=["back-ends"])
    assert (again.name, again.summary) == ("React 19", "Ours")
    with app.app_context():
        assert again.function and again.function.slug == "back-ends"
        assert {tool_or_404(name).id for name in ("React", "react19")} == {again.id}


def test_a_tool_that_no_file_names_stays_with_all_it_has(
    app: Flask, alice: Member, react: Tool, vue: Tool
) -> None:
    stack(app, alice, "Shop", vue)
    tool(app, "react", name="React")
    assert alice.read("/tools/vue.json")["stacks"] == 1
    with app.app_context():
        found = tool_named("Vue.js")
        assert found and found.function and found.function.slug == "front-ends"


def test_a_category_that_no_file_names_stays(app: Flask, react: Tool) -> None:
    other = {"slug": "data", "name": "Data", "group": "Application & Data", "layer": "Data"}
    with app.app_context():
        load_categories([{**other, "functions": {}}])
        db.session.commit()
        slugs = set(db.session.scalars(select(Category.slug)))
    assert slugs == {"application-data", "frameworks", "front-ends", "back-ends", "data"}


def test_a_tool_moves_to_another_function(app: Flask, react: Tool) -> None:
    moved = tool(app, "react", functions=["back-ends"])
    with app.app_context():
        assert moved.layer == "Data"
        names = "SELECT slug FROM categories JOIN tool_functions ON category_id = id"
        assert db.session.scalars(db.text(names)).all() == ["back-ends"]


def test_a_new_slug_keeps_the_tool_and_the_old_one_leads_to_it(
    app: Flask, alice: Member, react: Tool
) -> None:
    alice.press("/tools/react/follow")
    renamed = tool(app, "reactjs", name="React", former=["react"])
    assert (renamed.id, renamed.follower_count) == (react.id, 1)
    for path, there in (("react", "reactjs"), ("react.json", "reactjs.json")):
        moved = alice.get(f"/tools/{path}")
        assert (moved.status_code, moved.location) == (301, f"/tools/{there}")


def test_an_icon_that_the_package_dropped_leaves_the_letter(app: Flask) -> None:
    assert tool(app, "gone", logo="no-such-icon").logo is None


@pytest.mark.parametrize(
    ("path", "finer"),
    [
        ("M12 0C5.3731 0 .0 5.3729", "M12 0C5.37 0 .0 5.37"),
        ("a1 1 0 01.5234.333-.9999", "a1 1 0 01.52.33-.99"),
        ("h-1.0049v.001", "h-1.00v.00"),
        ("m1.25.5z", "m1.25.5z"),
    ],
)
def test_a_logo_is_as_fine_as_anybody_sees(path: str, finer: str) -> None:
    assert rounded(path) == finer


def test_entries_may_name_tools_that_come_later(app: Flask) -> None:
    first = {"slug": "a", "name": "A", "functions": ["front-ends"], "successor": "b"}
    second = {"slug": "b", "name": "B", "functions": ["front-ends"], "language": "a"}
    tool(app, "c")  # brings the categories
    with app.app_context():
        load_tools([first, second])
        db.session.commit()
        a, b = tools_by_slugs(["a", "b"])
        assert (a.successor_id, b.language_id) == (b.id, a.id)
