import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.companies.models import Company
from tests.cast import Browser, Member, company, joined, member

MEMBERS = "/companies/acme/members"
JOIN = "/companies/acme/join"


@pytest.fixture(autouse=True)
def acme(app: Flask, alice: Member) -> Company:
    return company(app, alice, "acme")


def invite(who: Browser, username: str) -> TestResponse:
    return who.post(MEMBERS, data={"username": username})


def roles(who: Browser) -> dict[str, str]:
    members = who.read("/companies/acme.json")["members"]
    return {person["username"]: person["role"] for person in members}


def test_who_is_invited_joins_by_agreeing(alice: Member, bob: Member, visitor: Browser) -> None:
    assert invite(alice, " Bob ").location == MEMBERS
    assert "Bob is invited." in alice.get(MEMBERS).text
    assert roles(visitor) == {"alice": "admin"}
    for path in ("/settings", "/companies/acme"):
        assert f'formaction="{JOIN}"' in bob.get(path).text
        assert f'formaction="{JOIN}"' not in alice.get(path).text + visitor.get(path).text
    assert bob.press(JOIN).location == "/companies/acme"
    assert roles(visitor) == {"alice": "admin", "bob": "member"}
    for path in ("/settings", "/companies/acme"):
        assert f'formaction="{JOIN}"' not in bob.get(path).text


def test_an_invitation_is_nobody_elses_business(
    alice: Member, bob: Member, mod: Member, visitor: Browser
) -> None:
    invite(alice, "bob")
    for who in (mod, visitor):
        for tail in ("", ".json", ".atom"):
            assert "bob" not in who.get(f"/companies/acme{tail}").text.lower()
    for path in ("/people/bob", "/people/bob.json"):
        assert "acme" not in visitor.get(path).text


def test_who_declines_is_asked_no_more(alice: Member, bob: Member, visitor: Browser) -> None:
    invite(alice, "bob")
    for _ in range(2):
        assert bob.press(JOIN, wanted="n").status_code == 302
    assert bob.press(JOIN).status_code == 403
    assert roles(visitor) == {"alice": "admin"} and JOIN not in bob.get("/settings").text


def test_joining_twice_is_joining_once_and_so_is_leaving(
    alice: Member, bob: Member, visitor: Browser
) -> None:
    invite(alice, "bob")
    for _ in range(2):
        assert bob.press(JOIN).status_code == 302
    assert roles(visitor) == {"alice": "admin", "bob": "member"}
    for _ in range(2):
        assert bob.press(JOIN, wanted="n").status_code == 302
    assert roles(visitor) == {"alice": "admin"}


def test_nobody_joins_without_an_invitation(
    alice: Member, bob: Member, mod: Member, visitor: Browser
) -> None:
    invite(alice, "bob")
    assert mod.press(JOIN).status_code == 403
    assert visitor.press(JOIN).location == "/login"
    assert mod.post(JOIN, data={"role": "admin"}).status_code == 422
    assert mod.press("/companies/nope/join").status_code == 404
    assert roles(visitor) == {"alice": "admin"}


