"""Search as one types, by keyboard and by pointer; and when the answer does not come."""

import re

from playwright.sync_api import Locator, Page, Route, expect


def found(page: Page) -> Locator:
    return page.locator(".found:visible")


def test_a_tool_is_found_and_opened_by_keyboard(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("banner").get_by_role("combobox", name="Search")
    field.press_sequentially("postg")
    expect(found(page).get_by_role("option").first).to_contain_text("PostgreSQL")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(found(page)).to_have_count(0)
    expect(field).to_have_value("postg")
    field.press("ArrowDown")
    expect(found(page)).to_be_visible()
    field.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("PostgreSQL")
    field.press("Enter")
    page.wait_for_url("**/tools/postgresql")


def test_enter_without_a_choice_sends_the_form(page: Page) -> None:
    page.goto("/tools")
    field = page.get_by_role("combobox", name="Find a tool")
    field.press_sequentially("flas")
    expect(found(page)).to_be_visible()
    field.press("Enter")
    page.wait_for_url("**/tools?q=flas*")


def test_enter_in_the_header_searches_everything(page: Page) -> None:
    page.goto("/")
    field = page.get_by_role("banner").get_by_role("combobox", name="Search")
    field.press_sequentially("flask data")
    field.press("Enter")
    page.wait_for_url("**/search?q=flask+data")
    found = page.get_by_role("region", name="Advice").get_by_role("link")
    expect(found).to_contain_text("Stay with Flask for data APIs")


def test_nothing_is_asked_for_nothing(page: Page) -> None:
    asked: list[str] = []

    def listen(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/tools/find*", listen)
    page.goto("/tools")
    field = page.get_by_role("combobox", name="Find a tool")
    field.press_sequentially("  ")
    field.press("ArrowDown")
    field.press_sequentially("k8s")
    expect(found(page)).to_contain_text("Kubernetes")
    assert asked and all(url.endswith(("k", "k8", "k8s")) for url in asked)


def test_the_compare_box_is_filled_and_works_again_after_a_failure(page: Page) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=503)

    page.goto("/stackups")
    page.route("**/tools/find*", fail)
    first = page.get_by_role("combobox", name="Tool 1")
    with page.expect_response("**/tools/find*"):
        first.press_sequentially("k")
    expect(found(page)).to_have_count(0)
    page.unroute("**/tools/find*", fail)
    first.press_sequentially("8s")
    page.get_by_role("option", name=re.compile("^Kubernetes")).click()
    expect(first).to_have_value("Kubernetes")
    second = page.get_by_role("combobox", name="Tool 2")
    second.press_sequentially("c#")
    expect(found(page)).to_contain_text("C#")
    second.press("ArrowDown")
    second.press("Enter")
    expect(second).to_have_value("C#")
    second.press("Enter")
    page.wait_for_url("**/stackups/csharp-vs-kubernetes")


def test_leaving_the_field_closes_the_list(page: Page) -> None:
    page.goto("/tools")
    field = page.get_by_role("combobox", name="Find a tool")
    field.press_sequentially("re")
    expect(found(page)).to_be_visible()
    field.press("Tab")
    expect(found(page)).to_have_count(0)


def test_the_line_that_was_found_stands_out(any_page: Page) -> None:
    any_page.set_viewport_size({"width": 390, "height": 760})
    any_page.goto("/search?q=flask&kind=proscons")
    any_page.get_by_role("link", name="Small enough to read in a day").click()
    line = any_page.locator(".point:target")
    expect(line).to_contain_text("Small enough to read in a day")
    expect(line).to_be_in_viewport()
    other = any_page.locator(".point").first.evaluate("it => getComputedStyle(it).backgroundColor")
    expect(line).not_to_have_css("background-color", other)


def test_the_kind_that_is_searched_is_in_view(any_page: Page) -> None:
    any_page.set_viewport_size({"width": 390, "height": 760})
    any_page.goto("/search?q=flask&kind=decisions")
    expect(any_page.get_by_label("Search decisions for")).to_be_visible()
    expect(any_page.get_by_role("link", name="Decisions 3", exact=True)).to_be_in_viewport()
