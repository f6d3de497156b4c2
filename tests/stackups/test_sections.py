"""What sets tools apart: sections that every member may improve, with their history."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.stackups.actions.sections import MOST_SECTIONS
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, member, seen_in

HERE = "/stackups/react-vs-vue"


@pytest.fixture(autouse=True)
def something_to_compare(react: Tool, vue: Tool) -> None:
    pass


def write(
    who: Browser, heading: str = "Routing", body: str = "Both leave it to **others**."
) -> TestResponse:
    return who.post(f"{HERE}/differences", data={"heading": heading, "body": body})


def written(who: Browser, **words: str) -> str:
    """The address of a new section."""
    answer = write(who, **words)
    assert answer.status_code == 302
    return f"/stackups/sections/{answer.location.rpartition('-')[2]}"


def differences(who: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = who.read(f"{HERE}.json")["differences"]
    return found


def edit(
    who: Browser, section: str, body: str = "Vue.js has one of its own.", seen: str | None = None
) -> TestResponse:
    """Open its form, if it was not seen before, and send other words."""
    seen = seen_in(who.get(f"{section}/edit").text) if seen is None else seen
    words = {"heading": "Routing", "body": body, "seen": seen}
    return who.post(f"{section}/edit", data=words)


# --- written


def test_a_section_is_written_and_signed(alice: Member, visitor: Browser) -> None:
    section = written(alice)
    page = visitor.get(HERE).text
    assert "<strong>others</strong>" in page and 'Written by <a href="/people/alice">' in page
    [told] = differences(visitor)
    assert (told["heading"], told["body"]) == ("Routing", "Both leave it to **others**.")
    assert (told["author"], told["version"]) == ("alice", 1)
    assert f'href="{section}/history"' in page and "Nobody has said yet when to choose" in page


def test_without_a_heading_it_is_the_summary_which_stands_first(
    alice: Member, visitor: Browser
) -> None:
    write(alice)
    write(alice, heading="", body="Take the one you know.")
    page = visitor.get(HERE).text
    assert page.index("Take the one you know.") < page.index("Both leave it to")
    twin = visitor.read(f"{HERE}.json")
    assert twin["summary"]["body"] == "Take the one you know."
    assert [section["heading"] for section in twin["differences"]] == ["Routing"]
    again = write(alice, heading=" ", body="Another one.")
    assert again.status_code == 422 and "There is a summary already" in again.text
    assert "Another one." in again.text


def test_sections_stand_in_the_order_they_were_written(alice: Member, bob: Member) -> None:
    for who, heading in ((alice, "Routing"), (bob, "Testing"), (alice, "Errors")):
        write(who, heading=heading)
    assert [section["heading"] for section in differences(bob)] == ["Routing", "Testing", "Errors"]


def test_a_heading_stands_once(alice: Member, bob: Member) -> None:
    section = written(alice)
    answer = write(bob, heading="routing!", body="I would add this.")
    assert answer.status_code == 422 and "I would add this." in answer.text
    assert "There is a section called “Routing” already" in answer.text
    assert f'href="{section}/edit"' in answer.text and len(differences(bob)) == 1


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"body": " "}, "Write something"),
        ({"body": "\u200b"}, "can be seen"),
        ({"body": "![]()"}, "can be seen"),
        ({"body": "x" * 5_001}, "5,000"),
        ({"heading": "x" * 61}, "at most 60"),
    ],
)
def test_bad_input_loses_nothing(alice: Member, typed: dict[str, str], sentence: str) -> None:
    answer = write(alice, **typed)
    assert answer.status_code == 422 and sentence in answer.text
    assert ("Both leave it" if "heading" in typed else 'value="Routing"') in answer.text
    assert differences(alice) == []


def test_who_is_not_verified_keeps_what_was_typed(app: Flask, alice: Member) -> None:
    dave = member(app, "dave", verified_at=None)
    answer = write(dave, body="My long words.")
    assert answer.status_code == 403 and "My long words." in answer.text
    section = written(alice)
    answer = edit(dave, section, body="My long words.")
    assert answer.status_code == 403 and "My long words." in answer.text
    assert differences(dave)[0]["author"] == "alice"


def test_a_visitor_is_sent_to_sign_in(alice: Member, visitor: Browser) -> None:
    section = written(alice)
    assert write(visitor).location == edit(visitor, section).location == "/login"
    assert visitor.press(f"{section}/remove").location == "/login"
    assert visitor.get(f"{HERE}/differences/new").location.startswith("/login")
    assert visitor.get(f"{section}/edit").location.startswith("/login")


def test_markup_is_inert(alice: Member, visitor: Browser) -> None:
    write(alice, heading="<i>Routing</i>", body="<script>alert(1)</script> [x](javascript:y)")
    page = visitor.get(HERE).text
    assert "<script>alert" not in page and "javascript:y" not in page.replace("(javascript", "")
    assert "<i>Routing" not in page and "&lt;i&gt;Routing" in page


def test_twenty_sections_are_as_many_as_fit(alice: Member, bob: Member) -> None:
    paths = [written(alice, heading=f"Topic {n}") for n in range(MOST_SECTIONS)]
    answer = write(bob, heading="One more", body="What I typed.")
    assert answer.status_code == 403 and "as many as fit" in answer.text
    assert "What I typed." in answer.text and len(differences(bob)) == MOST_SECTIONS
    alice.press(f"{paths[0]}/remove")
    assert write(bob, heading="One more").status_code == 302
    assert alice.press(f"{paths[0]}/remove", wanted="n").status_code == 403
    assert len(differences(bob)) == MOST_SECTIONS


def test_the_last_place_is_taken_once(app: Flask, alice: Member) -> None:
    for n in range(MOST_SECTIONS - 1):
        write(alice, heading=f"Topic {n}")
    writers = [member(app, f"writer-{n}") for n in range(8)]
    with ThreadPoolExecutor(8) as crowd:
        each = crowd.map(lambda who: write(who, heading=f"By {who.user.name}"), writers)
        answers = sorted(answer.status_code for answer in each)
    assert answers == [302, *[403] * 7] and len(differences(alice)) == MOST_SECTIONS


# --- edited, by anybody


def test_everybody_may_improve_a_section_and_nothing_is_lost(
    alice: Member, bob: Member, visitor: Browser
) -> None:
    section = written(alice)
    assert "Both leave it to **others**." in bob.get(f"{section}/edit").text
    assert edit(bob, section).location == f"{HERE}#section-{section.rpartition('/')[2]}"
    assert edit(bob, section).status_code == 302  # the same again is no change
    [told] = differences(visitor)
    assert (told["author"], told["version"]) == ("bob", 2)
    page = visitor.get(HERE).text
    assert 'Last written by <a href="/people/bob">' in page and "2 versions" in page
    history = visitor.get(f"{section}/history").text
    assert "<ins>Vue.js has one of its own.\n</ins>" in history
    assert "<del>Both leave it to **others**.\n</del>" in history
    versions = visitor.read(f"{section}/history.json")["versions"]
    assert [version["author"] for version in versions] == ["bob", "alice"]
    assert versions[1]["text"] == "Routing\n\nBoth leave it to **others**."


def test_a_former_version_is_brought_back_by_saving_it(
    alice: Member, bob: Member, visitor: Browser
) -> None:
    section = written(alice)
    edit(bob, section, body="Nonsense.")
    was = visitor.read(f"{section}/history.json")["versions"][1]["id"]
    assert f'href="{section}/edit?was={was}"' in visitor.get(f"{section}/history").text
    form = alice.get(f"{section}/edit?was={was}").text
    assert "Both leave it to **others**." in form and 'name="seen" type="hidden"' in form
    edit(alice, section, body="Both leave it to **others**.")
    bodies = [version["text"] for version in visitor.read(f"{section}/history.json")["versions"]]
    assert [body.partition("\n\n")[2] for body in bodies] == [
        "Both leave it to **others**.",
        "Nonsense.",
        "Both leave it to **others**.",
    ]


def test_versions_of_others_are_not_brought_back_here(alice: Member, bob: Member) -> None:
    one, other = written(alice), written(alice, heading="Testing")
    edit(bob, one)
    was = bob.read(f"{one}/history.json")["versions"][1]["id"]
    for path in (f"{other}/edit?was={was}", f"{one}/edit?was=x", f"{one}/edit?was={2**63}"):
        assert bob.get(path).status_code == 404


def test_of_two_who_edit_at_once_neither_loses_a_word(alice: Member, bob: Member) -> None:
    section = written(alice)
    seen = seen_in(alice.get(f"{section}/edit").text)
    edit(bob, section, body="Words of bob.")
    answer = edit(alice, section, body="Words of alice.", seen=seen)
    assert answer.status_code == 409 and "Bob saved other words meanwhile" in answer.text
    assert "Words of bob." in answer.text and "Words of alice." in answer.text
    assert differences(alice)[0]["body"] == "Words of bob."
    again = edit(alice, section, body="Words of both.", seen=seen_in(answer.text))
    assert again.status_code == 302 and differences(alice)[0]["body"] == "Words of both."


def test_two_who_write_the_same_words_do_not_disagree(alice: Member, bob: Member) -> None:
    section = written(alice)
    seen = seen_in(alice.get(f"{section}/edit").text)
    for who in (bob, alice):
        assert edit(who, section, seen=seen).status_code == 302
    assert (differences(bob)[0]["author"], differences(bob)[0]["version"]) == ("bob", 2)


def test_ten_at_once_write_one_version(app: Flask, alice: Member) -> None:
    section = written(alice)
    writers = [member(app, f"writer-{n}") for n in range(10)]
    seen = seen_in(alice.get(f"{section}/edit").text)
    with ThreadPoolExecutor(10) as crowd:
        each = crowd.map(lambda who: edit(who, section, f"By {who.user.name}.", seen), writers)
        answers = sorted(answer.status_code for answer in each)
    assert answers == [302, *[409] * 9]
    assert len(alice.read(f"{section}/history.json")["versions"]) == 2


def test_a_section_takes_no_heading_of_another(alice: Member, bob: Member) -> None:
    written(alice)
    section = written(alice, heading="Testing", body="Easy.")
    answer = edit(bob, section, body="Easy, with one line more.")
    assert answer.status_code == 422 and "Easy, with one line more." in answer.text
    assert "There is a section called “Routing” already" in answer.text
    assert [section["body"] for section in differences(bob)][1] == "Easy."


@pytest.mark.parametrize("seen", ["", "x", "0", str(2**63)])
def test_who_has_not_seen_it_changes_nothing(alice: Member, bob: Member, seen: str) -> None:
    section = written(alice)
    assert edit(bob, section, seen=seen).status_code == 409
    assert differences(bob)[0]["version"] == 1


def test_many_versions_come_in_pages(alice: Member, visitor: Browser) -> None:
    section = written(alice, body="Take 0.")
    for n in range(1, 31):
        edit(alice, section, body=f"Take {n}.")
    path, found = f"{section}/history.json", []
    while path:
        page = visitor.read(path)
        found += [version["text"] for version in page["versions"]]
        path = page["next"]
    assert found == [f"Routing\n\nTake {n}." for n in range(30, -1, -1)]
    first = visitor.get(f"{section}/history").text
    assert "<del>Take 4.\n</del>" in first and "<ins>Take 5.\n</ins>" in first


def test_long_texts_are_shown_whole_and_not_compared(alice: Member, visitor: Browser) -> None:
    section = written(alice, body="\n".join(f"- {n}" for n in range(120)))
    edit(alice, section, body="Short.")
    page = visitor.get(f"{section}/history").text
    assert "<ins>" not in page and "<del>" not in page and "- 119" in page and "Short." in page


# --- removed


def test_who_began_a_section_removes_it_and_brings_it_back(
    alice: Member, bob: Member, mod: Member, visitor: Browser
) -> None:
    section = written(alice)
    edit(bob, section)
    for who in (bob, mod):
        assert who.press(f"{section}/remove").status_code == 403
        assert f'formaction="{section}/remove"' not in who.get(HERE).text
    assert f'formaction="{section}/remove"' in alice.get(HERE).text
    for _ in range(2):
        assert alice.press(f"{section}/remove").location == HERE
    assert "“Routing” is removed." in alice.get(HERE).text
    assert differences(visitor) == [] and "Vue.js has one" not in visitor.get(HERE).text
    for path in ("", "/edit", "/history", "/history.json"):
        assert alice.get(f"{section}{path}").status_code == 404
    for _ in range(2):
        alice.press(f"{section}/remove", wanted="n")
    assert differences(visitor)[0]["body"] == "Vue.js has one of its own."


def test_a_section_whose_heading_was_taken_stays_away(alice: Member, bob: Member) -> None:
    section = written(alice)
    alice.press(f"{section}/remove")
    write(bob)
    assert alice.press(f"{section}/remove", wanted="n").status_code == 403
    assert [section["author"] for section in differences(alice)] == ["bob"]


def test_words_for_a_section_that_was_removed_meanwhile_are_kept(
    alice: Member, bob: Member
) -> None:
    section = written(alice)
    alice.press(f"{section}/remove")
    answer = edit(bob, section, body="What I typed.")
    assert answer.status_code == 409 and "What I typed." in answer.text
    assert f'action="{HERE}/differences"' in answer.text and 'value="Routing"' in answer.text
    nosy = bob.post(f"{section}/edit", data={"heading": "", "body": ""})
    assert nosy.status_code == 409 and "Routing" not in nosy.text.replace("“Routing” or", "")


@pytest.mark.parametrize("path", ["/stackups/sections/99/edit", "/stackups/lines/99/history"])
def test_what_is_not_there_is_404(alice: Member, path: str) -> None:
    assert alice.get(path).status_code == 404
