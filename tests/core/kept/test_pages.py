"""A page is made once, right for whoever reads it, and made anew when what it shows changed."""

import gzip
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from time import monotonic
from typing import Any

import brotli
import pytest
import zstandard
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from stackshare.core.kept.answer import CODINGS, SETTLES, KeptPage
from stackshare.core.kept.pages import Pages
from stackshare.core.kept.store import LONGEST
from stackshare.core.kept.watch import EVERYTHING
from stackshare.core.views import waiting
from stackshare.extensions import db
from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer, ask
from tests.cast import Browser, Member, company, member, stack
from tests.decisions.test_record import record
from tests.stackups.test_lines import say
from tests.stackups.test_sections import write

PAGES = """
    / /tools /tools.json /tools?sort=votes /categories /categories.json /categories/front-ends
    /tools/react /tools/react.json /tools/react.atom /stackups /stackups.json /stackups.atom
    /stackups/react-vs-vue /stackups/react-vs-vue.json /stackups/react-vs-vue/choose
    /stackups/react-vs-vue/choose.json /stacks /stacks.json /stacks.atom
    /stacks?tool=react /stacks/alice/shop /stacks/alice/shop.json /advice /advice.json
    /advice.atom /advice?tool=react /decisions /decisions.json /decisions.atom
    /decisions?tool=react /people/alice.json /people/alice.atom /about /terms
    /companies /companies.json /companies.atom /companies/acme /companies/acme.json
    /companies/acme.atom /stacks/alice/blog/vs/alice/shop /stacks/alice/blog/vs/alice/shop.json
""".split()


@pytest.fixture(autouse=True)
def something_to_read(
    app: Flask, alice: Member, react: Tool, vue: Tool, fast: ProCon, big: ProCon
) -> None:
    stack(app, alice, "Shop", react, vue)
    stack(app, alice, "Blog", vue)
    company(app, alice, "acme")
    ask(alice, "react", "vue")
    record(alice, stack="alice/shop")
    say(alice)
    write(alice)


@pytest.fixture
def pages(app: Flask) -> Pages:
    pages: Pages = app.extensions["kept"]
    return pages


def made(pages: Pages, who: Browser, path: str, **more: Any) -> bool:
    """Whether reading this page made it, or it was kept."""
    before = pages.store.counts["misses"]
    assert who.get(path, **more).status_code == 200
    return pages.store.counts["misses"] > before


def kept_paths(pages: Pages) -> list[str]:
    keys = [key for key in pages.store.kept if isinstance(key, tuple)]
    return [key[0] for key in keys if isinstance(key[0], str)]


# --- kept


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once(pages: Pages, visitor: Browser, path: str) -> None:
    first, second = visitor.get(path), visitor.get(path)
    assert pages.store.counts["hits"] and not made(pages, visitor, path)
    assert first.data == second.data and dict(first.headers) == dict(second.headers)


@pytest.mark.parametrize("path", PAGES)
def test_every_table_that_a_page_reads_is_covered(
    app: Flask, pages: Pages, visitor: Browser, path: str
) -> None:
    visitor.get(path)
    (kept,) = [kept for key, kept in pages.store.kept.items() if key[0] == path.partition("?")[0]]  # type: ignore[index]
    assert EVERYTHING not in kept.words


@pytest.mark.parametrize("path", [path for path in PAGES if "." not in path])
def test_a_visitor_gets_no_cookie_and_nobodys_token(visitor: Browser, path: str) -> None:
    for _ in range(2):
        answer = visitor.get(path)
        assert "Set-Cookie" not in answer.headers and "\0" not in answer.text
        assert 'name="csrf_token"' not in answer.text or 'value=""' in answer.text


@pytest.mark.parametrize("path", ["/tools/nope", "/stackups/react-vs-nope", "/tools?sort=nope"])
def test_what_is_wrong_is_not_kept(pages: Pages, visitor: Browser, path: str) -> None:
    for _ in range(2):
        assert visitor.get(path).status_code in (404, 422)
    assert not kept_paths(pages)


