"""The lines beyond the five best, fetched without losing one's place."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

Served = tuple[str, dict[str, str]]
STACKUP = "/stackups/expressjs-vs-flask-vs-koa"


def test_more_lines_come_into_place_by_keyboard(page: Page) -> None:
    page.goto(STACKUP)
    more = page.get_by_role("link", name="8 more pros of Flask")
    more.scroll_into_view_if_needed()
    more.focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    shown = page.locator("#points section.s2 ul").first.locator(".point")
    expect(shown).to_have_count(13)
    expect(more).to_have_count(0)
    expect(shown.nth(5)).to_be_focused()
    assert page.evaluate("scrollY") == before
    assert page.url.endswith(STACKUP)
    page.keyboard.press("Tab")
    expect(shown.nth(5).locator(".vote")).to_be_focused()
    assert len(set(shown.locator("> span").all_inner_texts())) == 13


def test_a_line_that_came_into_place_is_voted_for_there(page: Page, served: Served) -> None:
    sign_in(page, served, "demo-ben")
    page.goto("/tools/flask")
    page.get_by_role("link", name="8 more pros of Flask").click()
    vote = page.get_by_role("button", name=re.compile("Vote for “Small enough to read in a day"))
    before = int(vote.inner_text())
    vote.click()
    expect(vote).to_have_text(str(before + 1))
    expect(vote).to_be_focused()
    vote.click()
    expect(vote).to_have_text(str(before))


def test_more_lines_stand_on_a_page_of_their_own(any_page: Page) -> None:
    """With a script too, if the link is opened as one opens links elsewhere."""
    page = any_page
    page.goto(STACKUP)
    address = page.get_by_role("link", name="8 more pros of Flask").get_attribute("href")
    assert address == "/tools/flask/proscons?side=pro"
    page.goto(address)
    expect(page.get_by_role("heading", name="Pros of Flask", level=1)).to_be_visible()
    expect(page.locator(".point")).to_have_count(13)
    page.get_by_role("link", name="Cons", exact=True).click()
    expect(page.get_by_role("heading", name="Cons of Flask", level=1)).to_be_visible()


def test_the_link_is_followed_where_no_script_runs(any_page: Page) -> None:
    page = any_page
    page.route("**/static/js/more.js*", lambda route: route.abort())
    page.goto("/tools/flask")
    page.get_by_role("link", name="8 more pros of Flask").click()
    expect(page).to_have_url(re.compile(r"/tools/flask/proscons\?side=pro$"))


def test_a_near_line_is_offered_and_voted_for(any_page: Page, served: Served) -> None:
    page = any_page
    sign_in(page, served, "demo-ben")
    page.goto("/tools/flask/proscons/new?side=pro")
    page.get_by_label("In one line").fill("Very friendly to people who start")
    page.get_by_role("main").get_by_role("button", name="Add line").click()
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    expect(page.get_by_label("In one line")).to_have_value("Very friendly to people who start")
    vote = page.get_by_role("button", name=re.compile("Vote for “Friendly to people who start"))
    before = int(vote.inner_text())
    vote.click()
    expect(vote).to_have_text(str(before + 1))
    expect(vote).to_have_attribute("aria-pressed", "true")
    vote.click()
    expect(vote).to_have_text(str(before))


def test_enter_asks_again_and_adds_nothing(page: Page, served: Served) -> None:
    sign_in(page, served, "demo-ben")
    page.goto("/tools/flask/proscons/new?side=pro")
    page.get_by_label("In one line").fill("Very friendly to people who start")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    page.get_by_label("In one line").press("Enter")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()


def test_through_a_lens_a_vote_counts_if_one_runs_the_tools(any_page: Page, served: Served) -> None:
    """Ben runs ExpressJS but not Koa: his vote for Koa counts for everyone alone."""
    page = any_page
    sign_in(page, served, "demo-ben")
    page.goto("/tools/koa?lens=own")
    expect(page.get_by_text("people who run Koa, by their public stacks")).to_be_visible()
    vote = page.get_by_role("button", name=re.compile("Vote for “Plain JavaScript"))
    before = int(vote.inner_text())
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(vote).to_have_text(str(before))
    page.goto("/tools/koa")
    expect(vote).to_have_text(str(before + 1))
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "false")
