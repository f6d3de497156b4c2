"""“I use this” on a tool's page: a stack of one's own, one press away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from stackshare.accounts.actions import hash_password
from stackshare.extensions import db
from stackshare.stacks import actions
from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, member, stack

PASSWORD = "correct horse battery"


def stacks(who: Browser, slug: str) -> int:
    count: int = who.read(f"/tools/{slug}.json")["stacks"]
    return count


def listed(who: Browser, path: str) -> list[str]:
    return [use["slug"] for use in who.read(f"{path}.json")["tools"]]


def pressed(who: Browser, slug: str) -> bool:
    page = who.get(f"/tools/{slug}").text
    button = page.split(f'formaction="/tools/{slug}/use"')[1].split(">")[0]
    return 'aria-pressed="true"' in button


def test_the_first_press_makes_a_stack_of_it(alice: Member, react: Tool, vue: Tool) -> None:
    assert not pressed(alice, "react")
    assert alice.press("/tools/react/use").location == "/tools/react"
    alice.press("/tools/vue/use")
    assert listed(alice, "/stacks/alice/my-stack") == ["react", "vue"]
    assert (stacks(alice, "react"), stacks(alice, "vue")) == (1, 1)
    assert pressed(alice, "react") and pressed(alice, "vue")


def test_pressing_twice_is_pressing_once(alice: Member, react: Tool, vue: Tool) -> None:
    for _ in range(2):
        alice.press("/tools/react/use")
    assert stacks(alice, "react") == 1
    for _ in range(2):
        alice.press("/tools/react/use", wanted="n")
    assert stacks(alice, "react") == 0 and not pressed(alice, "react")


def test_taking_back_what_was_never_said_makes_no_stack(alice: Member, react: Tool) -> None:
    alice.press("/tools/react/use", wanted="n")
    assert alice.get("/stacks/alice/my-stack").status_code == 404


def test_it_goes_to_the_first_stack_of_several(
    app: Flask, alice: Member, react: Tool, vue: Tool, svelte: Tool
) -> None:
    first, second = stack(app, alice, "First", react), stack(app, alice, "Second", vue)
    alice.press("/tools/svelte/use")
    assert listed(alice, first.url) == ["react", "svelte"]
    assert pressed(alice, "react") and not pressed(alice, "vue")
    alice.press("/tools/vue/use")
    assert stacks(alice, "vue") == 2
    alice.press("/tools/vue/use", wanted="n")
    assert (listed(alice, first.url), listed(alice, second.url)) == (["react", "svelte"], ["vue"])
    assert stacks(alice, "vue") == 1


def changed(app: Flask, made: Stack, **facts: Any) -> None:
    with app.app_context():
        row = db.session.get_one(Stack, made.id)
        for name, value in facts.items():
            setattr(row, name, value)
        db.session.commit()


def test_a_removed_stack_is_not_the_first(app: Flask, alice: Member, react: Tool) -> None:
    gone = stack(app, alice, "Gone", visibility="unlisted")
    changed(app, gone, removed_at=gone.created_at)
    alice.press("/tools/react/use")
    assert listed(alice, "/stacks/alice/my-stack") == ["react"]


def test_an_unlisted_stack_takes_it_and_counts_nothing(
    app: Flask, alice: Member, react: Tool, vue: Tool
) -> None:
    stack(app, alice, "Secret", vue, visibility="unlisted")
    alice.press("/tools/react/use")
    assert pressed(alice, "react") and stacks(alice, "react") == 0
    assert 'href="/people/alice"' not in Browser(app).get("/tools/react").text


def test_a_dropped_tool_is_taken_up_again(app: Flask, alice: Member, react: Tool) -> None:
    alice.press("/tools/react/use")
    with app.app_context():
        [use] = db.session.scalars(db.select(Stack)).one().uses
        use.reason, use.dropped_on = "We know it.", date(2020, 1, 1)
        use.tool.stack_count = 0
        db.session.scalars(db.select(Stack)).one().tool_count = 0
        db.session.commit()
    assert not pressed(alice, "react")
    alice.press("/tools/react/use", wanted="n")
    alice.press("/tools/react/use")
    assert pressed(alice, "react") and stacks(alice, "react") == 1
    assert "We know it." in alice.get("/stacks/alice/my-stack").text


def test_what_was_said_of_a_tool_outlives_the_button(
    app: Flask, alice: Member, react: Tool, vue: Tool
) -> None:
    stack(app, alice, "Shop", react, vue, reasons={"react": "We know it."})
    for wanted in "ny":
        alice.press("/tools/react/use", wanted)
    [use] = [u for u in alice.read("/stacks/alice/shop.json")["tools"] if u["slug"] == "react"]
    assert (use["reason"], use["dropped_on"]) == ("We know it.", None)


def test_a_stack_without_tools_says_so(alice: Member, react: Tool) -> None:
    for wanted in "yn":
        alice.press("/tools/react/use", wanted)
    assert "No tool is listed here yet" in alice.get("/stacks/alice/my-stack").text


def test_a_full_stack_says_so(
    alice: Member, react: Tool, vue: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_TOOLS", 1)
    alice.press("/tools/react/use")
    answer = alice.press("/tools/vue/use")
    assert answer.status_code == 403 and "lists 1 tools already" in answer.text
    assert stacks(alice, "vue") == 0


def test_everyone_has_their_own(alice: Member, bob: Member, react: Tool) -> None:
    alice.press("/tools/react/use")
    assert not pressed(bob, "react")
    bob.press("/tools/react/use", wanted="n")
    assert stacks(bob, "react") == 1


def test_an_unverified_member_may(app: Flask, react: Tool) -> None:
    newcomer = member(app, "newcomer", verified_at=None)
    newcomer.press("/tools/react/use")
    assert stacks(newcomer, "react") == 1


@pytest.mark.parametrize("wanted", ["", "yes", "Y"])
def test_only_yes_and_no_are_answers(alice: Member, react: Tool, wanted: str) -> None:
    assert alice.press("/tools/react/use", wanted=wanted).status_code == 422
    assert alice.press("/tools/nope/use").status_code == 404


def test_a_script_gets_the_button_that_the_page_shows(alice: Member, react: Tool) -> None:
    button = alice.press("/tools/react/use", headers={"X-Fragment": "1"}).text
    assert 'aria-pressed="true"' in button and 'value="n"' in button
    assert button.strip() in alice.get("/tools/react").text


def test_a_visitor_signs_in_first_and_then_it_is_done(
    app: Flask, visitor: Browser, react: Tool
) -> None:
    assert visitor.press("/tools/react/use").location == "/login"
    assert 'href="/login?next=/tools/react&amp;do=use-react"' in visitor.get("/tools/react").text
    member(app, "carol", password_hash=hash_password(PASSWORD))
    typed = {"login": "carol", "password": PASSWORD, "next": "/tools/react", "do": "use-react"}
    assert visitor.post("/login", data=typed).location == "/tools/react"
    assert stacks(visitor, "react") == 1 and pressed(visitor, "react")


def test_thirty_presses_at_once_make_one_stack(app: Flask, alice: Member, react: Tool) -> None:
    start = Barrier(30)

    def press(browser: Browser) -> int:
        start.wait()
        return browser.press("/tools/react/use").status_code

    with ThreadPoolExecutor(30) as crowd:
        answers = set(crowd.map(press, [Member(app, alice.user) for _ in range(30)]))
    assert answers == {302} and stacks(alice, "react") == 1
    assert alice.get("/people/alice").text.count('href="/stacks/alice/') <= 2
    assert alice.get("/stacks/alice/my-stack-2").status_code == 404