def test_forms_and_what_is_a_members_own_are_not_kept(pages: Pages, alice: Member) -> None:
    for path in ("/login", "/settings", "/advice/new", "/stacks/new", "/people/alice", "/healthz"):
        alice.get(path)
    assert not kept_paths(pages)


def test_another_host_is_another_page(pages: Pages, visitor: Browser) -> None:
    assert made(pages, visitor, "/tools/react")
    page = visitor.get("/tools/react", base_url="http://127.0.0.1:5000")
    assert 'rel="canonical" href="http://127.0.0.1:5000/tools/react"' in page.text


def test_unknown_queries_push_out_what_was_not_read_for_longest(
    pages: Pages, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.get("/tools/react")
    budget = 2 * pages.store.size  # of a page and of what it is made of
    monkeypatch.setattr("stackshare.core.kept.store.BUDGET", budget)
    for n in range(10):
        visitor.get(f"/tools/vue?n={n}")
        assert not made(pages, visitor, "/tools/react")  # read in between, it stays
        assert pages.store.size <= budget
    assert made(pages, visitor, "/tools/vue?n=0") and not made(pages, visitor, "/tools/vue?n=9")


def test_nothing_is_kept_for_longer_than_ten_minutes(pages: Pages, visitor: Browser) -> None:
    visitor.get("/about")
    ((key, kept),) = pages.store.kept.items()
    assert LONGEST - 60 < kept.until - monotonic() <= LONGEST == 600
    pages.store.kept[key] = replace(kept, until=monotonic())
    assert made(pages, visitor, "/about")


# --- as it is sent


def test_it_comes_in_the_coding_that_is_asked_for(visitor: Browser) -> None:
    plain = visitor.get("/tools/react").data
    opened = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstandard.decompress}
    for coding, decompress in opened.items():
        answer = visitor.get("/tools/react", headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        assert decompress(answer.data) == plain and len(answer.data) < len(plain) / 2


def test_what_lives_for_a_while_is_compressed_again(pages: Pages, visitor: Browser) -> None:
    """At first lightly: under votes a page is made anew twenty times a second."""
    for coding in CODINGS:
        asked = {"Accept-Encoding": coding}
        first = visitor.get("/tools/react", headers=asked)
        assert visitor.get("/tools/react", headers=asked).data == first.data
        [page] = [
            kept.what for kept in pages.store.kept.values() if isinstance(kept.what, KeptPage)
        ]
        page.made -= SETTLES
        later = visitor.get("/tools/react", headers=asked)
        assert len(later.data) < len(first.data)
        assert later.headers["ETag"] == first.headers["ETag"]
        pages.store.drop({EVERYTHING})


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.1, gzip;q=1", "gzip"),
        ("zstd, gzip", "zstd"),
        ("identity", None),
        ("", None),
        ("deflate", None),
        ("*", "br"),
        ("nonsense;;q=,", None),
    ],
)
def test_the_smallest_of_those_accepted(
    visitor: Browser, accepted: str, coding: str | None
) -> None:
    answer = visitor.get("/tools/react", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.headers["Vary"] == "Accept-Encoding, Cookie"


def test_who_has_it_already_gets_304(visitor: Browser, alice: Member, fast: ProCon) -> None:
    tag = visitor.get("/tools/react").headers["ETag"]
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = visitor.get("/tools/react", headers={"If-None-Match": known})
        assert again.status_code == 304 and not again.data and again.headers["ETag"] == tag
        assert "Content-Type" not in again.headers
    alice.press(f"/proscons/{fast.id}/vote")
    assert visitor.get("/tools/react", headers={"If-None-Match": tag}).status_code == 200


def test_a_member_who_has_the_visitors_page_gets_their_own(visitor: Browser, alice: Member) -> None:
    tag = visitor.get("/tools/react").headers["ETag"]
    for _ in range(2):
        assert alice.get("/tools/react", headers={"If-None-Match": tag}).status_code == 200


def test_head_says_what_get_would(visitor: Browser, alice: Member) -> None:
    for who in (visitor, alice):
        for _ in range(2):
            head, page = who.head("/tools/react"), who.get("/tools/react")
            assert not head.data and head.content_length == len(page.data)
            assert head.headers.get("ETag") == page.headers.get("ETag")


def test_a_cdn_may_keep_a_visitors_page_and_must_ask(visitor: Browser, alice: Member) -> None:
    for _ in range(2):
        public = visitor.get("/tools/react").headers["Cache-Control"]
        assert public == "public, max-age=0, must-revalidate"
        assert alice.get("/tools/react").headers["Cache-Control"] == "private, no-store"


# --- what changed


def test_a_vote_makes_the_pages_that_show_it_anew_and_no_others(
    pages: Pages, visitor: Browser, alice: Member, fast: ProCon
) -> None:
    shown = ["/tools/react", "/stackups/react-vs-vue", "/tools/react.json", "/tools?sort=votes"]
    others = ["/tools/vue", "/", "/stacks", "/advice", "/stacks/alice/shop", "/about"]
    for path in shown + others:
        visitor.get(path)
    alice.press(f"/proscons/{fast.id}/vote")
    assert [path for path in shown + others if made(pages, visitor, path)] == shown
    assert visitor.read("/tools/react.json")["votes"] == 1


def test_a_new_stack_shows_where_it_belongs(
    app: Flask, pages: Pages, visitor: Browser, alice: Member, react: Tool
) -> None:
    paths = [
        "/",
        "/stacks",
        "/stacks?tool=react",
        "/tools/react",
        "/people/alice.json",
        "/tools/vue",
    ]
    for path in paths:
        visitor.get(path)
    stack(app, alice, "Second stack", react)
    for path in paths[:-1]:
        assert "Second stack" in visitor.get(path).text
    assert not made(pages, visitor, "/tools/vue")


def test_a_stack_that_hides_leaves_every_page(visitor: Browser, alice: Member) -> None:
    paths = ["/", "/stacks", "/stacks?tool=react", "/tools/react", "/stacks.atom"]
    for path in paths:
        assert "Shop" in visitor.get(path).text
    alice.press("/stacks/alice/shop/remove")
    for path in paths:
        assert "Shop" not in visitor.get(path).text
    assert visitor.get("/stacks/alice/shop").status_code == 404


def test_a_comment_shows_on_its_question_and_in_lists(visitor: Browser, alice: Member) -> None:
    url = visitor.read("/advice.json")["advice"][0]["url"]
    paths = [url, "/advice", "/", "/tools/react", "/stackups/react-vs-vue"]
    for path in paths:
        assert "0 comments" in visitor.get(path).text
    answer(alice, url, "Take both.")
    for path in paths:
        assert "1 comment" in visitor.get(path).text
    assert "Take both." in visitor.get(url).text


def test_a_decision_is_kept_until_something_of_it_changes(
    pages: Pages, visitor: Browser, alice: Member
) -> None:
    url = visitor.read("/decisions.json")["decisions"][0]["url"]
    for path in (url, f"{url}.json", f"{url}.md"):
        assert made(pages, visitor, path) and not made(pages, visitor, path)
    assert "0 comments" in visitor.get(url).text
    answer(alice, url, "Still right.")
    assert "Still right." in visitor.get(url).text
    answer(alice, visitor.read("/advice.json")["advice"][0]["url"], "Take both.")
    assert not made(pages, visitor, url)


def test_a_card_counts_the_comments_on_its_decision(
    pages: Pages, visitor: Browser, alice: Member
) -> None:
    url = visitor.read("/decisions.json")["decisions"][0]["url"]
    for path in ("/decisions", "/stacks/alice/shop", "/people/alice", "/stackups/react-vs-vue"):
        assert f'{url}#answers">0 comments' in visitor.get(path).text, path
    said = answer(alice, url, "Still right.").location.rpartition("-")[2]
    for path in ("/decisions", "/stacks/alice/shop", "/people/alice", "/stackups/react-vs-vue"):
        assert f'{url}#answers">1 comment<' in visitor.get(path).text, path
    assert visitor.read("/decisions.json")["decisions"][0]["comment_count"] == 1
    alice.press(f"/comments/{said}/remove")
    assert f'{url}#answers">0 comments' in visitor.get("/decisions").text
    visitor.get("/stackups/react-vs-vue")
    answer(alice, visitor.read("/advice.json")["advice"][0]["url"], "Neither.")
    assert not made(pages, visitor, "/decisions")


def test_a_new_name_shows_wherever_somebody_is_named(visitor: Browser, alice: Member) -> None:
    for path in ("/", "/tools/react", "/stacks/alice/shop", "/advice"):
        assert "Alice" in visitor.get(path).text
    alice.post("/settings", data={"name": "Alice Liddell", "headline": "Reader"})
    for path in ("/", "/tools/react", "/stacks/alice/shop", "/advice"):
        assert "Alice Liddell" in visitor.get(path).text


def test_what_others_changed_may_wait_for_a_moment_what_one_changed_may_not(
    pages: Pages, visitor: Browser, alice: Member, bob: Member, fast: ProCon
) -> None:
    for who in (visitor, alice, bob):
        who.get("/tools/react")
    pages.store.lag = 3_600
    alice.press(f"/proscons/{fast.id}/vote")
    assert not made(pages, visitor, "/tools/react")
    assert 'aria-label="Vote for “Fast”, 1 vote"' in alice.get("/tools/react").text


def test_while_one_thread_looks_what_changed_the_others_answer(
    pages: Pages, visitor: Browser, alice: Member, fast: ProCon
) -> None:
    visitor.get("/tools/react")
    pages.store.lag = 3_600
    alice.press(f"/proscons/{fast.id}/vote")
    pages.store.looked = monotonic() - 3_500  # time to look, and not yet too late
    with ThreadPoolExecutor() as threads, pages.store.looking:  # somebody does
        assert not threads.submit(made, pages, visitor, "/tools/react").result(timeout=10)
    assert made(pages, visitor, "/tools/react")


def test_what_changed_while_a_page_was_made_is_not_kept(
    app: Flask, pages: Pages, visitor: Browser, react: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread looks in the log while this page is made of what was there before."""
    routes: Any = import_module("stackshare.tools.routes")

    def slowly(*args: Any) -> Any:
        page = tool_page(*args)
        with db.engine.connect().execution_options(only_reads=False) as connection:
            connection.execute(update(Tool).where(Tool.id == react.id).values(summary="New words"))
            connection.commit()
        pages.store.look()
        return page

    tool_page = routes.tool_page
    with monkeypatch.context() as while_made:
        while_made.setattr(routes, "tool_page", slowly)
        assert "New words" not in visitor.get("/tools/react").text
    assert "New words" in visitor.get("/tools/react").text


# --- whose it is


def buttons(answer: TestResponse) -> dict[str, str]:
    """By where it posts to, what each mark's button would ask for; d: it does nothing."""
    button = r'formaction="([^"]+)" name="wanted" value="(.)"[^>]*?( disabled)? class'
    found = re.findall(button, answer.text)
    return {action: "d" if disabled else value for action, value, disabled in found}


def test_each_member_sees_their_own_marks(
    visitor: Browser, alice: Member, bob: Member, mod: Member, fast: ProCon, big: ProCon
) -> None:
    alice.press(f"/proscons/{fast.id}/vote")
    alice.press("/tools/react/follow")
    mod.press("/tools/react/use")
    vote, con = f"/proscons/{fast.id}/vote", f"/proscons/{big.id}/vote"
    follow, use = "/tools/react/follow", "/tools/react/use"
    for _ in range(3):
        assert buttons(visitor.get("/tools/react")) == {}
        assert buttons(alice.get("/tools/react")) == {vote: "n", con: "y", follow: "n", use: "n"}
        assert buttons(bob.get("/tools/react")) == {vote: "d", con: "d", follow: "y", use: "y"}
        assert buttons(mod.get("/tools/react")) == {vote: "y", con: "y", follow: "y", use: "n"}
    alice.press(f"/proscons/{fast.id}/vote", wanted="n")
    assert buttons(alice.get("/tools/react"))[vote] == "y"


def test_nobody_gets_anothers_name_or_token(
    app: Flask, visitor: Browser, alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = set()
    for _ in range(3):
        for who, here, there in ((alice, "alice", "bob"), (bob, "bob", "alice")):
            page = who.get("/about").text
            assert f'href="/people/{here}"' in page and f'href="/people/{there}"' not in page
            (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
            tokens.add((here, token.partition(".")[0]))  # it is signed anew by the second
        page = visitor.get("/about").text
        assert "/people/" not in page and "csrf_token" not in page
    assert len(tokens) == 2


def test_the_token_on_a_kept_page_is_good(
    app: Flask, alice: Member, fast: ProCon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    for wanted in "yny":
        page = alice.get("/tools/react").text
        token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        form = {"wanted": wanted, "csrf_token": token}
        assert alice.post(f"/proscons/{fast.id}/vote", data=form).status_code == 302
        assert buttons(alice.get("/tools/react"))[f"/proscons/{fast.id}/vote"] in "yn"


def test_only_its_owner_gets_the_buttons_of_a_stack(
    visitor: Browser, alice: Member, bob: Member
) -> None:
    for _ in range(3):
        for who, has in ((visitor, False), (alice, True), (bob, False)):
            page = who.get("/stacks/alice/shop").text
            assert ("/stacks/alice/shop/edit" in page) is has
            assert ('formaction="/stacks/alice/shop/remove"' in page) is has


def test_members_get_the_form_and_visitors_the_way_to_sign_in(
    visitor: Browser, alice: Member
) -> None:
    url = visitor.read("/advice.json")["advice"][0]["url"]
    for _ in range(2):
        assert "Sign in</a> to comment" in visitor.get(url).text
        assert "<textarea" not in visitor.get(url).text
        page = alice.get(url).text
        assert "<textarea" in page and "to comment" not in page
        assert re.search(r'<input type="hidden" name="csrf_token" value="[^"]+">\s+<div', page)


def test_a_session_that_ended_elsewhere_ends_here_at_once(
    app: Flask, pages: Pages, alice: Member
) -> None:
    there = Member(app, alice.user)
    for who in (alice, there, alice, there):
        assert "Sign out" in who.get("/tools/react").text
    pages.store.lag = 0.0
    alice.post("/settings/sessions/end", data={})
    alice.post("/logout")
    page = alice.get("/tools/react").text
    assert "Sign out" not in page and "Sign in" in page


def test_who_signs_out_is_a_visitor_on_every_page(visitor: Browser, alice: Member) -> None:
    alice.get("/tools/react")
    cookies = dict(alice._cookies or {})
    alice.post("/logout")
    assert "Sign out" not in alice.get("/tools/react").text
    alice._cookies = cookies  # somebody kept the cookie
    assert "Sign out" not in alice.get("/tools/react").text


def test_what_a_member_is_told_once_is_told_once(visitor: Browser, alice: Member) -> None:
    alice.get("/stacks/alice/shop")
    alice.get("/tools/react")
    alice.press("/stacks/alice/shop/remove")
    told = ["“Shop” is removed" in alice.get("/tools/react").text for _ in range(3)]
    assert told == [True, False, False]


def test_the_notice_to_verify_goes_when_it_is_done(app: Flask, visitor: Browser) -> None:
    carol = member(app, "carol", verified_at=None)
    assert all("Verify your e-mail address" in carol.get("/about").text for _ in range(2))
    with app.app_context():
        db.session.merge(carol.user).verified_at = carol.user.created_at
        db.session.commit()
    assert "Verify your e-mail address" not in carol.get("/about").text


@pytest.mark.parametrize(
    "cookie", ["x", "", "a.b.c", "é", '"', "session=session", "x" * 5_000, "; session=y"]
)
def test_a_cookie_of_no_session_makes_a_visitor(app: Flask, visitor: Browser, cookie: str) -> None:
    plain = visitor.get("/tools/react").data
    for _ in range(2):
        answer = app.test_client(use_cookies=False).get(
            "/tools/react", headers={"Cookie": f"session={cookie}"}
        )
        assert answer.status_code == 200 and b"Sign out" not in answer.data
        assert answer.data == plain


def test_nobody_is_taken_for_another_by_cookies_that_read_two_ways(
    app: Flask, visitor: Browser, alice: Member, bob: Member
) -> None:
    """What is kept for a reader is found by the cookie that Flask read, whichever stands beside."""
    mine = alice.get_cookie("session")
    assert mine
    plain = app.test_client(use_cookies=False)

    def read(cookies: str) -> str:
        return plain.get("/tools/react", headers={"Cookie": cookies}).text

    for odd in (f"session=; session={mine.value}", f"session ={mine.value}; session=x"):
        for _ in range(2):
            read(odd)
        assert "Sign out" in read(f"session={mine.value}")
        assert "Sign out" not in read("session=x")


def test_a_reader_who_is_new_needs_no_new_page(
    pages: Pages, visitor: Browser, alice: Member, bob: Member
) -> None:
    visitor.get("/tools/react")
    assert not made(pages, alice, "/tools/react") and not made(pages, bob, "/tools/react")
    assert "/people/alice" in alice.get("/tools/react").text


def test_an_answer_that_failed_at_the_end_keeps_nothing(
    app: Flask, pages: Pages, alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(pages, "who", lambda: 1 / 0)
        away.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        assert alice.get("/about").status_code == 500
    assert not pages.store.kept
    assert "Sign out" in alice.get("/about").text


def test_a_read_waits_for_no_body(app: Flask, visitor: Browser) -> None:
    class Stuck:
        def read(self, *_: int) -> bytes:
            raise AssertionError("nobody may wait for this")

    form = "application/x-www-form-urlencoded"
    stuck = {"wsgi.input": Stuck(), "CONTENT_LENGTH": "100", "CONTENT_TYPE": form}
    for path in ("/about", "/healthz", "/login"):
        assert visitor.get(path, environ_overrides=stuck).status_code == 200


# --- how often it was read


def test_each_reading_counts_as_a_view(pages: Pages, visitor: Browser, alice: Member) -> None:
    before = waiting["tool", "react"]
    for who in (visitor, visitor, alice, alice):
        who.get("/tools/react")
    visitor.head("/tools/react")
    visitor.get("/tools/react", headers={"User-Agent": "Examplebot/1.0"})
    assert waiting["tool", "react"] == before + 4


def test_the_figures_are_there_for_prometheus(pages: Pages, visitor: Browser) -> None:
    def figures() -> Iterator[tuple[str, int]]:
        answer = visitor.get("/metrics")
        assert answer.mimetype == "text/plain"
        for name, n in re.findall(r"^(stackshare\w+) (\d+)$", answer.text, re.MULTILINE):
            yield name, int(n)

    before = dict(figures())
    for _ in range(3):
        visitor.get("/tools/react")
    after = dict(figures())
    assert after["stackshare_pages_misses_total"] == before["stackshare_pages_misses_total"] + 1
    assert after["stackshare_pages_hits_total"] == before["stackshare_pages_hits_total"] + 2
    assert after["stackshare_pages_bytes"] > before["stackshare_pages_bytes"]
