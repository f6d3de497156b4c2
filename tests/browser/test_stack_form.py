"""The form of a stack with its script: tools found while typing, Enter, and the counts below."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

Served = tuple[str, dict[str, str]]


def test_many_look_ups_end_in_a_published_stack(page: Page, served: Served) -> None:
    sign_in(page, served, "demo-mod")
    page.goto("/stacks/new")
    page.get_by_label("Name").fill("Found by typing")
    find = page.get_by_label("Find a tool")
    for word, name in (("react", "React"), ("postgres", "PostgreSQL"), ("docker", "Docker")):
        find.fill("")
        find.press_sequentially(word, delay=160)
        page.get_by_role("checkbox", name=name, exact=True).check()
    expect(page.locator("#tally")).to_have_text("3 tools, 0 reasons")
    page.get_by_role("button", name="Publish stack").click()
    expect(page).to_have_url(re.compile("/stacks/demo-mod/found-by-typing"))
    expect(page.get_by_role("link", name="PostgreSQL")).to_be_visible()


def test_enter_in_the_name_publishes(page: Page, served: Served) -> None:
    sign_in(page, served, "demo-mod")
    page.goto("/stacks/new")
    page.get_by_role("checkbox", name="Flask").check()
    page.get_by_label("Name").fill("By enter")
    page.get_by_label("Name").press("Enter")
    expect(page).to_have_url(re.compile("/stacks/demo-mod/by-enter"))


def test_the_counts_of_a_tool_move_with_its_buttons(page: Page, served: Served) -> None:
    sign_in(page, served, "demo-mod")
    page.goto("/tools/haml")
    followers = page.locator("dd", has=page.locator("data[data-of='haml followers']"))
    before = int(followers.inner_text())
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(followers).to_have_text(str(before + 1))
    page.get_by_role("button", name="Following", exact=True).click()
    expect(followers).to_have_text(str(before))
