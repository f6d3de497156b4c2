"""Every page type can be read by everyone: light and dark, wide and narrow."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import sign_in

Served = tuple[str, dict[str, str]]

OPEN = [
    "/",
    "/tools",
    "/tools?q=python",
    "/tools?q=nothing-like-it",
    "/tools?sort=nope",
    "/tools/flask",
    "/tools/flaks",
    "/tools/koa",
    "/tools/flask/proscons?side=pro",
    "/tools/koa/proscons?side=con",
    "/tools/koa?lens=own",
    "/stackups/expressjs-vs-koa?lens=both",
    "/tools/atom",
    "/search",
    "/search?q=flask",
    "/search?q=web+shop&kind=stacks",
    "/search?q=raect",
    "/categories",
    "/categories/microframeworks",
    "/stackups",
    "/stackups/expressjs-vs-flask-vs-koa",
    "/stackups/angular-vs-ember-vs-lit-vs-react-vs-svelte-vs-vue",
    "/stacks",
    "/stacks/compare",
    "/stacks/compare?a=demo-ada/web-shop-1&b=",
    "/stacks/sample-bakery/order-book",
    "/stacks/sample-bakery/order-book/vs/sample-clinic/waiting-room",
    "/companies",
    "/companies/sample-bakery",
    "/advice",
    "/advice?show=answered",
    "/decisions",
    "/about",
    "/about/method",
    "/contact",
    "/privacy",
    "/terms",
    "/signup",
    "/login",
    "/forgot",
    "/nowhere",
]
MEMBERS = [
    "/",
    "/people/demo-ada",
    "/stacks/new",
    "/stacks/demo-ada/web-shop-1/edit",
    "/companies/new",
    "/companies/sample-bakery",
    "/companies/sample-bakery/edit",
    "/companies/sample-bakery/members",
    "/advice/new",
    "/advice/2-expressjs-or-koa-for-a-new-internal-api",
    "/comments/1/reply",
    "/comments/1/history",
    "/decisions/new",
    "/decisions/import",
    "/feed",
    "/feed?of=all&show=points",
    "/feed/following?kind=owner",
    "/stackups/expressjs-vs-flask-vs-koa",
    "/tools/flask",
    "/tools/flask/proscons/new",
    "/settings",
    "/settings/email",
    "/settings/password",
    "/settings/sessions",
    "/settings/close",
]
WIDTHS = (320, 390, 768, 1000, 1280, 1440)


def linked(page: Page, list_of_things: str, pattern: str) -> str:
    """The address of the first thing that a list links to."""
    page.goto(list_of_things)
    found = re.search(f'href="({pattern})"', page.content())
    assert found
    return found[1]


def faults(page: Page, name: str) -> list[str]:
    return [
        f"{name}: {violation['id']}: {node['html'][:150]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, served: Served, scheme: Any) -> None:
    context = browser.new_context(base_url=served[0], color_scheme=scheme)
    page = context.new_page()
    found: list[str] = []
    places = [
        *OPEN,
        linked(page, "/stacks", "/stacks/[a-z0-9-]+/[a-z0-9-]+"),
        linked(page, "/advice", "/advice/[0-9]+-[a-z0-9-]+"),
        linked(page, "/decisions", "/decisions/[0-9]+-[a-z0-9-]+"),
        linked(page, "/advice", "/people/[a-z0-9-]+"),
    ]
    for path in places:
        page.goto(path)
        found += faults(page, path)
    sign_in(page, served)
    for path in MEMBERS:
        page.goto(path)
        found += faults(page, f"{path} as a member")
    context.close()
    assert not found, "\n".join(found)


def too_wide(page: Page, path: str) -> list[tuple[str, int]]:
    page.goto(path)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((path, width))
    return found


def test_no_page_scrolls_sideways(page: Page, served: Served) -> None:
    places = [*OPEN, linked(page, "/stacks", "/stacks/[a-z0-9-]+/[a-z0-9-]+")]
    wide = [found for path in places for found in too_wide(page, path)]
    sign_in(page, served)
    wide += [found for path in MEMBERS for found in too_wide(page, path)]
    assert not wide, wide


def test_wide_words_keep_within_the_page(page: Page, served: Served) -> None:
    sign_in(page, served)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/advice/new")
    code, table = f"```\n{'x' * 200}\n```", f"| a | b |\n|---|---|\n| {'x' * 60} | y |"
    page.get_by_label("What is it about?").fill(f"{code}\n\n{table}")
    page.get_by_role("button", name="Preview").click()
    page.locator(".preview table").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert not faults(page, "a preview")


def test_a_chosen_colour_scheme_is_kept(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Dark theme").click()
    page.goto("/tools")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_what_needs_a_script_is_not_shown_without_one(browser: Browser, served: Served) -> None:
    context = browser.new_context(base_url=served[0], java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    assert not page.locator("[data-theme-switch]").is_visible()
    context.close()
