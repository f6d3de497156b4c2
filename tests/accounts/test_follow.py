"""Following people and companies."""

import pytest
from flask import Flask

from stackshare.accounts.actions import hash_password
from tests.accounts.test_sign_in import PASSWORD, sign_in
from tests.cast import Browser, Member, company, member
from tests.settings.test_close import close


@pytest.fixture(autouse=True)
def acme(app: Flask, bob: Member) -> None:
    company(app, bob, "acme")


FOLLOWED = ["/people/bob", "/companies/acme"]


def follows(who: Member, kind: str = "owner") -> list[str]:
    """The addresses of what they follow."""
    page = who.read(f"/feed/following.json?kind={kind}")
    return sorted(followed["url"] for followed in page["follows"])


def button(who: Browser, page: str, action: str) -> str:
    """What stands on the page of this button."""
    return who.get(page).text.partition(f'formaction="{action}/follow"')[2].partition(">")[0]


@pytest.mark.parametrize("url", FOLLOWED)
def test_following_twice_is_following_once(alice: Member, url: str) -> None:
    for _ in range(2):
        assert alice.press(f"{url}/follow").location == url
    assert follows(alice) == [url]
    assert 'aria-pressed="true"' in button(alice, url, url)


@pytest.mark.parametrize("url", FOLLOWED)
def test_who_stops_follows_no_longer(alice: Member, mod: Member, url: str) -> None:
    for who in (alice, mod):
        who.press(f"{url}/follow")
    for _ in range(2):
        alice.press(f"{url}/follow", wanted="n")
    assert (follows(alice), follows(mod)) == ([], [url])
    assert 'aria-pressed="false"' in button(alice, url, url)


@pytest.mark.parametrize("url", FOLLOWED)
def test_a_script_gets_the_button_back(alice: Member, url: str) -> None:
    part = alice.press(f"{url}/follow", headers={"X-Fragment": "1"}).text
    assert part.startswith("<button") and 'aria-pressed="true"' in part


@pytest.mark.parametrize("url", FOLLOWED)
def test_an_unverified_member_may_follow(app: Flask, url: str) -> None:
    newcomer = member(app, "newcomer", verified_at=None)
    newcomer.press(f"{url}/follow")
    assert follows(newcomer) == [url]


def test_nobody_follows_themselves(bob: Member) -> None:
    answer = bob.press("/people/bob/follow")
    assert answer.status_code == 403 and "Nobody follows themselves" in answer.text
    assert follows(bob) == [] and "/people/bob/follow" not in bob.get("/people/bob").text


def test_who_is_in_a_company_may_follow_it(bob: Member) -> None:
    bob.press("/companies/acme/follow")
    assert follows(bob) == ["/companies/acme"]


def test_a_closed_account_is_followed_by_nobody(app: Flask, alice: Member) -> None:
    carol = member(app, "carol", password_hash=hash_password(PASSWORD))
    alice.press("/people/carol/follow")
    close(carol)
    page = f"/people/closed-{carol.user.id}"
    assert follows(alice) == [] and f"{page}/follow" not in alice.get(page).text
    assert alice.press(f"{page}/follow").status_code == 403
    assert follows(alice) == []


@pytest.mark.parametrize("url", ["/people/nobody", "/companies/none", "/people/acme"])
def test_only_what_there_is_can_be_followed(alice: Member, url: str) -> None:
    assert alice.press(f"{url}/follow").status_code == 404


def test_what_is_wanted_must_be_said(alice: Member) -> None:
    assert alice.press("/people/bob/follow", wanted="maybe").status_code == 422


@pytest.mark.parametrize("url", FOLLOWED)
def test_a_visitor_signs_in_and_then_follows(app: Flask, visitor: Browser, url: str) -> None:
    assert visitor.press(f"{url}/follow").location == "/login"
    deed = url.strip("/").replace("people/", "person-").replace("companies/", "company-")
    assert f'href="/login?next={url}&amp;do={deed}"' in visitor.get(url).text
    carol = member(app, "carol", password_hash=hash_password(PASSWORD))
    sign_in(visitor, next=url, do=deed)
    assert follows(carol) == [url]
