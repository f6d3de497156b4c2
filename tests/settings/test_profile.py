import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import Browser, Member


def change(who: Browser, **typed: str) -> TestResponse:
    known = {"name": "Alice A.", "headline": "", "employer": "", "about": ""}
    return who.post("/settings", data={**known, **typed})


def test_a_member_says_who_they_are(alice: Member, visitor: Browser) -> None:
    typed = {"headline": "Senior Engineer", "employer": "Example", "about": "Builds <things>."}
    assert change(alice, **typed).location == "/people/alice"
    page = visitor.get("/people/alice").text
    assert "<h1>Alice A.</h1>" in page and "Senior Engineer at Example" in page
    assert "Builds &lt;things&gt;." in page


def test_the_form_shows_what_is_there(alice: Member) -> None:
    change(alice, headline="Engineer")
    assert 'value="Engineer"' in alice.get("/settings").text


def test_the_owner_finds_the_form_from_their_page(alice: Member, bob: Member) -> None:
    assert "Edit your profile" in alice.get("/people/alice").text
    assert "Edit your profile" not in bob.get("/people/alice").text


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"name": ""}, "Type the name that people read."),
        ({"name": "\u200b\u202e "}, "Type the name that people read."),
        ({"name": "x" * 81}, "Use at most 80 characters."),
        ({"about": "x" * 1001}, "Use at most 1,000 characters."),
    ],
)
def test_bad_input_gets_a_sentence_and_is_not_lost(
    alice: Member, typed: dict[str, str], sentence: str
) -> None:
    answer = change(alice, headline="Engineer", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text and 'value="Engineer"' in answer.text


def test_a_name_is_one_line_that_reads_as_it_looks(alice: Member, visitor: Browser) -> None:
    change(alice, name="Al\u202eice\n\u200b A.")
    assert "<h1>Al ice A.</h1>" in visitor.get("/people/alice").text


def test_nothing_else_can_be_changed(app: Flask, alice: Member, visitor: Browser) -> None:
    change(alice, role="moderator", handle="bob", verified_at="", email="x@example.org", id="1")
    assert visitor.get("/people/alice").status_code == 200
    assert visitor.get("/people/bob").status_code == 404


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert change(visitor).location == "/login"
    assert visitor.get("/settings").location == "/login?next=/settings"
