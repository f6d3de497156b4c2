import pytest
from flask import Flask

from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, stack

URL = "/stacks/alice/night-shift"
LISTS = (
    "/",
    "/stacks",
    "/stacks?tool=react&sort=tools",
    "/people/alice",
    "/tools/react",
    "/tools/react.json",
)


@pytest.fixture(autouse=True)
def hidden(app: Flask, alice: Member, react: Tool) -> Stack:
    return stack(app, alice, "Night shift", react, visibility="unlisted")


@pytest.mark.parametrize("path", LISTS)
def test_it_is_in_no_list(
    app: Flask, alice: Member, bob: Member, mod: Member, visitor: Browser, react: Tool, path: str
) -> None:
    stack(app, alice, "Day shift", react)
    for who in (bob, mod, visitor):
        page = who.get(path).text
        assert "Night shift" not in page and URL not in page


def test_it_counts_for_no_tool(visitor: Browser) -> None:
    assert visitor.read("/tools/react.json")["stacks"] == 0


def test_who_has_the_link_reads_it_and_search_engines_do_not_keep_it(visitor: Browser) -> None:
    page = visitor.get(URL)
    assert page.status_code == 200 and '<meta name="robots" content="noindex">' in page.text
    assert visitor.read(f"{URL}.json")["name"] == "Night shift"
    assert visitor.get(f"{URL}.json").headers["X-Robots-Tag"] == "noindex"


def test_a_public_stack_may_be_kept(app: Flask, alice: Member, react: Tool) -> None:
    day = stack(app, alice, "Day shift", react)
    assert "noindex" not in alice.get(day.url).text
    assert "X-Robots-Tag" not in alice.get(f"{day.url}.json").headers
