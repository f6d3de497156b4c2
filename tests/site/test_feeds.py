from xml.etree import ElementTree

import pytest
from flask import Flask

from stackshare.core.views import flush_views, waiting
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer, reply
from tests.cast import Browser, Member, company, line, stack, tool
from tests.decisions.test_record import record

ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = (
    "/stacks /advice /decisions /stackups /tools /tools/react /people/alice /companies "
    "/companies/acme"
).split()


@pytest.fixture(autouse=True)
def acme(app: Flask, alice: Member) -> None:
    company(app, alice, "acme")


def ask(who: Browser, title: str, *slugs: str) -> str:
    asked = {"title": title, "body": "Help **me**.", "tool": list(slugs)}
    return who.post("/advice", data=asked).location


def feed(who: Browser, page: str) -> ElementTree.Element:
    return ElementTree.fromstring(who.get(f"{page}.atom").data)


def titles(who: Browser, page: str) -> list[str | None]:
    return told(who, f"{page}.atom")


@pytest.mark.parametrize("page", PAGES)
def test_a_feed_is_whole_even_with_nothing_in_it(
    visitor: Browser, alice: Member, react: Tool, page: str
) -> None:
    answer = visitor.get(f"{page}.atom")
    assert answer.content_type.startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.data)
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    assert f"http://localhost{page}" in [link.get("href") for link in root.findall(f"{ATOM}link")]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_its_feed(visitor: Browser, alice: Member, react: Tool, page: str) -> None:
    link = f'<link rel="alternate" type="application/atom+xml" href="{page}.atom">'
    assert link in visitor.get(page).text


def test_what_is_new_stands_in_its_feeds(
    app: Flask, visitor: Browser, alice: Member, react: Tool, vue: Tool
) -> None:
    stack(app, alice, "Web shop", react)
    ask(alice, "React or Vue for a shop?", "react", "vue")
    assert titles(visitor, "/stacks") == ["Web shop"]
    assert titles(visitor, "/advice") == ["React or Vue for a shop?"]
    assert titles(visitor, "/feed") == ["React or Vue for a shop?", "Web shop"]
    assert titles(visitor, "/tools") == ["Vue.js", "React"]
    assert titles(visitor, "/tools/react") == ["React or Vue for a shop?", "Web shop"]
    assert titles(visitor, "/tools/vue") == ["React or Vue for a shop?"]
    assert titles(visitor, "/people/alice") == ["React or Vue for a shop?", "Web shop"]


def test_decisions_stand_in_their_feeds(
    visitor: Browser, alice: Member, react: Tool, vue: Tool
) -> None:
    record(alice)
    for page in ("/decisions", "/tools/vue", "/tools/react", "/people/alice"):
        assert titles(visitor, page) == ["Vue.js for the web shop"]


def test_a_stackup_stands_in_the_feed_once_it_was_seen(
    app: Flask, visitor: Browser, react: Tool, vue: Tool
) -> None:
    waiting.clear()
    visitor.get("/stackups/react-vs-vue")
    with app.app_context():
        flush_views()
    assert titles(visitor, "/stackups") == ["React vs Vue.js"]


def test_unlisted_stacks_stand_in_no_feed_and_no_list(
    app: Flask, visitor: Browser, alice: Member, react: Tool
) -> None:
    stack(app, alice, "Hidden", react, visibility="unlisted")
    for page in ("/stacks", "/tools/react", "/people/alice"):
        assert "Hidden" not in visitor.get(f"{page}.atom").text
    for path in ("/stacks.json", "/people/alice.json", "/sitemap/stacks-1.xml"):
        assert "hidden" not in visitor.get(path).text.lower()


@pytest.mark.parametrize(
    "title, read",
    [
        ("<b>& \"what\" 'now'?</b>", "<b>& \"what\" 'now'?</b>"),
        ("]]> <![CDATA[ &#0; &amp;", "]]> <![CDATA[ &#0; &amp;"),
        ("Bell \x07 and \x1b escape", "Bell and escape"),
        ("Not \uffff a \ufffe character", "Not a character"),
        ("An emoji \U0001f600 stays", "An emoji \U0001f600 stays"),
    ],
)
def test_hostile_titles_are_inert(
    visitor: Browser, alice: Member, react: Tool, title: str, read: str
) -> None:
    ask(alice, title, "react")
    for page in ("/advice", "/tools/react", "/people/alice"):
        assert titles(visitor, page) == [read]


