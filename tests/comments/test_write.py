"""Commenting, replying, editing with history, removing and bringing back."""

import json

import pytest
from flask import Flask

from stackshare.comments.models import Comment
from stackshare.extensions import db
from stackshare.site.actions import recount
from tests.advice.test_ask import answer, ask
from tests.cast import Browser, Member, member


def thread_page(who: Browser, comment: Comment) -> str:
    return who.get(f"/comments/{comment.id}", follow_redirects=True).text


def test_a_reply_is_written_on_a_page_of_its_own(alice: Member, comment: Comment) -> None:
    form = alice.get(f"/comments/{comment.id}/reply").text
    assert "Reply to Bob" in form and "Take the one you know." in form
    place = alice.post(f"/comments/{comment.id}/reply", data={"body": "Thanks, **bob**."}).location
    assert place.startswith("/advice/") and f"branch={comment.id}" in place
    assert "Thanks, <strong>bob</strong>." in thread_page(alice, comment)


@pytest.mark.parametrize(
    "body, sentence",
    [
        (" ", "Write something"),
        ("\u200b", "can be seen"),
        ("[x]: http://y.example", "can be seen"),
        ("![]()", "can be seen"),
        ("![](http://y.example/z.png)\n\n---", "can be seen"),
        ("x" * 10_001, "10,000"),
    ],
)
def test_bad_input_loses_nothing(alice: Member, comment: Comment, body: str, sentence: str) -> None:
    for path in (f"/comments/{comment.id}/reply", f"/threads/{comment.thread_id}/comments"):
        page = alice.post(path, data={"body": body})
        assert page.status_code == 422 and sentence in page.text and body.strip() in page.text


@pytest.mark.parametrize("body", ["!", "👍", "![a lake](http://y.example/z.png)", "`![]`"])
def test_little_is_enough(bob: Member, comment: Comment, body: str) -> None:
    posted = bob.post(f"/comments/{comment.id}/edit", data={"body": body})
    assert posted.status_code == 302


def test_who_is_not_verified_keeps_what_was_typed(app: Flask, comment: Comment) -> None:
    dave = member(app, "dave", verified_at=None)
    page = dave.post(f"/comments/{comment.id}/reply", data={"body": "My long reply."})
    assert page.status_code == 403 and "My long reply." in page.text


def test_wide_code_is_scrolled_by_keyboard_too(bob: Member, comment: Comment) -> None:
    bob.post(f"/comments/{comment.id}/edit", data={"body": "```\npip install\n```"})
    code = '<pre tabindex="0"><code>pip install'
    assert code in thread_page(bob, comment)
    preview = bob.post("/preview", data={"previews": "body", "body": "```\npip install\n```"})
    assert code in preview.text


def test_edited_words_stay_readable(bob: Member, visitor: Browser, comment: Comment) -> None:
    edit = f"/comments/{comment.id}/edit"
    assert "Take the one you know." in bob.get(edit).text
    for _ in range(2):  # the same again is no change
        bob.post(edit, data={"body": "Take *the other* one."})
    page = thread_page(visitor, comment)
    assert "<em>the other</em>" in page and f"/comments/{comment.id}/history" in page
    history = visitor.get(f"/comments/{comment.id}/history").text
    assert history.index("Take *the other* one.") < history.index("Take the one you know.")
    assert history.count("<section") == 2
    assert bob.post(edit, data={"body": ""}).status_code == 422


def test_only_its_author_edits_or_removes_a_comment(
    app: Flask, alice: Member, mod: Member, visitor: Browser, comment: Comment
) -> None:
    for who, status in ((alice, 403), (mod, 403), (visitor, 302)):
        assert who.get(f"/comments/{comment.id}/edit").status_code == status
        answer = who.post(f"/comments/{comment.id}/edit", data={"body": "Mine now"})
        assert answer.status_code == status
        assert who.press(f"/comments/{comment.id}/remove").status_code == status
    assert "Take the one you know." in thread_page(visitor, comment)


