"""The lines that are shown of a text, and what is marked in them."""

import pytest

from stackshare.search.pages.excerpts import LONGEST, excerpt_of, marked
from stackshare.search.queries.words import wanted


def shown(text: str, typed: str) -> str:
    """What was found stands in brackets."""
    parts = excerpt_of(text, wanted(typed))
    return "".join(f"[{text}]" if found else text for text, found in parts)


@pytest.mark.parametrize(
    "text, typed, lines",
    [
        ("We run Flask and Koa.", "flask", "We run [Flask] and Koa."),
        ("We run Flask and Koa.", "koa run", "We [run] Flask and [Koa]."),
        ("We run Flask and Koa.", "koa fl", "We run [Flask] and [Koa]."),
        ("Node.js, node and js", "node.js", "[Node.js], node and js"),
        ("A web shop on the web", '"web shop"', "A [web shop] on the web"),
        ("A web shop on the web", '"web shop" web', "A [web shop] on the [web]"),
        ("C, C++ and C#", "c++", "C, [C++] and C#"),
        ("C, C++ and C#", "c# c", "[C], C++ and [C#]"),
        ("Ein Café, zwei cafés", "cafe", "Ein [Café], zwei [cafés]"),
        ("A <b>bold</b> & </mark> word", "bold b", "A <[b]>[bold]</[b]> & </mark> word"),
        ("Nothing of it", "flask", "Nothing of it"),
        ("", "flask", ""),
        ("webs web", '"web"', "webs [web]"),
    ],
)
def test_what_was_found_is_marked(text: str, typed: str, lines: str) -> None:
    assert shown(text, typed) == lines


def test_a_long_text_is_shown_around_what_was_found() -> None:
    lines = shown("one " * 200 + "the zebra " + "two " * 200, "zebra")
    assert lines.startswith("…one one") and lines.endswith("two two…")
    assert "the [zebra] two" in lines and len(lines) <= LONGEST + 4


def test_where_most_of_the_words_stand_together() -> None:
    text = "A zebra. " + "one " * 200 + "a zebra and an okapi " + "two " * 200
    assert "[zebra] and an [okapi]" in shown(text, "zebra okapi")


def test_without_anything_found_it_is_how_the_text_begins() -> None:
    assert shown("one " * 200, "zebra").startswith("one one")


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    assert len(shown("x" * 5_000, "zebra")) == LONGEST + 1
    assert len(shown("-" * 5_000 + "zebra" + "-" * 5_000, "zebra")) <= LONGEST + 4


def test_a_title_is_shown_whole() -> None:
    parts = marked("one " * 100 + "zebra", wanted("zebra"))
    assert [part.text for part in parts] == ["one " * 100, "zebra"]
