"""What is new about what a member follows."""

import pytest
from flask import Flask

from stackshare.tools.models import Tool
from tests.cast import Browser, Member, company, line, stack
from tests.decisions.test_record import base, record
from tests.feed.cast import ask, edit, told


def test_a_followed_person_shares_asks_and_decides(
    app: Flask, alice: Member, bob: Member, mod: Member, react: Tool, vue: Tool
) -> None:
    alice.press("/people/bob/follow")
    for who in (bob, mod):
        stack(app, who, f"Shop of {who.user.handle}", react)
        ask(who, f"Which one, says {who.user.handle}?")
        record(who, title=f"Vue for {who.user.handle}")
    assert told(alice) == [
        ("decision: Vue for bob", ["Bob"]),
        ("question: Which one, says bob?", ["Bob"]),
        ("stack: Shop of bob", ["Bob"]),
    ]


def test_a_followed_company_shares(app: Flask, alice: Member, bob: Member, react: Tool) -> None:
    acme = company(app, bob, "acme")
    alice.press("/companies/acme/follow")
    stack(app, bob, "Theirs", react, owner=acme)
    stack(app, bob, "His own", react)
    assert told(alice) == [("stack: Theirs", ["Acme"])]


def test_a_followed_company_decides(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    stack(app, bob, "Theirs", react, owner=company(app, bob, "acme"))
    alice.press("/companies/acme/follow")
    record(bob, title="Vue for all of us", stack="acme/theirs")
    record(bob, title="Vue for me")
    assert ("decision: Vue for all of us", ["Acme"]) in told(alice)
    assert "Vue for me" not in str(told(alice))
    edit(bob, "/stacks/acme/theirs", name="Theirs", visibility="unlisted")
    assert told(alice) == []


def test_what_is_written_about_a_followed_stackup_is_told(
    alice: Member, bob: Member, react: Tool, vue: Tool, svelte: Tool
) -> None:
    alice.press("/stackups/react-vs-vue/follow")
    for slug in ("react-vs-vue", "react-vs-svelte"):
        choice = {"tool": "react", "text": f"You like {slug}."}
        bob.post(f"/stackups/{slug}/choose", data=choice)
        words = {"heading": f"Size of {slug}", "body": "Both are *small*."}
        bob.post(f"/stackups/{slug}/differences", data=words)
    alice.post("/stackups/react-vs-vue/choose", data={"tool": "vue", "text": "Her own words."})
    both = "React vs Vue.js"
    assert told(alice) == [
        ("section: Both are small.", [both]),
        ("choice: You like react-vs-vue.", [both]),
    ]
    page = alice.get("/feed").text
    assert "says when to choose one of" in page and "Size of react-vs-vue" in page
    assert 'href="/stackups/lines/1"' in page and "/stackups/react-vs-vue#section-1" in page
    bob.press("/stackups/lines/1/remove")
    assert [name for name, _ in told(alice)] == ["section: Both are small."]
    assert len(told(alice, "/feed.json?show=comparisons&of=all")) == 4


def test_a_followed_tool_is_shared_named_and_judged(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    alice.press("/tools/react/follow")
    for slug, tool in (("react", react), ("vue", vue)):
        stack(app, bob, f"Shop with {slug}", tool)
        ask(bob, f"Why {slug}?", slug)
        line(app, bob, tool, "con", f"{slug} is big")
    record(bob, title="Not Vue alone")
    assert told(alice) == [
        ("decision: Not Vue alone", ["React"]),
        ("line: react is big", ["React"]),
        ("question: Why react?", ["React"]),
        ("stack: Shop with react", ["React"]),
    ]


def test_a_followed_stack_changes_and_is_decided_for(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    shop, other = stack(app, bob, "Shop", react), stack(app, bob, "Other", react)
    alice.press(f"{shop.url}/follow")
    assert told(alice) == []
    edit(bob, shop.url)
    edit(bob, other.url)
    record(bob, title="Vue for the shop", stack="bob/shop")
    record(bob, title="Vue for the other", stack="bob/other")
    assert told(alice) == [("decision: Vue for the shop", ["Shop"]), ("change: Shop", ["Shop"])]
    edit(bob, shop.url, name="Market")
    assert told(alice)[0] == ("change: Market", ["Market"])
    assert len(told(alice)) == 2


def test_a_tool_that_is_no_longer_used_changes_the_stack(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    shop = stack(app, bob, "Shop", react, vue)
    alice.press(f"{shop.url}/follow")
    bob.press("/tools/react/use")
    assert told(alice) == []
    bob.press("/tools/vue/use", wanted="n")
    assert told(alice) == [("change: Shop", ["Shop"])]


def test_what_names_two_tools_of_a_followed_stackup_is_told(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool, svelte: Tool
) -> None:
    for slug in ("react-vs-svelte-vs-vue", "react-vs-vue"):
        alice.press(f"/stackups/{slug}/follow")
    ask(bob, "React or Svelte?", "react", "svelte")
    ask(bob, "Why Vue?", "vue")
    record(bob, title="Vue, not React", **{"option-3": "Svelte"})
    record(bob, title="Vue, not a list", **{"option-2": "A list"})
    three, two = "React vs Svelte vs Vue.js", "React vs Vue.js"
    assert told(alice) == [
        ("decision: Vue, not React", [three, two]),
        ("question: React or Svelte?", [three]),
    ]


def test_what_is_new_for_several_reasons_is_told_once(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    for url in ("/tools/react", "/tools/vue", "/people/bob", "/stackups/react-vs-vue"):
        alice.press(f"{url}/follow")
    stack(app, bob, "Shop", react, vue)
    ask(bob, "React or Vue?", "react", "vue")
    assert told(alice) == [
        ("question: React or Vue?", ["Bob", "React vs Vue.js", "React", "Vue.js"]),
        ("stack: Shop", ["Bob", "React", "Vue.js"]),
    ]
    page = alice.get("/feed").text
    assert '<a href="/people/bob">Bob</a>, <a href="/tools/react">React</a> and' in page
    assert '</a>, <a href="/stackups/react-vs-vue">React vs Vue.js</a> and 2 more' in page


def test_what_one_did_oneself_is_no_news(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    for url in ("/tools/react", "/stackups/react-vs-vue"):
        alice.press(f"{url}/follow")
    for who in (alice, bob):
        stack(app, who, f"Shop of {who.user.handle}", react)
        ask(who, f"React or Vue, says {who.user.handle}?", "react", "vue")
        line(app, who, react, "pro", f"Good for {who.user.handle}")
        record(who, title=f"Vue for {who.user.handle}")
    assert len(told(alice)) == 4 and not any("alice" in name for name, _ in told(alice))


def test_what_is_not_public_is_told_to_nobody(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    for url in ("/tools/react", "/people/bob", "/stackups/react-vs-vue"):
        alice.press(f"{url}/follow")
    stack(app, bob, "Secret", react, visibility="unlisted")
    shop, gone = stack(app, bob, "Shop", react), stack(app, bob, "Gone", react)
    alice.press(f"{shop.url}/follow")
    edit(bob, shop.url)
    decided = record(bob, title="Vue for all").location
    assert len(told(alice)) == 4
    edit(bob, shop.url, visibility="unlisted")
    bob.press(f"{gone.url}/remove")
    bob.press(f"{base(decided)}/remove")
    assert told(alice) == told(alice, "/feed.json?of=all") == []
    bob.press(f"{base(decided)}/remove", wanted="n")
    assert [name for name, _ in told(alice)] == ["decision: Vue for all"]


def test_what_is_decided_for_a_hidden_stack_is_not_told_for_its_sake(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    shop = stack(app, bob, "Shop", react)
    alice.press(f"{shop.url}/follow")
    record(bob, title="Vue for the shop", stack="bob/shop")
    edit(bob, shop.url, visibility="unlisted")
    assert told(alice) == [] and "Shop" not in alice.get("/feed").text
    alice.press("/tools/vue/follow")
    assert told(alice) == [("decision: Vue for the shop", ["Vue.js"])]


def test_what_is_decided_for_a_hidden_stack_is_not_told_for_its_companys_sake(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    shop = stack(app, bob, "Shop", react, owner=company(app, bob, "acme"))
    for url in ("/companies/acme", "/tools/vue"):
        alice.press(f"{url}/follow")
    record(bob, title="Vue for the shop", stack="acme/shop")
    edit(bob, shop.url, visibility="unlisted")
    assert told(alice) == [("decision: Vue for the shop", ["Vue.js"])]


def test_a_stack_that_dropped_the_tool_is_not_told_of(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    alice.press("/tools/react/follow")
    shop = stack(app, bob, "Shop", react, vue)
    edit(bob, shop.url, tool=["react", "vue"], **{"dropped-react": "2026-01-01"})
    assert told(alice) == []


def test_who_stops_following_hears_no_more(
    app: Flask, alice: Member, bob: Member, react: Tool
) -> None:
    alice.press("/people/bob/follow")
    stack(app, bob, "Shop", react)
    alice.press("/people/bob/follow", wanted="n")
    assert told(alice) == []


def test_what_was_new_before_one_followed_is_there_too(
    app: Flask, alice: Member, bob: Member, react: Tool
) -> None:
    stack(app, bob, "Shop", react)
    alice.press("/tools/react/follow")
    assert told(alice) == [("stack: Shop", ["React"])]


def test_everything_tells_of_all_that_is_new(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    stack(app, bob, "Shop", react)
    ask(alice, "Why React?", "react")
    line(app, bob, react, "pro", "Fast")
    record(bob, title="Vue after all")
    assert told(alice) == []
    assert told(alice, "/feed.json?of=all") == [
        ("decision: Vue after all", []),
        ("line: Fast", []),
        ("question: Why React?", []),
        ("stack: Shop", []),
    ]


@pytest.mark.parametrize("of", ["", "of=all&"])
def test_one_kind_alone_can_be_asked_for(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool, of: str
) -> None:
    alice.press("/tools/react/follow")
    stack(app, bob, "Shop", react)
    ask(bob, "Why React?", "react")
    line(app, bob, react, "pro", "Fast")
    record(bob, title="Vue after all")
    for show, name in (
        ("stacks", "stack: Shop"),
        ("questions", "question: Why React?"),
        ("decisions", "decision: Vue after all"),
        ("points", "line: Fast"),
    ):
        assert [it for it, _ in told(alice, f"/feed.json?{of}show={show}")] == [name]
        page = alice.get(f"/feed?{of}show={show}").text
        assert page.count('<ol class="feed') == 1 and page.count('<li><span class="tile"') == 1


def test_each_entry_says_what_happened_and_why_it_is_there(
    app: Flask, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    alice.press("/tools/react/follow")
    shop = stack(app, bob, "Shop", react)
    alice.press(f"{shop.url}/follow")
    edit(bob, shop.url)
    ask(bob, "Why React?", "react")
    line(app, bob, react, "con", "Big")
    record(bob, title="Vue after all")
    page = alice.get("/feed").text
    for words in (
        '<a href="/people/bob">Bob</a> shared a stack',
        '<a href="/stacks/bob/shop">Shop</a> changed',
        '<a href="/people/bob">Bob</a> needs advice',
        '<a href="/people/bob">Bob</a> recorded a decision',
        '<a href="/tools/react">React</a> has a new con',
        'You follow <a href="/tools/react">React</a>',
        'formaction="/proscons/1/vote"',
    ):
        assert words in page, words
    # Where the sentence names it, nobody is told again that they follow it.
    assert 'You follow <a href="/stacks/bob/shop">Shop</a>' not in page
    assert "Nothing of this kind yet" in alice.get("/feed?show=comparisons").text


def test_who_follows_nothing_is_offered_what_most_use(
    alice: Member, bob: Member, react: Tool
) -> None:
    page = alice.get("/feed").text
    assert "You follow nothing yet" in page and 'formaction="/tools/react/follow"' in page
    alice.press("/tools/react/follow")
    page = alice.get("/feed").text
    assert "Nothing is new about what you follow" in page and 'href="/feed?of=all"' in page
    assert "Nothing is here yet" in alice.get("/feed?of=all").text


@pytest.mark.parametrize("path", ["/feed", "/feed.json", "/feed/following", "/feed?of=all"])
def test_a_visitor_is_sent_to_sign_in_and_back(visitor: Browser, path: str) -> None:
    assert visitor.get(path).location == f"/login?next={path.replace('=', '%3D')}"


@pytest.mark.parametrize("path", ["/feed", "/feed.json", "/feed/following", "/feed/following.json"])
def test_nobody_keeps_what_is_a_members_own(alice: Member, path: str) -> None:
    assert alice.get(path).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "query, code",
    [("of=none", 422), ("show=none", 422), ("after=x", 404), ("after=", 404)],
)
def test_what_cannot_be_asked_for_is_refused(alice: Member, query: str, code: int) -> None:
    assert alice.get(f"/feed?{query}").status_code == code


def test_members_are_led_to_their_feed(alice: Member, visitor: Browser) -> None:
    for path in ("/", "/tools", "/about"):
        assert '<a href="/feed">Feed</a>' in alice.get(path).text
        assert 'href="/feed"' not in visitor.get(path).text
    assert '<a href="/feed">Your feed</a>' in alice.get("/").text