def test_an_entry_keeps_its_id_and_links_to_its_page(app: Flask, alice: Member) -> None:
    url = ask(alice, "What is a good title?")
    entry = feed(alice, "/advice").find(f"{ATOM}entry")
    assert entry is not None
    id, link = entry.findtext(f"{ATOM}id") or "", entry.find(f"{ATOM}link")
    assert link is not None and link.get("href") == f"http://localhost{url}"
    assert id.startswith("tag:localhost,") and id.endswith(f":advice/{url[8:].split('-')[0]}")


def test_a_feed_is_the_same_for_all_and_fetched_once(alice: Member, visitor: Browser) -> None:
    ask(alice, "What is a good title?")
    answer = visitor.get("/advice.atom")
    assert alice.get("/advice.atom").data == answer.data
    assert "Set-Cookie" not in answer.headers
    assert answer.cache_control.public
    known = {"If-None-Match": answer.headers["ETag"]}
    assert visitor.get("/advice.atom", headers=known).status_code == 304


def test_the_feed_of_nobody_is_not_there(app: Flask, visitor: Browser) -> None:
    tool(app, "react")
    for path in ("/tools/nope.atom", "/people/nobody.atom", "/people/nobody.json"):
        assert visitor.get(path).status_code == 404
    moved = visitor.get("/tools/React.atom")
    assert (moved.status_code, moved.location) == (301, "/tools/react.atom")


