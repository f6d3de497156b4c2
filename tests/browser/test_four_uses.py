"""What people come for, done as they do it."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

Served = tuple[str, dict[str, str]]
numbers = count(1)


def test_signing_up_and_sharing_a_stack(any_page: Page) -> None:
    page, name = any_page, f"walker-{next(numbers)}"
    page.goto("/")
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Email").fill(f"{name}@example.org")
    page.get_by_label("Password").fill("heavy grey stones in rain")
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Share your stack").first.click()
    page.get_by_label("Name").fill("Map of springs")
    page.get_by_role("checkbox", name="Flask").check()
    page.get_by_label("Reason for Flask").fill("One file was enough.")
    page.get_by_role("button", name="Publish stack").click()
    expect(page).to_have_url(re.compile(f"/stacks/{name}/map-of-springs$"))
    expect(page.get_by_text("One file was enough.")).to_be_visible()


def test_voting_on_a_pro_and_taking_it_back(any_page: Page, served: Served) -> None:
    page = any_page
    sign_in(page, served, "demo-ben")
    page.goto("/tools/koa")
    vote = page.get_by_role("button", name=re.compile("Vote for “Plain JavaScript"))
    expect(vote).to_have_attribute("aria-pressed", "false")
    before = int(vote.inner_text())
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(vote).to_have_text(str(before + 1))
    page.reload()
    expect(vote).to_have_attribute("aria-pressed", "true")
    vote.click()
    expect(vote).to_have_text(str(before))


def test_a_vote_asked_for_signed_out_is_carried_out_after_sign_in(
    any_page: Page, served: Served
) -> None:
    page = any_page
    page.goto("/tools/koa")
    page.get_by_role("link", name=re.compile("Vote for “Good for a REST API")).click()
    page.get_by_label("Username or email").fill("demo-mod")
    page.get_by_label("Password").fill(served[1]["demo-mod"])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    vote = page.get_by_role("button", name=re.compile("Vote for “Good for a REST API"))
    expect(vote).to_have_attribute("aria-pressed", "true")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "false")


def test_following_a_tool(any_page: Page, served: Served) -> None:
    page = any_page
    sign_in(page, served)
    page.goto("/tools/sinatra")
    follow = page.get_by_role("button", name="Follow", exact=True)
    follow.click()
    following = page.get_by_role("button", name="Following", exact=True)
    expect(following).to_be_visible()
    following.click()
    expect(follow).to_be_visible()


def test_tracking_a_comparison(any_page: Page, served: Served) -> None:
    page = any_page
    page.goto("/stackups/django-vs-rails")
    page.get_by_role("link", name="Track this comparison").click()
    page.get_by_label("Username or email").fill("demo-mod")
    page.get_by_label("Password").fill(served[1]["demo-mod"])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    at_head = page.get_by_role("button", name="Tracking this comparison")
    at_end = page.get_by_label("Track this comparison").get_by_role("button")
    expect(at_head).to_have_attribute("aria-pressed", "true")
    expect(at_end).to_have_accessible_name("Tracking")
    at_head.click()
    expect(page.get_by_role("button", name="Track this comparison")).to_be_visible()
    expect(at_end).to_have_attribute("aria-pressed", "false")
    at_end.click()
    expect(at_head).to_have_attribute("aria-pressed", "true")
    at_head.click()
    expect(at_end).to_have_attribute("aria-pressed", "false")


def test_asking_for_advice_and_answering(any_page: Page, served: Served) -> None:
    page = any_page
    sign_in(page, served)
    page.goto("/advice")
    page.get_by_role("link", name="Ask for advice").click()
    page.get_by_label("Title").fill("Redis or a table for a small queue?")
    page.get_by_label("What is it about?").fill("Forty jobs an hour, **one** machine.")
    page.get_by_label("Tool 1").fill("redis")
    page.get_by_role("button", name="Post").click()
    expect(page.get_by_role("heading", name="Redis or a table for a small queue?")).to_be_visible()
    page.get_by_label("Your comment").fill("A table.")
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()


def test_browsing_stackups(any_page: Page) -> None:
    page = any_page
    page.goto("/")
    page.get_by_label("Tool 1").fill("koa")
    page.get_by_label("Tool 2").fill("Flask")
    page.get_by_label("Tool 3").fill("express")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("/stackups/expressjs-vs-flask-vs-koa$"))
    cards = page.locator(".tool-card")
    for card, counts in zip(
        cards.all(),
        (("35.1K", "24.0K", "1.6K"), ("19.3K", "16.2K", "60"), ("812", "483", "12")),
        strict=True,
    ):
        expect(card.locator("dd")).to_have_text(list(counts))


def test_a_vote_by_keyboard_alone(page: Page, served: Served) -> None:
    sign_in(page, served)
    page.goto("/tools/koa")
    vote = page.get_by_role("button", name=re.compile("Vote for “Async"))
    before = int(vote.inner_text())
    vote.focus()
    page.keyboard.press("Enter")
    expect(vote).to_have_text(str(before + 1))
    expect(vote).to_be_focused()
    page.keyboard.press("Enter")
    expect(vote).to_have_text(str(before))


@pytest.mark.parametrize("path", ["/", "/stackups/expressjs-vs-flask-vs-koa", "/tools/flask"])
def test_a_page_asks_no_other_host_and_breaks_no_policy(
    page: Page, base_url: str, path: str
) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(base_url) for url in asked) and said == []
