"""People named as @username, and Markdown shown before it is sent."""

import pytest

from stackshare.comments.models import Comment
from stackshare.core.markdown import mentioned, to_html
from tests.cast import Browser, Member


def test_who_is_named_is_linked(alice: Member, bob: Member, comment: Comment) -> None:
    body = "Ask @Alice, not @nobody or `@alice`; mail a@alice.example."
    place = bob.post(f"/comments/{comment.id}/reply", data={"body": body}).location
    page = bob.get(place.partition("#")[0]).text
    assert '<a href="/people/alice" rel="nofollow ugc noopener">@Alice</a>, not @nobody' in page
    assert page.count('href="/people/alice" rel') == 1


@pytest.mark.parametrize(
    "text, names",
    [
        ("@ada and @ben-7, @ada again", ["ada", "ben-7"]),
        ("[@ada](https://example.org) <https://example.org/@ben>", []),
        ("```\n@ada\n```\n\n    @ben", []),
        ("- @ada\n- **@ben**\n\n> @cy", ["ada", "ben", "cy"]),
        ("me@ada.org @@ben foo/@cy @-dot @", []),
        ("@ada's", ["ada"]),
    ],
)
def test_names_stand_in_words_alone(text: str, names: list[str]) -> None:
    assert mentioned(text) == names


def test_only_so_many_are_named() -> None:
    assert len(mentioned(" ".join(f"@user-{n}" for n in range(100)))) == 20


def test_a_name_carries_nothing_in() -> None:
    html = to_html('@ada"><script>', {"ada": "/people/ada"})
    assert "<script" not in html


def test_a_preview_shows_what_will_be(alice: Member, visitor: Browser) -> None:
    typed = {"previews": "body", "body": "**Bold** <script>x</script>"}
    page = alice.post("/preview", data=typed)
    assert page.status_code == 200 and "<strong>Bold</strong>" in page.text
    assert "<script>x" not in page.text
    part = alice.post("/preview", data=typed, headers={"X-Fragment": "1"}).text
    assert part.lstrip().startswith("<div") and "<strong>Bold</strong>" in part
    assert "nothing to preview" in alice.post("/preview", data={"previews": "body"}).text
    assert alice.post("/preview", data={"body": "Which one?"}).status_code == 422
    assert alice.post("/preview", data={**typed, "body": "x" * 20_001}).status_code == 413
    assert visitor.post("/preview", data=typed).location == "/login"