def test_who_is_not_verified_may_decline_but_not_join(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    dave = member(app, "dave", verified_at=None)
    invite(alice, "dave")
    assert "Verify your e-mail address first" in dave.press(JOIN).text
    assert dave.press(JOIN, wanted="n").status_code == 302
    assert roles(visitor) == {"alice": "admin"}


@pytest.mark.parametrize(
    "username, sentence",
    [
        ("", "Type a username"),
        ("nobody", "Nobody here is called “nobody”"),
        ("acme", "Nobody here is called “acme”"),
        ("bob@example.org", "Nobody here is called"),
        ("<b>x</b>", "Nobody here is called “&lt;b&gt;x&lt;/b&gt;”"),
        ("%", "Nobody here is called “%”"),
        ("alice", "Alice is a member already"),
    ],
)
def test_whom_nobody_can_invite(alice: Member, bob: Member, username: str, sentence: str) -> None:
    answer = invite(alice, username)
    assert answer.status_code == 422 and sentence in answer.text


def test_an_invitation_is_sent_once(alice: Member, bob: Member) -> None:
    invite(alice, "bob")
    assert "Bob is invited already" in invite(alice, "bob").text


def test_an_admin_takes_an_invitation_back_and_takes_members_out(
    app: Flask, alice: Member, bob: Member, mod: Member, acme: Company, visitor: Browser
) -> None:
    joined(app, acme, bob)
    invite(alice, "mod")
    for name in ("bob", "mod"):
        assert alice.post(f"{MEMBERS}/{name}/remove").location == MEMBERS
        assert alice.post(f"{MEMBERS}/{name}/remove").status_code == 404
    assert roles(visitor) == {"alice": "admin"}
    assert mod.press(JOIN).status_code == 403


def test_an_admin_makes_others_admin_and_takes_it_away(
    app: Flask, alice: Member, bob: Member, acme: Company, visitor: Browser
) -> None:
    joined(app, acme, bob)
    for _ in range(2):
        alice.press(f"{MEMBERS}/bob/admin")
    assert roles(visitor) == {"alice": "admin", "bob": "admin"}
    for _ in range(2):
        bob.press(f"{MEMBERS}/alice/admin", wanted="n")
    assert roles(visitor) == {"alice": "member", "bob": "admin"}
    assert alice.press(f"{MEMBERS}/alice/admin").status_code == 403


def test_who_is_only_invited_is_made_no_admin(alice: Member, bob: Member, visitor: Browser) -> None:
    invite(alice, "bob")
    assert alice.press(f"{MEMBERS}/bob/admin").status_code == 403
    bob.press(JOIN)
    assert roles(visitor)["bob"] == "member"


def test_a_company_keeps_its_last_admin(
    app: Flask, alice: Member, bob: Member, acme: Company, visitor: Browser
) -> None:
    joined(app, acme, bob)
    for answer in (
        alice.press(JOIN, wanted="n"),
        alice.press(f"{MEMBERS}/alice/admin", wanted="n"),
        alice.post(f"{MEMBERS}/alice/remove"),
    ):
        assert answer.status_code == 403 and "Make another member admin first" in answer.text
    alice.press(f"{MEMBERS}/bob/admin")
    assert alice.press(JOIN, wanted="n").status_code == 302
    assert roles(visitor) == {"bob": "admin"}


def test_members_read_who_is_in_it_and_admins_alone_change_it(
    app: Flask, alice: Member, bob: Member, mod: Member, acme: Company, visitor: Browser
) -> None:
    joined(app, acme, bob)
    carol = member(app, "carol")
    invite(alice, "carol")
    assert "Invite</button>" in alice.get(MEMBERS).text and "Carol" in alice.get(MEMBERS).text
    page = bob.get(MEMBERS).text
    assert "Leave</button>" in page and "Invite</button>" not in page and "Carol" not in page
    for who in (mod, carol):
        assert who.get(MEMBERS).status_code == 403
    for who in (bob, mod, carol):
        assert invite(who, "mod").status_code == 403
        assert who.press(f"{MEMBERS}/alice/admin", wanted="n").status_code == 403
        assert who.press(f"{MEMBERS}/bob/admin").status_code == 403
        assert who.post(f"{MEMBERS}/alice/remove").status_code == 403
    assert visitor.get(MEMBERS).location == f"/login?next={MEMBERS}"
    assert invite(visitor, "mod").location == "/login"
    assert roles(visitor) == {"alice": "admin", "bob": "member"}


def test_each_reader_of_the_page_gets_their_own_controls(
    app: Flask, alice: Member, bob: Member, mod: Member, acme: Company, visitor: Browser
) -> None:
    joined(app, acme, bob)
    share, edit = 'href="/stacks/new?owner=acme"', 'href="/companies/acme/edit"'
    for _ in range(2):
        for who, sees in ((alice, (True, True)), (bob, (True, False)), (mod, (False, False))):
            page = who.get("/companies/acme").text
            assert (share in page, edit in page) == sees
        assert share not in visitor.get("/companies/acme").text


def test_a_full_company_takes_nobody_more(
    app: Flask, alice: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stackshare.companies.actions.MOST_MEMBERS", 1)
    assert "at most 1 member" in invite(alice, "bob").text
