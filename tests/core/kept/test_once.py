"""What macros draw is kept by the facts it is drawn of: pages that change draw little anew."""

from typing import Any

from flask import Flask
from jinja2.runtime import Macro
from sqlalchemy import update

from stackshare.extensions import db
from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.advice.test_ask import ask
from tests.cast import Browser, Member

PAGE = "/stackups/react-vs-vue"


def drawn_by(app: Flask, monkeypatch: Any) -> list[str]:
    """The names of the macros that run from now on."""
    names: list[str] = []
    draw = Macro._invoke

    def noted(macro: Macro, *args: Any) -> str:
        names.append(macro.name)
        return draw(macro, *args)

    monkeypatch.setattr(Macro, "_invoke", noted)
    return names


def vote(who: Browser, line: ProCon, wanted: str = "y") -> None:
    assert who.post(f"/proscons/{line.id}/vote", data={"wanted": wanted}).status_code == 302


def test_a_vote_draws_its_own_list_anew_and_no_other(
    app: Flask,
    visitor: Browser,
    alice: Member,
    vue: Tool,
    fast: ProCon,
    big: ProCon,
    monkeypatch: Any,
) -> None:
    ask(alice, "react")
    before = visitor.get(PAGE).text
    vote(alice, fast)
    drawn = drawn_by(app, monkeypatch)
    after = visitor.get(PAGE).text
    assert before != after
    assert drawn.count("points") == 1 and "question_card" not in drawn


def test_logos_come_with_what_was_drawn_before(
    app: Flask, visitor: Browser, alice: Member, react: Tool, vue: Tool
) -> None:
    with app.app_context():
        db.session.execute(update(Tool).values(logo="M0 0h24v24z"))
        db.session.commit()
    ask(alice, "react")
    first, second = visitor.get(PAGE + "?n=1").text, visitor.get(PAGE + "?n=2").text
    assert first.count("<symbol") == second.count("<symbol") > 0


def test_other_facts_are_drawn_for_themselves(
    visitor: Browser, alice: Member, vue: Tool, fast: ProCon
) -> None:
    first = visitor.get(PAGE).text
    vote(alice, fast)
    second = visitor.get(PAGE).text
    vote(alice, fast, wanted="n")
    assert visitor.get(PAGE).text == first != second
