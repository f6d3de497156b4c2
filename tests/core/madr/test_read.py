"""Records of every shape are read as far as they go."""

from datetime import date
from random import Random

import pytest

from stackshare.core.madr.read import LONGEST, read
from stackshare.core.madr.record import Option, Record
from tests.core.madr.texts import FULL_2, FULL_4, MINIMAL_3, NO_LIST, OLD_STYLE


def test_a_whole_record_of_version_4() -> None:
    record, unsure = read(FULL_4)
    assert record.title == "Keep sessions in the database"
    assert (record.status, record.decided_on) == ("accepted", date(2024, 6, 11))
    assert [option.name for option in record.options] == [
        "Redis",
        "A table in PostgreSQL",
        "Signed cookies",
    ]
    assert record.chosen == 1
    assert record.reason.startswith("a read by key costs us nothing that we\nwould notice")
    assert record.options[0].good == "it forgets by itself"
    assert record.options[2].bad == "nothing can be ended"
    assert (
        record.outcome == "* Good, because sign-out works\n* Bad, because there is one query more"
    )
    assert record.context.startswith("Sessions were signed cookies. *Nobody* could be signed out.")
    for kept in (
        "### Decision Drivers",
        "A test signs out everywhere.",
        "See the note on sign-out.",
    ):
        assert kept in record.context
    assert "### Redis\n\nA server of its own." in record.context
    assert "* Neutral, because we know it a little" in record.context
    assert "“Decision Drivers” stands at the end of the context now." in unsure
    assert "“decision-makers” is left out." in unsure


def test_a_whole_record_of_version_2() -> None:
    record, unsure = read(FULL_2)
    assert [option.name for option in record.options] == ["ExpressJS", "Koa"]
    assert (record.chosen, record.status) == (1, "superseded")
    assert record.decided_on == date(2019, 3, 2)
    assert record.reason == "- errors end in one place\n- it is small"
    assert record.options[0] == Option("ExpressJS", "everybody knows it", "errors go astray")
    assert record.options[1] == Option("Koa", "small core", "few plugins")
    assert "### Positive Consequences\n\n* Fewer lines" in record.outcome
    assert "Technical Story: the old gateway dropped requests" in record.context
    assert any("was read as “superseded”" in sentence for sentence in unsure)
    assert "the platform team" not in str(record)


def test_a_minimal_record_leaves_nothing_unsure() -> None:
    assert read(MINIMAL_3) == (
        Record(
            title="Write plain CSS",
            options=(Option("Plain CSS"), Option("A framework")),
            chosen=0,
            reason="layers and nesting are enough for us.",
            context="Do we need a framework for styles?",
        ),
        [],
    )


def test_a_record_of_the_older_style_is_read_without_options() -> None:
    record, unsure = read(OLD_STYLE)
    assert record.title == "7. Move to Vue"
    assert (record.status, record.decided_on) == ("accepted", date(2021, 1, 20))
    assert (record.context, record.outcome) == ("The templates grew.", "Two ways to render.")
    assert record.reason == "We will use Vue for the editor alone."
    assert "No option was found. Name what you chose." in unsure


def test_options_may_be_headings_and_the_choice_bold() -> None:
    record, _ = read(NO_LIST)
    assert [option.name for option in record.options] == ["RabbitMQ", "A table"]
    assert (record.chosen, record.reason) == (1, "one worker is enough.")


@pytest.mark.parametrize(
    "said, name",
    [
        ('Chosen option: "Koa", because it is small.', "Koa"),
        ("Chosen option: Koa, because it is small.", "Koa"),
        ("Chosen option: **Koa** because it is small.", "Koa"),
        ("Chosen option: [Koa](#koa), because it is small.", "Koa"),
        ("Chosen Option: “koa”, since it is small.", "Koa"),
        ("*Chosen option*: 'Koa'. it is small.", "Koa"),
        ('Chosen option: "Koa JS", because it is small.', "Koa JS"),
        ('Chosen option: "Hapi", because it is small.', "Hapi"),
    ],
)
def test_the_chosen_option_is_said_in_many_ways(said: str, name: str) -> None:
    text = f"## Considered Options\n\n* Koa JS\n* Koa\n* Express\n\n## Decision Outcome\n\n{said}\n"
    record, unsure = read(text)
    assert record.chosen is not None and record.options[record.chosen].name == name
    assert record.reason == "it is small." and unsure == []


def test_more_options_than_fit_keep_the_chosen_one() -> None:
    names = "\n".join(f"* Option {n}" for n in range(1, 10))
    text = f"## Considered Options\n\n{names}\n\n## Decision Outcome\n\nChosen option: Option 9.\n"
    record, unsure = read(text)
    assert len(record.options) == 6 and record.chosen == 5
    assert record.options[5].name == "Option 9" and "* Option 7" in record.context
    assert "Only 6 options fit. The others stand in the context." in unsure


@pytest.mark.parametrize("status", ["{proposed | accepted}", "maybe", "accepted, for now"])
def test_a_status_that_is_none_is_told(status: str) -> None:
    record, unsure = read(f"---\nstatus: {status}\n---\n# Which one?\n")
    assert record.status in ("accepted", "proposed") and any("status" in s for s in unsure)


def test_a_date_that_is_none_is_told() -> None:
    record, unsure = read("---\ndate: 2024-13-45\n---\n# Which one?\n")
    assert record.decided_on is None and any("2024-05-31" in sentence for sentence in unsure)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "---",
        "---\n---",
        "---\nstatus: x",
        "no headings at all",
        "#",
        "# \n## \n### \n",
        "## Decision Outcome",
        "## Decision Outcome\n\nChosen option:",
        '## Decision Outcome\n\nChosen option: ""',
        "## Considered Options\n\n*\n*\n",
        "## Considered Options\n\n* * *\n",
        "<!-- never closed",
        "```\n# never closed",
        "\x00\x01\x02\ufffd\ud800",
        "%PDF-1.4 \x80\x81",
        "[" * 50_000,
        "> " * 30_000,
        "- " * 30_000,
        "#" * 50_000,
        "(" * 50_000,
        "<!--" * 20_000,
        "Chosen option: " + "(" * 50_000,
        "---\nmoved-from: " + "[" * 50_000 + "\n---\n# x",
        "## Decision Outcome\n\nChosen option: " + "a[" * 20_000,
        "\t" * 50_000,
    ],
)
def test_odd_input_is_read_as_it_is(text: str) -> None:
    reading = read(text)
    assert len(reading.record.options) <= 6 and len(reading.unsure) <= 20


def test_what_is_too_long_is_cut_and_told() -> None:
    record, unsure = read("# A title\n\n## Context\n\n" + "word " * 20_000)
    assert len(record.context) < LONGEST
    assert any("90,000 characters" in sentence for sentence in unsure)


def test_no_heap_of_lines_breaks_the_reader() -> None:
    dice = Random(7)
    lines = [line for text in (FULL_2, FULL_4, OLD_STYLE, NO_LIST) for line in text.split("\n")]
    lines += ["```", "~~~", "---", "<!--", "-->", "    # x", "> # y", "1. z", "Title\n====="]
    for _ in range(300):
        read("\n".join(dice.choices(lines, k=dice.randrange(1, 60))))
