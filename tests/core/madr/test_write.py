"""What is written out is read in again as it was."""

from datetime import date
from random import Random

import pytest

from stackshare.core.madr.read import read
from stackshare.core.madr.record import EFFORTS, STATUSES, Option, Record
from stackshare.core.madr.write import write

KOA = Record(
    title="Koa for the gateway",
    options=(
        Option("ExpressJS", "we know it\nmany examples", "errors go astray", moved_from=True),
        Option("Koa", "small", "few examples"),
        Option("C#"),
        Option('A "quoted" name, because why not'),
    ),
    chosen=1,
    reason="it is *small*.",
    context="Which one?\n\n* A list\n* of two",
    outcome="It went **well**.",
    status="superseded",
    effort="weeks",
    decided_on=date(2024, 1, 31),
)


def again(record: Record) -> Record:
    reading = read(write(record))
    assert reading.unsure == []
    return reading.record


def test_it_has_the_shape_of_a_record() -> None:
    text = write(KOA)
    assert text.startswith("---\nstatus: superseded\ndate: 2024-01-31\n")
    for line in (
        "# Koa for the gateway",
        "## Context and Problem Statement",
        "## Considered Options",
        "* ExpressJS",
        'Chosen option: "Koa", because it is *small*.',
        "### Consequences",
        "## Pros and Cons of the Options",
        "* Good, because many examples",
    ):
        assert f"\n{line}\n" in text


def test_a_decision_comes_back_as_it_went() -> None:
    assert again(KOA) == KOA


def test_the_least_decision_comes_back_too() -> None:
    least = Record(title="Koa", options=(Option("Koa"),), chosen=0, reason="Why not.")
    assert again(least) == least


@pytest.mark.parametrize(
    "text",
    [
        "## Decision Outcome\n\nChosen option: nothing",
        "# A title\n\ntext\n\n### Consequences\n\nmore",
        "#### Deep\n\ntext",
        "### Closed ###",
        "```\n# no heading\n## Decision Outcome\n```",
        "- a list\n\n  ## with a heading\n\n  ```\n  # and code\n  ```",
        "> ## quoted",
        "<!-- not a comment -->\n\ntext",
        "\\<!-- nor this -->",
        "---\n\nstatus: rejected\n\n---",
        "Status: rejected\nDate: 2020-01-01",
        "* Status: rejected",
        "* Good, because it looks like an argument",
        "A title\n=======\n\nAnother\n-------",
        "Chosen option: “ExpressJS”, because",
        "text\n\n    # code by its indent",
        "<script>alert(1)</script>",
    ],
)
def test_no_words_of_a_member_are_taken_for_the_record(text: str) -> None:
    for field in ("context", "outcome", "reason"):
        record = Record(**{**KOA.__dict__, field: text})
        assert again(record) == record


def test_code_that_was_never_closed_is_closed() -> None:
    record = again(Record(**{**KOA.__dict__, "context": "```\ncode"}))
    assert record == Record(**{**KOA.__dict__, "context": "```\ncode\n```"})


@pytest.mark.parametrize(
    "name",
    [
        "C#",
        "F #",
        "C++",
        ".NET",
        "Koa 2.x",
        "[x]",
        "a: b",
        "- x",
        "#1",
        "because",
        '"',
        "日本",
        "R",
    ],
)
def test_options_of_any_name_come_back(name: str) -> None:
    options = (Option("ExpressJS"), Option(name, good="x"), Option(f"{name} 2", bad="y"))
    for chosen in range(3):
        record = Record(title="Which?", options=options, chosen=chosen, reason="It is.")
        assert again(record) == record


def test_whatever_is_put_together_comes_back() -> None:
    dice = Random(11)
    pieces = ["text", "# one", "## two", "### three ###", "* item", "  # in it", "", "> quote"]
    pieces += ["Good, because", "| a | b |", "1. first", "`code`", "because", "\\# no", "---"]
    names = ["Flask", "Koa", "Django", "Vue.js", "C", "C++", "C#", "Plain files"]

    def some_text() -> str:
        return "\n".join(dice.choices(pieces, k=dice.randrange(1, 9))).strip()

    for _ in range(300):
        options = [
            Option(name, good="fast\nsmall", bad="odd", moved_from=dice.random() < 0.3)
            for name in dice.sample(names, dice.randrange(1, 7))
        ]
        record = Record(
            title="Which one is it?",
            options=tuple(options),
            chosen=dice.randrange(len(options)),
            reason=some_text() or "Why not.",
            context=some_text(),
            outcome=some_text(),
            status=dice.choice(STATUSES),
            effort=dice.choice([None, *EFFORTS]),
            decided_on=dice.choice([None, date(2020, 2, 29)]),
        )
        assert again(record) == record
