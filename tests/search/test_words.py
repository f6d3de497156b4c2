"""What is typed, as words: whatever it is, both databases can be asked for it."""

import pytest
from flask import Flask

from stackshare.search.queries.closest import closest_ids
from stackshare.search.queries.kinds import KINDS
from stackshare.search.queries.words import Term, places_in, wanted


def terms(typed: str) -> list[str]:
    """Each with a star where its last word may go on."""
    return [" ".join(term.words) + "*" * term.begins for term in wanted(typed).terms]


@pytest.mark.parametrize(
    "typed, words",
    [
        ("web shop", ["web", "shop*"]),
        ('"web shop"', ["web shop"]),
        ("“web shop” open", ["web shop", "open*"]),
        ("shop shop", ["shop", "shop*"]),
        ("Node.js", ["node js*"]),
        (".NET", ["net*"]),
        ("C++ or C#", ["cplusplus", "or", "csharp*"]),
        ("f", ["f"]),
        ("Ünïcode ＡＢＣ", ["unicode", "abc*"]),
        ("हिन्दी 한국어", ["हिन्दी", "한국어*"]),
        ("a_b it's", ["a b", "it s"]),
        ('"open', ["open*"]),
        ('""', []),
        ("  \t ", []),
        ("😀 !!! -", []),
        ("-web NEAR(shop, 2) title:x*", ["web", "near shop", "2", "title x"]),
    ],
)
def test_what_is_typed_as_words(typed: str, words: list[str]) -> None:
    assert terms(typed) == words


def test_each_word_is_asked_for_once() -> None:
    assert wanted("a b a").terms == (Term(("a",)), Term(("b",)))


def test_where_words_stand_in_a_text() -> None:
    text = "C++, Café; e\u0301tude"
    places = [(text[begin:end], word) for begin, end, word in places_in(text)]
    assert places == [("C++", "cplusplus"), ("Café", "cafe"), ("e\u0301tude", "etude")]


ODD = (
    *('"', '""', '"""', "'", "''", "\\", "*", "**", "a*b", "-a", "+a", "^a", "a^2", "a:b", "{a}:b"),
    *("(a", "a)", "()", "AND", "OR", "NOT", "a AND", "AND a", "a NOT b", "NEAR", "NEAR(a b, 5)"),
    *("a & b", "a | b", "!a", "a <-> b", "a:*", "a:A", "<2>", "$1", "%s", "%(q)s", ":words", "?"),
    *("a;b", "--", "/*", "';DROP TABLE documents;--", "%", "_", "100%", "a_b", "\u200b", "\ufeff"),
    *("😀", "\u200d👧", "²", "½", "ª", "\u0301", "a\u0301", "\u094d", "a \u20dd", "ß", "İ", "ﬁ"),
    *("…", "—", "\ufffd", "\U0010ffff", "a " * 100, "a" * 4_000, '"a ' * 500, "(" * 2_000),
    *("'" * 999, "a.b/c@d.e-f " * 20, "x 1e5 -3.5 0x1f", "http://a.example/b?c=d&e#f"),
    *("<b>a</b>", "&amp;", "a\\:b", "title : a"),
)


@pytest.mark.parametrize("typed", ODD)
def test_nothing_that_is_typed_is_an_error(app: Flask, typed: str) -> None:
    with app.app_context():
        for kind in KINDS:
            assert closest_ids(kind, wanted(typed)) == []