def test_a_removed_comment_keeps_its_place_and_comes_back(
    app: Flask, alice: Member, bob: Member, visitor: Browser, comment: Comment
) -> None:
    alice.post(f"/comments/{comment.id}/reply", data={"body": "I will."})
    for _ in range(2):
        assert bob.press(f"/comments/{comment.id}/remove").status_code == 302
    page = thread_page(visitor, comment)
    assert "Bob removed this comment." in page and "I will." in page
    assert "Take the one you know." not in page and "1 comment" in page
    told = visitor.read(thread_url(app, comment) + ".json")["comments"][0]
    assert told["removed"] and "body" not in told
    for path in ("edit", "reply", "history"):
        assert bob.get(f"/comments/{comment.id}/{path}").status_code == 404
    assert alice.press(f"/comments/{comment.id}/up").status_code == 404
    for _ in range(2):
        bob.press(f"/comments/{comment.id}/remove", wanted="n")
    assert "Take the one you know." in thread_page(visitor, comment)
    with app.app_context():
        assert recount() == 0


def thread_url(app: Flask, comment: Comment) -> str:
    with app.app_context():
        return db.session.get_one(Comment, comment.id).thread.url


def test_its_author_alone_sees_the_controls(
    alice: Member, bob: Member, visitor: Browser, comment: Comment
) -> None:
    control = f'href="/comments/{comment.id}/edit"'
    assert control in thread_page(bob, comment)
    for who in (alice, visitor):
        assert control not in thread_page(who, comment)


def test_comments_on_what_is_not_public_are_nowhere(
    app: Flask, alice: Member, bob: Member, comment: Comment
) -> None:
    with app.app_context():
        db.session.get_one(Comment, comment.id).thread.url = ""
        db.session.commit()
    for path in ("", "/reply", "/edit", "/history"):
        assert bob.get(f"/comments/{comment.id}{path}").status_code == 404
    for path in ("/up", "/down", "/remove"):
        assert alice.press(f"/comments/{comment.id}{path}").status_code == 404
    there = f"/threads/{comment.thread_id}/comments"
    assert alice.post(there, data={"body": "Hello there."}).status_code == 404


@pytest.mark.parametrize("asked", ["branch=x", "branch=0", "branch=1&from=x", "branch=99999999999"])
def test_branches_that_are_not_there_are_404(
    app: Flask, alice: Member, comment: Comment, asked: str
) -> None:
    assert alice.get(f"{thread_url(app, comment)}?{asked}").status_code == 404


def test_what_steers_a_terminal_is_no_text(alice: Member, comment: Comment) -> None:
    typed = {"body": "A\x01B\x0bC\x1bD\x7fE\tF\nG"}
    place = alice.post(f"/comments/{comment.id}/reply", data=typed).location
    page = alice.get(place.partition("#")[0]).text
    assert "ABCDE" in page and not any(c in page for c in "\x01\x0b\x1b\x7f")


def test_a_program_reads_all_comments(
    app: Flask, alice: Member, visitor: Browser, comment: Comment
) -> None:
    url = thread_url(app, comment)
    for n in range(45):
        alice.post(f"/threads/{comment.thread_id}/comments", data={"body": f"No {n}."})
    found, path = [], f"{url}.json"
    while path:
        page = visitor.read(path)
        found += page["comments"]
        path = page["more_comments"]
    assert len({said["id"] for said in found}) == len(found) == 46


def test_a_comment_and_its_history_have_twins(visitor: Browser, alice: Member, bob: Member) -> None:
    url = ask(alice).location
    said = answer(bob, url, "Both.").location.rpartition("-")[2]
    bob.post(f"/comments/{said}/edit", data={"body": "Neither."})
    twin = visitor.read(f"/comments/{said}.json")
    assert (twin["author"], twin["body"], twin["parent"]) == ("bob", "Neither.", None)
    assert twin["page"] == visitor.get(f"/comments/{said}").location
    history = visitor.read(f"/comments/{said}/history.json")
    assert [version["body"] for version in history["versions"]] == ["Neither.", "Both."]
    assert history["versions"][0]["until"] is None and history["versions"][1]["until"]
    bob.press(f"/comments/{said}/remove")
    gone = visitor.get(f"/comments/{said}.json")
    assert (
        json.loads(gone.text)["removed"] and "Neither" not in gone.text and "bob" not in gone.text
    )
    assert visitor.get(f"/comments/{said}/history.json").status_code == 404
