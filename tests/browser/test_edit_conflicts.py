"""A stack that is edited in two tabs, in a browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

Served = tuple[str, dict[str, str]]


def test_the_second_tab_reads_what_the_first_one_saved(any_page: Page, served: Served) -> None:
    first, name = any_page, f"Two tabs {id(any_page)}"
    sign_in(first, served, "demo-ben")
    first.goto("/stacks/new")
    first.get_by_label("Name").fill(name)
    first.get_by_role("checkbox", name="Flask").check()
    first.get_by_role("button", name="Publish stack").click()
    expect(first).to_have_url(re.compile("/stacks/demo-ben/two-tabs"))
    second = first.context.new_page()
    for tab, words in ((first, "It sells bread."), (second, "It sells cake.")):
        tab.goto(f"{first.url.removesuffix('/edit')}/edit")
        tab.get_by_label("What it is for").fill(words)
    first.get_by_role("button", name="Save stack").click()
    expect(first.get_by_text("It sells bread.")).to_be_visible()
    save = second.get_by_role("button", name="Save stack")
    save.click()
    said = second.get_by_role("alert")
    expect(said).to_contain_text("Other words were saved meanwhile")
    expect(said).to_contain_text("It sells bread.")
    expect(said).to_be_focused()
    expect(second.get_by_label("What it is for")).to_have_value("It sells cake.")
    save.click()
    expect(second.get_by_text("It sells cake.")).to_be_visible()
