"""Who may do what, asked of every route there is.

A row says what is sent where, who may, and what others are answered. A new route that changes
something, or that not everybody may read, needs a row: the tests below fail without one.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from stackshare.accounts.routes.who import VISITORS_POSTS
from stackshare.extensions import Base, db
from tests.cast import Browser, seen_in
from tests.decisions.test_record import CHOICE
from tests.site.lived_in import NEED_A_LINK, PASSWORD, SECRET, House, lived_in

SAFE = {"GET", "HEAD", "OPTIONS"}

MEMBERS = {"newcomer", "stranger", "author", "colleague", "admin", "invited", "moderator"}
VERIFIED = MEMBERS - {"newcomer"}  # who has signed up and not yet verified an address
AUTHOR = {"author"}  # who wrote, shared, asked and decided all there is
COMPANY = {"author", "colleague", "admin"}  # acme, whose third member is invited
ADMIN = {"admin"}
NOBODY: set[str] = set()


class Row(NamedTuple):
    address: str
    sent: str  # with {who} where each sends something else
    may: set[str]
    others: int = 403  # what members get who may not; visitors are sent to sign in
    stores: bool = True  # it changes something


ON = "wanted=y"
STACK = "name=Shop+2&tool=react&tool=vue"
DECISION = "&".join(f"{name}={words}" for name, words in CHOICE.items())
SEEN = "seen={seen}"  # what whoever may has read in the form before
DECIDED = DECISION.replace("effort=weeks", "effort=days")
MINE = f"current_password={PASSWORD}"

CHANGES = [
    # tools and what is said about them
    Row("/tools/react/follow", ON, MEMBERS),
    Row("/tools/react/use", ON, MEMBERS),
    Row("/tools/react/proscons", "side=con&text=Not+for+{who}&different=y", VERIFIED),
    Row("/proscons/{line}/vote", ON, VERIFIED - AUTHOR),
    # comparisons and what is said of them
    Row("/stackups/react-vs-vue/follow", ON, MEMBERS),
    Row("/stackups/react-vs-vue/helpful", ON, VERIFIED),
    Row("/stackups/react-vs-vue/unhelpful", ON, VERIFIED),
    Row("/stackups/react-vs-vue/choose", "tool=react&text=You+are+{who}", VERIFIED),
    Row("/stackups/lines/{choice}/edit", "text=You+like+it", AUTHOR),
    Row("/stackups/lines/{choice}/remove", ON, AUTHOR),
    Row("/stackups/lines/{withdrawn}/remove", "wanted=n", AUTHOR),
    Row("/stackups/lines/{choice}/vote", ON, VERIFIED - AUTHOR),
    Row("/stackups/react-vs-vue/differences", "heading=For+{who}&body=Nothing.", VERIFIED),
    Row("/stackups/sections/{section}/edit", "heading=Size&body={who}.&seen={seen}", VERIFIED),
    Row("/stackups/sections/{section}/remove", ON, AUTHOR),
    Row("/stackups/sections/{erased}/remove", "wanted=n", AUTHOR),
    # people, companies and stacks that are followed
    Row("/people/author/follow", ON, MEMBERS - AUTHOR),
    Row("/companies/acme/follow", ON, MEMBERS),
    Row("/stacks/author/shop/follow", ON, MEMBERS - AUTHOR),
    Row("/stacks/author/zanzibar-one/follow", ON, NOBODY, 404),
    # stacks
    Row("/stacks", STACK, MEMBERS),
    Row("/stacks", f"{STACK}&owner=acme", COMPANY, 422),
    Row("/stacks/author/shop", f"{STACK}&{SEEN}", AUTHOR),
    Row("/stacks/acme/order-book", f"{STACK}&{SEEN}", COMPANY),
    Row("/stacks/author/shop/remove", ON, AUTHOR, 404),
    Row("/stacks/acme/order-book/remove", ON, COMPANY, 404),
    Row("/stacks/author/zanzibar-three/remove", "wanted=n", AUTHOR, 404),
    Row("/stacks/author/shop/comments", "body=Why%3F", VERIFIED),
    Row("/stacks/author/zanzibar-one/comments", "body=Why%3F", NOBODY, 404),
    # advice
    Row("/advice", "title=What+is+small%3F&body=And+new.", VERIFIED),
    Row("/advice/new", "title=What+is+small%3F", MEMBERS, stores=False),
    Row("/advice/{advice}/accept/{answer}", ON, AUTHOR),
    Row("/advice/{advice}/outcome", "chosen=react&outcome=Well.", AUTHOR),
    # decisions
    Row("/decisions", DECISION, VERIFIED),
    Row("/decisions", f"{DECISION}&stack=acme/order-book", COMPANY, 422),
    Row("/decisions/import", "text=%23+Take+one", MEMBERS, stores=False),
    Row("/decisions/{decision}", f"{DECIDED}&{SEEN}", AUTHOR),
    Row("/decisions/{theirs}", f"{DECIDED}&stack=acme/order-book&{SEEN}", COMPANY),
    Row("/decisions/{decision}/remove", ON, AUTHOR, 404),
    Row("/decisions/{theirs}/remove", ON, COMPANY, 404),
    Row("/decisions/{lost}/remove", "wanted=n", AUTHOR, 404),
    # comments
    Row("/threads/{thread}/comments", "body=Neither.", VERIFIED),
    Row("/threads/{thread}/follow", ON, MEMBERS),
    Row("/comments/{comment}/reply", "body=Neither.", VERIFIED),
    Row("/comments/{comment}/edit", "body=Neither.", AUTHOR),
    Row("/comments/{comment}/remove", ON, AUTHOR),
    Row("/comments/{removed}/remove", "wanted=n", AUTHOR),
    Row("/comments/{comment}/up", ON, VERIFIED - AUTHOR),
    Row("/comments/{comment}/down", ON, VERIFIED - AUTHOR),
    Row("/preview", "body=Hello&previews=body", MEMBERS, stores=False),
    # companies
    Row("/companies", "name=Works&handle={who}-works&summary=It+works.", VERIFIED),
    Row("/companies/acme", f"name=Works&summary=It+works.&{SEEN}", ADMIN),
    Row("/companies/acme/join", ON, COMPANY | {"invited"}),
    Row("/companies/acme/members", "username=stranger", ADMIN),
    Row("/companies/acme/members/colleague/admin", ON, ADMIN),
    Row("/companies/acme/members/colleague/remove", "", ADMIN),
    # what is one's own; where others ask for it by its number, nothing of it is theirs
    Row("/notifications/{told}", "", AUTHOR, 404),
    Row("/notifications/read", "up_to={told}", MEMBERS),
    Row("/settings", "name=Another+Name", MEMBERS),
    Row("/settings/email", f"{MINE}&email={{who}}@new.example", MEMBERS),
    Row("/settings/email", "current_password=guessed&email={who}@new.example", NOBODY, 422),
    Row("/settings/password", f"{MINE}&password=other+quiet+words+here", MEMBERS),
    Row("/settings/password", "current_password=guessed&password=other+quiet+words", NOBODY, 422),
    Row("/settings/mail", "reply=never&mention=never&accept=never&answer=never", MEMBERS),
    Row("/settings/sessions/{session}/end", "", AUTHOR, 302),
    Row("/settings/sessions/end-others", "", MEMBERS),
    Row("/settings/close", MINE, MEMBERS),
    Row("/settings/close", "current_password=guessed", NOBODY, 422),
    Row("/verify", "", {"newcomer"}, 302),
    # what visitors send too: a name and a password or a link of a mail says who they are
    Row("/logout", "", MEMBERS),
    Row("/login", "login=author&password=guessed", NOBODY, 422),
    Row("/signup", "username=author&email=a@new.example&password=quiet+words+here", NOBODY, 422),
    Row("/forgot", "login=", NOBODY, 422),
    Row("/reset/nonsense", "password=other+quiet+words+here", NOBODY, 404),
    Row("/verify/nonsense", "", NOBODY, 404),
    Row("/unsubscribe/nonsense", "", NOBODY, 404),
]


class Page(NamedTuple):
    address: str
    may: set[str]
    others: int = 403


PRIVATE = [
    Page("/notifications", MEMBERS),
    Page("/notifications.json", MEMBERS),
    Page("/feed", MEMBERS),
    Page("/feed.json", MEMBERS),
    Page("/feed/following", MEMBERS),
    Page("/feed/following.json", MEMBERS),
    *[Page(f"/settings{it}", MEMBERS) for it in ("", "/email", "/password", "/sessions", "/mail")],
    Page("/settings/close", MEMBERS),
    *[Page(f"/{it}/new", MEMBERS) for it in ("advice", "companies", "decisions", "stacks")],
    Page("/decisions/import", MEMBERS),
    Page("/tools/react/proscons/new", MEMBERS),
    Page("/stackups/react-vs-vue/choose/new", MEMBERS),
    Page("/stackups/lines/{choice}/edit", AUTHOR),
    Page("/stackups/lines/{withdrawn}/edit", NOBODY, 404),
    Page("/stackups/react-vs-vue/differences/new", MEMBERS),
    Page("/stackups/sections/{section}/edit", MEMBERS),
    Page("/stackups/sections/{erased}/edit", NOBODY, 404),
    Page("/comments/{comment}/reply", MEMBERS),
    Page("/comments/{comment}/edit", AUTHOR),
    Page("/comments/{removed}/edit", NOBODY, 404),
    Page("/advice/{advice}/outcome", AUTHOR),
    Page("/decisions/{decision}/edit", AUTHOR),
    Page("/decisions/{theirs}/edit", COMPANY),
    Page("/decisions/{lost}/edit", NOBODY, 404),
    Page("/stacks/author/shop/edit", AUTHOR),
    Page("/stacks/author/zanzibar-one/edit", AUTHOR),
    Page("/stacks/acme/order-book/edit", COMPANY),
    Page("/companies/acme/edit", ADMIN),
    Page("/companies/acme/members", COMPANY),
]


@pytest.fixture
def house(app: Flask) -> House:
    return lived_in(app)


def kinds(app: Flask, addresses: Iterable[str], method: str) -> set[str]:
    """The endpoints that these addresses belong to."""
    known = app.url_map.bind("localhost")
    return {known.match(address, method)[0] for address in addresses}


def everything(app: Flask) -> dict[str, list[str]]:
    """All rows of all tables."""
    with app.app_context():
        return {
            table.name: sorted(str(row) for row in db.session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def send(house: House, row: Row, who: str) -> TestResponse:
    sent = parse_qsl(house.at(row.sent, who=who, seen=seen(house, row)), keep_blank_values=True)
    data: dict[str, Any] = {}
    for name, words in sent:
        data.setdefault(name, []).append(words)
    return house.people[who].post(house.at(row.address), data=data)


def seen(house: House, row: Row) -> str:
    if "{seen}" not in row.sent:
        return ""
    form = f"{house.at(row.address).removesuffix('/edit')}/edit"
    return seen_in(house.people[min(row.may)].get(form).text)


def test_every_route_that_changes_something_has_a_row(app: Flask, house: House) -> None:
    unsafe = {rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) - SAFE}
    assert kinds(app, (house.at(row.address) for row in CHANGES), "POST") == unsafe
    for rule in app.url_map.iter_rules():  # the rows post: no route takes another method
        assert (rule.methods or set()) - SAFE <= {"POST"}


def test_who_may_not_changes_nothing(app: Flask, house: House) -> None:
    before = everything(app)
    for row in CHANGES:
        (endpoint,) = kinds(app, [house.at(row.address)], "POST")
        for who in sorted({"visitor", *MEMBERS} - row.may):
            answer = send(house, row, who)
            if who == "visitor" and endpoint not in VISITORS_POSTS:
                assert (answer.status_code, answer.location) == (302, "/login"), row
            elif endpoint == "accounts.logout":
                assert answer.location == "/", row
            else:
                assert answer.status_code == row.others, (row, who)
            assert who in COMPANY or SECRET not in answer.text, (row, who)
            assert everything(app) == before, (row, who)


@pytest.mark.parametrize(
    "row", [row for row in CHANGES if row.may], ids=lambda row: f"{row.address}?{row.sent[:20]}"
)
def test_who_may_does(app: Flask, house: House, row: Row) -> None:
    before = everything(app)
    for who in sorted(row.may):
        answer = send(house, row, who)
        # 409: another of them was first, and says so.
        assert answer.status_code in (200, 302, 409), (who, answer.text)
        assert not (answer.location or "").startswith("/login"), who
    assert (everything(app) != before) is row.stores


def test_every_page_that_not_everybody_may_read_has_a_row(app: Flask, house: House) -> None:
    private = kinds(app, (house.at(page.address) for page in PRIVATE), "GET")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            answer = house.people["visitor"].get(house.address(rule))
            is_private = (answer.location or "").startswith("/login?")
            assert is_private == (rule.endpoint in private), rule
            assert answer.status_code != 404 or rule.rule in NEED_A_LINK, rule


def test_private_pages_are_for_whom_they_are(app: Flask, house: House) -> None:
    for page in PRIVATE:
        address = house.at(page.address)
        asked = house.people["visitor"].get(address)
        assert (asked.status_code, asked.location) == (302, f"/login?next={address}")
        for who in MEMBERS:
            answer = house.people[who].get(address)
            assert answer.status_code == (200 if who in page.may else page.others), (page, who)
            assert answer.headers["Cache-Control"] == "private, no-store", (page, who)


def test_what_is_hidden_or_removed_stands_in_no_byte_for_others(app: Flask, house: House) -> None:
    """Nor does anybody's address. Whoever has the link of an unlisted stack may read that one."""
    addresses = {house.address(r) for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}
    addresses |= {house.at(page.address) for page in PRIVATE}
    addresses |= {f"/search{form}?q={word}" for form in ("", ".json") for word in ("far", "one")}
    addresses |= {"/tools/vue", "/tools/vue.json", "/tools/vue.atom", "/companies/acme.json"}
    addresses |= {house.at(f"/comments/{{removed}}{end}") for end in (".json", "/history", "/edit")}
    for form in ("", ".json", ".atom", "/edit"):
        addresses.add(f"/stacks/author/zanzibar-three{form}")
        addresses.add(house.at(f"/decisions/{{lost}}-zanzibar-was-it{form}"))
    for who in ("visitor", "newcomer", "stranger", "invited", "moderator"):
        for address in sorted(addresses):
            words = unquote(told(house.people[who], address)).replace(address, "")
            assert SECRET.lower() not in words.lower(), (address, who)
            assert "author@example.org" not in words, (address, who)


def told(who: Browser, address: str) -> str:
    """All that an answer says, wherever it leads."""
    answer = who.get(address, follow_redirects=True)
    return str(answer.headers) + answer.get_data(as_text=True)


def test_every_write_of_a_member_asks_for_the_token(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    before = everything(app)
    for row in CHANGES:
        for kind in ("application/x-www-form-urlencoded", "text/plain", "application/json"):
            address = house.at(row.address)
            answer = house.people["author"].post(address, data=ON, content_type=kind)
            # Mail programs send one without a page: what proves who asks is in its address.
            code = 404 if row.address.startswith("/unsubscribe/") else 400
            assert answer.status_code == code, row
    assert everything(app) == before


def test_a_visitor_whose_token_is_gone_is_sent_to_sign_in(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert visitor.post("/advice").location == "/login"
    assert visitor.post("/login").status_code == 400
