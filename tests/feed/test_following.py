"""All that a member follows, and how to stop."""

import pytest
from flask import Flask

from stackshare.core.paging import PAGE_SIZE
from stackshare.tools.models import Tool
from tests.accounts.test_follow import follows
from tests.cast import Member, stack, tool
from tests.feed.cast import ask


def test_everything_that_can_be_followed_is_listed(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    shop, asked = stack(app, bob, "Shop", react).url, ask(bob, "Why React?", "react")
    thread = alice.read(f"{asked}.json")["thread"]
    listed = {
        "tool": ("/tools/react", "/tools/react/follow"),
        "owner": ("/people/bob", "/people/bob/follow"),
        "stack": (shop, f"{shop}/follow"),
        "stackup": ("/stackups/react-vs-vue", "/stackups/react-vs-vue/follow"),
        "thread": (asked, f"/threads/{thread}/follow"),
    }
    for kind, (url, action) in listed.items():
        path = f"/feed/following?kind={kind}"
        assert "You follow no" in alice.get(path).text
        alice.press(action)
        assert follows(alice, kind) == [url]
        page = alice.get(path).text
        assert f'href="{url}"' in page
        mark = page.partition(f'formaction="{action}"')[2].partition(">")[0]
        assert 'value="n" aria-pressed="true"' in mark
        alice.press(action, wanted="n")
        assert follows(alice, kind) == []


def test_long_lists_come_in_pages(app: Flask, alice: Member) -> None:
    slugs = [f"tool-{n:02}" for n in range(PAGE_SIZE + 3)]
    for slug in slugs:
        tool(app, slug)
        alice.press(f"/tools/{slug}/follow")
    first = alice.read("/feed/following.json")
    second = alice.read(first["next"])
    found = [it["url"].removeprefix("/tools/") for it in [*first["follows"], *second["follows"]]]
    assert found == slugs[::-1] and second["next"] is None
    older = alice.get("/feed/following").text.partition('rel="next" href="')[2].partition('"')[0]
    assert "tool-00" in alice.get(older).text


def test_nobody_sees_what_others_follow(alice: Member, bob: Member, react: Tool) -> None:
    bob.press("/tools/react/follow")
    assert follows(alice, "tool") == [] and "/tools/react" not in alice.get("/feed/following").text


@pytest.mark.parametrize("query, code", [("kind=none", 422), ("after=x", 404)])
def test_what_cannot_be_asked_for_is_refused(alice: Member, query: str, code: int) -> None:
    assert alice.get(f"/feed/following?{query}").status_code == code
