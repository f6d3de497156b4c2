"""Beside a question and what is said to it stands which of its tools whoever wrote it runs."""

import pytest
from flask import Flask

from stackshare.core.kept.pages import Pages
from stackshare.core.kept.watch import EVERYTHING
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer, ask, reply
from tests.cast import Browser, Member, member, stack
from tests.core.kept.test_pages import made
from tests.stackups.test_runs import asked, mark


@pytest.fixture
def url(alice: Member, bob: Member, react: Tool, vue: Tool) -> str:
    """Alice asked about two tools; bob answered, and she him."""
    url = ask(alice, "react", "vue").location
    reply(alice, answer(bob, url, "Take what you know.").location, "Thanks.")
    return url


def test_it_names_those_of_the_questions_tools(
    app: Flask, alice: Member, bob: Member, visitor: Browser, url: str, react: Tool, svelte: Tool
) -> None:
    assert 'class="runs"' not in visitor.get(url).text
    stack(app, bob, "Shop", svelte, react)
    assert visitor.get(url).text.count(mark("React")) == 1
    twin = visitor.read(f"{url}.json")
    [comment] = twin["comments"]
    assert (twin["author_runs"], comment["author_runs"]) == ([], ["react"])
    assert comment["replies"][0]["author_runs"] == []


def test_it_stands_beside_the_asker_and_all_they_say(
    app: Flask, alice: Member, visitor: Browser, url: str, react: Tool, vue: Tool
) -> None:
    stack(app, alice, "Shop", vue, react)
    assert visitor.get(url).text.count(mark("React", "Vue.js")) == 2
    twin = visitor.read(f"{url}.json")
    [comment] = twin["comments"]
    assert twin["author_runs"] == comment["replies"][0]["author_runs"] == ["react", "vue"]
    assert comment["author_runs"] == []


def test_every_page_of_a_thread_has_it(
    app: Flask,
    alice: Member,
    bob: Member,
    mod: Member,
    visitor: Browser,
    url: str,
    react: Tool,
    vue: Tool,
) -> None:
    stack(app, bob, "Shop", react)
    stack(app, mod, "Tide", vue)
    [comment] = visitor.read(f"{url}.json")["comments"]
    reply(mod, f"#comment-{comment['id']}", "Not always.")

    def marks(path: str) -> list[int]:
        page = visitor.get(path).text
        return [page.count(mark(name)) for name in ("React", "Vue.js")]

    for path in (url, f"{url}?sort=newest", f"{url}?branch={comment['id']}"):
        assert marks(path) == [1, 1], path
    alice.press(f"{url.partition('-')[0]}/accept/{comment['id']}")
    assert marks(url) == [1, 1]  # the accepted one stands first


def test_only_todays_public_stacks_of_ones_own_count(
    app: Flask, alice: Member, bob: Member, visitor: Browser, url: str, react: Tool
) -> None:
    stack(app, member(app, "carol"), "Of another", react)
    stack(app, bob, "Hidden", react, visibility="unlisted")
    stack(app, bob, "Gone", react)
    bob.press("/stacks/bob/gone/remove")
    assert 'class="runs"' not in visitor.get(url).text
    assert visitor.read(f"{url}.json")["comments"][0]["author_runs"] == []


def test_a_comment_that_was_removed_says_nothing_of_its_author(
    app: Flask, bob: Member, visitor: Browser, url: str, react: Tool
) -> None:
    stack(app, bob, "Shop", react)
    answer(bob, url, "Or what they know.")
    first, second = visitor.read(f"{url}.json")["comments"]
    bob.press(f"{second['url']}/remove")
    for comment in visitor.read(f"{url}.json")["comments"]:
        assert comment["author_runs"] == ([] if comment["removed"] else ["react"])
    assert visitor.get(url).text.count(mark("React")) == 1
    bob.press(f"{first['url']}/remove")
    assert mark("React") not in visitor.get(url).text


def test_kept_pages_say_what_an_author_runs_now(
    app: Flask, bob: Member, visitor: Browser, url: str, react: Tool
) -> None:
    pages: Pages = app.extensions["kept"]
    sent = {"name": "Shop", "tool": "react"}

    def say_it(wanted: bool) -> None:
        for path, words in ((url, mark("React")), (f"{url}.json", '"author_runs":["react"]')):
            assert made(pages, visitor, path) and not made(pages, visitor, path), path
            assert (words in visitor.get(path).text) is wanted, path

    say_it(False)
    stack(app, bob, "Shop", react)
    say_it(True)
    bob.rewrite("/stacks/bob/shop", {**sent, "visibility": "unlisted"})
    say_it(False)
    bob.rewrite("/stacks/bob/shop", {**sent, "visibility": "public"})
    say_it(True)
    bob.rewrite("/stacks/bob/shop", {**sent, "visibility": "public", "dropped-react": "2024-05-31"})
    say_it(False)
    stack(app, bob, "Blog", react)
    say_it(True)
    bob.press("/stacks/bob/blog/remove")
    say_it(False)


def test_what_a_script_gets_back_is_the_votes_alone(
    app: Flask, alice: Member, bob: Member, url: str, react: Tool
) -> None:
    """The mark beside the name stands as it was."""
    stack(app, bob, "Shop", react)
    [comment] = alice.read(f"{url}.json")["comments"]
    part = alice.press(f"{comment['url']}/up", headers={"X-Fragment": "1"}).text
    assert part.strip().startswith('<span class="votes">') and 'class="runs"' not in part
    assert alice.get(url).text.count(mark("React")) == 1


def test_all_authors_of_a_page_are_asked_for_at_once(
    app: Flask, bob: Member, mod: Member, visitor: Browser, url: str
) -> None:
    for n in range(30):
        answer((bob, mod)[n % 2], url, f"Number {n}.")
    app.extensions["kept"].store.drop({EVERYTHING})
    assert asked(visitor, url) == 1
    assert asked(visitor, f"{url}?sort=newest") == 0  # it is known who runs what


def test_a_question_about_no_tool_asks_nothing(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    stack(app, bob, "Shop", react)
    url = ask(alice).location
    answer(bob, url, "Take what you know.")
    assert asked(visitor, url) == 0
    assert visitor.read(f"{url}.json")["comments"][0]["author_runs"] == []


def test_comments_on_a_stack_are_about_no_tool_in_particular(
    app: Flask, alice: Member, bob: Member, visitor: Browser, react: Tool
) -> None:
    for who in (alice, bob):
        stack(app, who, "Shop", react)
    bob.post("/stacks/alice/shop/comments", data={"body": "So do we."})
    page = visitor.get("/stacks/alice/shop").text
    assert "So do we." in page and 'class="runs"' not in page
