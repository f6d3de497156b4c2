"""Talking below a question, with a script and without one."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

Served = tuple[str, dict[str, str]]


def open_question(page: Page, served: Served, name: str, title: str) -> None:
    sign_in(page, served, name)
    page.goto("/advice")
    page.get_by_role("link", name=title).click()


def test_one_vote_on_a_comment_takes_the_place_of_the_other(any_page: Page, served: Served) -> None:
    page = any_page
    open_question(page, served, "demo-ben", "Stay with Flask for data APIs")
    place = page.locator(".thread li").filter(has_text="An admin is a week of work").first
    up = place.get_by_role("button", name="This comment helps")
    down = place.get_by_role("button", name="This comment does not help")
    before = int(up.inner_text())
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_text(str(before + 1))
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(up).to_have_text(str(before))
    down.click()
    expect(down).to_have_attribute("aria-pressed", "false")


def test_a_comment_is_written_edited_removed_and_brought_back(
    any_page: Page, served: Served
) -> None:
    page = any_page
    open_question(page, served, "demo-ada", "What would you monitor first")
    page.get_by_label("Your comment").fill("The disk. It fills *slowly*.")
    page.get_by_role("button", name="Comment").click()
    comment = page.locator("li:target")
    expect(comment).to_contain_text("It fills slowly.")
    comment.get_by_role("link", name="Edit").click()
    page.get_by_label("Your comment").fill("The disk, **always**.")
    page.get_by_role("button", name="Save").click()
    expect(comment).to_contain_text("The disk, always.")
    comment.get_by_role("link", name=re.compile("^Edited")).click()
    expect(page.get_by_text("The disk. It fills *slowly*.")).to_be_visible()
    page.go_back()
    comment.get_by_role("button", name="Remove").click()
    expect(comment).to_contain_text("removed this comment")
    expect(comment).to_be_focused()
    page.keyboard.press("Tab")
    expect(comment.get_by_role("button", name="Bring it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(comment).to_contain_text("The disk, always.")
    comment.get_by_role("button", name="Remove").click()
    expect(comment).to_contain_text("removed this comment")


def test_a_preview_loses_nothing(any_page: Page, served: Served) -> None:
    page = any_page
    sign_in(page, served)
    page.goto("/advice/new")
    page.get_by_label("What is it about?").fill("Forty jobs, **one** machine.")
    preview = page.get_by_role("button", name="Preview")
    if page.locator("[data-theme-switch]").is_visible():  # a script runs
        preview.click()
        expect(page.locator(".preview strong")).to_have_text("one")
    else:
        with page.expect_popup() as tab:
            preview.click()
        expect(tab.value.locator(".preview strong")).to_have_text("one")
    expect(page.get_by_label("What is it about?")).to_have_value("Forty jobs, **one** machine.")


def test_a_reply_by_keyboard_alone(page: Page, served: Served) -> None:
    open_question(page, served, "demo-mod", "Which message queue for a few thousand")
    link = page.get_by_role("link", name="Reply").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type("So did we.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("li:target")).to_contain_text("So did we.")
