"""When to choose which, what sets them apart and whether that helped, in a browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

Served = tuple[str, dict[str, str]]
STACKUP = "/stackups/django-vs-flask"


def test_members_write_vote_and_answer(any_page: Page, served: Served) -> None:
    page, text = any_page, f"you met it {id(any_page)} times"
    sign_in(page, served, "demo-ben")
    page.goto(STACKUP)
    page.get_by_role("link", name="Add a line for Flask").click()
    page.get_by_label("In one line").fill(text)
    page.get_by_role("button", name="Add line").click()
    expect(page.get_by_role("button", name=f"Vote for “{text}”")).to_be_disabled()
    page.get_by_role("button", name=f"Remove “{text}”").click()
    expect(page.get_by_text(f"“{text}” is removed.")).to_be_visible()
    yes, counts = page.get_by_role("button", name="Yes, this was helpful"), page.locator("#helpful")
    before = counts.inner_text()
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    expect(counts).not_to_have_text(before)
    page.get_by_role("button", name="No, this was not helpful").click()
    expect(yes).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="No, this was not helpful").click()
    expect(counts).to_contain_text("21 of 24 found this helpful")


def test_a_section_is_improved_and_its_history_read(any_page: Page, served: Served) -> None:
    page, words = any_page, f"Measured {id(any_page)} times."
    sign_in(page, served)
    page.goto(STACKUP)
    page.get_by_role("link", name="Edit Size").click()
    page.get_by_label("What sets them apart").fill(words)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("link", name=re.compile("versions of Size")).click()
    expect(page.locator("ins", has_text=words)).to_be_visible()
    page.get_by_role("link", name="Bring this version back").first.click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(words)).to_have_count(0)


def test_more_lines_come_into_place(page: Page) -> None:
    page.goto("/stackups/expressjs-vs-flask-vs-koa")
    page.get_by_role("link", name="1 more line for ExpressJS").click()
    expect(page.locator("#choose section.s1 .point")).to_have_count(6)


def test_what_stands_in_the_way_has_the_focus(any_page: Page, served: Served) -> None:
    page, text = any_page, f"you said it {id(any_page)} times"
    sign_in(page, served, "demo-ben")
    for _ in range(2):
        page.goto(f"{STACKUP}/choose/new?tool=flask")
        page.get_by_label("In one line").fill(text)
        page.get_by_role("button", name="Add line").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("In one line").fill("")
    page.locator("main form").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.get_by_role("alert")).to_contain_text("Write one line.")
    expect(page.get_by_role("alert")).to_be_focused()