def test_a_filtered_feed_tells_what_the_page_lists(
    app: Flask, visitor: Browser, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    stack(app, alice, "Web shop", react)
    stack(app, alice, "Blog", vue)
    url = ask(alice, "React for a shop?", "react")
    ask(alice, "Vue for a blog?", "vue")
    said = answer(bob, url, "Yes, React.").location.rpartition("-")[2]
    alice.press(f"/advice/{url.split('/')[2].split('-')[0]}/accept/{said}")
    for page, titles in (
        ("/stacks.atom?tool=vue", ["Blog"]),
        ("/stacks.atom?tool=vue&sort=tools&nonsense=1", ["Blog"]),
        ("/advice.atom?tool=react", ["React for a shop?"]),
        ("/advice.atom?show=answered", ["React for a shop?"]),
        ("/advice.atom?show=open", ["Vue for a blog?"]),
        ("/advice.atom?tool=vue&show=answered", []),
        ("/advice.atom?show=viewed", ["Vue for a blog?", "React for a shop?"]),
        ("/tools.atom?q=rea", ["React"]),
        ("/categories/front-ends.atom", ["Vue.js", "React"]),
        ("/categories/back-ends.atom", []),
    ):
        assert told(visitor, page) == titles, page


def told(who: Browser, path: str, name: str = "title") -> list[str | None]:
    """What each entry says there."""
    root = ElementTree.fromstring(who.get(path).data)
    return [entry.findtext(f"{ATOM}{name}") for entry in root.findall(f"{ATOM}entry")]


def leads_to(who: Browser, path: str) -> list[str]:
    """Where each entry leads."""
    root = ElementTree.fromstring(who.get(path).data)
    links = root.findall(f"{ATOM}entry/{ATOM}link")
    return [link.attrib["href"].removeprefix("http://localhost") for link in links]


def test_a_discussion_is_told_comment_by_comment_the_newest_first(
    visitor: Browser, alice: Member, bob: Member, react: Tool
) -> None:
    url = ask(alice, "React for a shop?", "react")
    assert told(visitor, f"{url}.atom") == []
    first = answer(bob, url, "Yes, **React**.").location.rpartition("-")[2]
    answer(bob, url, "Or none.")
    reply(alice, f"-{first}", "Why not Vue?")
    gone = answer(bob, url, "Forget that.").location.rpartition("-")[2]
    bob.press(f"/comments/{gone}/remove")
    said = ["Alice: Why not Vue?", "Bob: Or none.", "Bob: Yes, React."]
    assert told(visitor, f"{url}.atom") == said
    assert told(visitor, f"{url}.atom?branch={first}") == [said[0], said[2]]
    before = told(visitor, f"{url}.atom", "id")
    bob.post(f"/comments/{first}/edit", data={"body": "Yes, React 19."})
    assert told(visitor, f"{url}.atom", "id") == before
    assert told(visitor, f"{url}.atom")[-1] == "Bob: Yes, React 19."


def test_stacks_and_decisions_are_told_as_they_are_talked_about(
    app: Flask, visitor: Browser, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    made = stack(app, alice, "Web shop", react)
    assert told(visitor, f"{made.url}.atom") == []
    bob.post(f"{made.url}/comments", data={"body": "Why React?"})
    decided = record(alice).location
    answer(bob, decided, "We did the same.")
    assert told(visitor, f"{made.url}.atom") == ["Bob: Why React?"]
    assert told(visitor, f"{decided}.atom") == ["Bob: We did the same."]
    hidden = {"name": "Web shop", "visibility": "unlisted", "tool": "react"}
    alice.rewrite(made.url, hidden)
    assert visitor.get(f"{made.url}.atom").status_code == 404
    assert ".atom" not in visitor.get(made.url).text


def test_of_a_branch_that_is_not_there_there_is_neither_page_nor_feed(
    app: Flask, visitor: Browser, alice: Member, bob: Member, react: Tool, vue: Tool
) -> None:
    silent, discussed = stack(app, alice, "Web shop", react), stack(app, alice, "Blog", vue)
    said = bob.post(f"{discussed.url}/comments", data={"body": "Why Vue?"}).location
    elsewhere = said.rpartition("-")[2]
    for url in (silent.url, ask(alice, "React for a shop?", "react"), record(alice).location):
        for branch in (elsewhere, "0", "99", "x", ""):
            for ending in ("", ".json", ".atom"):
                asked = f"{url}{ending}?branch={branch}"
                assert visitor.get(asked).status_code == 404, asked
    for ending in ("", ".json", ".atom"):
        assert visitor.get(f"{discussed.url}{ending}?branch={elsewhere}").status_code == 200


def test_lines_are_told_as_they_come_whatever_their_votes(
    app: Flask, visitor: Browser, alice: Member, bob: Member, react: Tool
) -> None:
    first = line(app, bob, react, "pro", "Fast")
    line(app, bob, react, "pro", "Small")
    line(app, bob, react, "con", "Loud")
    alice.press(f"/proscons/{first.id}/vote")
    assert told(visitor, "/tools/react/proscons.atom") == ["Small", "Fast"]
    assert told(visitor, "/tools/react/proscons.atom?side=con") == ["Loud"]
    assert leads_to(visitor, "/tools/react/proscons.atom") == ["/proscons/2", "/proscons/1"]


def test_a_comparison_tells_what_is_asked_and_decided_between_its_tools(
    visitor: Browser, alice: Member, react: Tool, vue: Tool
) -> None:
    ask(alice, "React or Vue for a shop?", "react", "vue")
    ask(alice, "React for a shop?", "react")
    record(alice)
    between = ["Vue.js for the web shop", "React or Vue for a shop?"]
    assert told(visitor, "/stackups/react-vs-vue.atom") == between
    assert visitor.get("/stackups/vue-vs-react.atom").location == "/stackups/react-vs-vue.atom"


def test_a_comparison_tells_what_is_written_about_it(
    visitor: Browser, alice: Member, react: Tool, vue: Tool
) -> None:
    alice.post("/stackups/react-vs-vue/choose", data={"tool": "vue", "text": "You like files."})
    words = {"heading": "Size", "body": "Both are *small*."}
    alice.post("/stackups/react-vs-vue/differences", data=words)
    assert told(visitor, "/stackups/react-vs-vue.atom") == ["Size", "Choose Vue.js if…"]
    assert leads_to(visitor, "/stackups/react-vs-vue.atom")[1] == "/stackups/lines/1"
    alice.press("/stackups/lines/1/remove")
    assert told(visitor, "/stackups/react-vs-vue.atom") == ["Size"]
