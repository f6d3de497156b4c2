from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from stackshare import create_app
from stackshare.accounts.actions import hash_password
from stackshare.accounts.routes.limits import GUESSES_FROM
from stackshare.accounts.routes.write_limits import MOST
from stackshare.core.clock import now
from stackshare.core.limits import Attempts, count_attempt, forget_attempts
from stackshare.extensions import db
from tests.cast import Browser, Member, mails_to, member

PASSWORD = "four quiet words here"


@pytest.fixture
def carol(limited: Flask) -> Member:
    return member(limited, "carol", password_hash=hash_password(PASSWORD))


@pytest.fixture
def thief(limited: Flask) -> Browser:
    return Browser(limited)


def sign_in(
    who: Browser, password: str, login: str = "carol", address: str = "192.0.2.1", **more: str
) -> TestResponse:
    return who.post(
        "/login",
        data={"login": login, "password": password},
        environ_base={"REMOTE_ADDR": address},
        headers=more,
    )


def guess_often(who: Browser, **where: str) -> None:
    for n in range(10):
        assert sign_in(who, f"a wild guess {n}", **where).status_code == 422


def test_guessing_ends_after_ten_tries(thief: Browser, carol: Member) -> None:
    guess_often(thief)
    answer = sign_in(thief, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Try again in 15 minutes." in answer.text


def test_the_holder_signs_in_from_elsewhere(thief: Browser, carol: Member) -> None:
    guess_often(thief)
    assert sign_in(thief, PASSWORD, address="192.0.2.2").status_code == 302


def test_a_name_and_an_address_of_one_account_share_its_tries(
    thief: Browser, carol: Member
) -> None:
    guess_often(thief)
    assert sign_in(thief, PASSWORD, "carol@example.org").status_code == 429


def test_no_header_buys_further_tries(thief: Browser, carol: Member) -> None:
    guess_often(thief)
    forged = {"X-Forwarded-For": "198.51.100.7", "Forwarded": "for=198.51.100.7"}
    assert sign_in(thief, PASSWORD, **forged).status_code == 429


def test_all_of_an_ipv6_network_is_one(thief: Browser, carol: Member) -> None:
    guess_often(thief, address="2001:db8::1")
    assert sign_in(thief, PASSWORD, address="2001:db8::2").status_code == 429
    assert sign_in(thief, PASSWORD, address="2001:db8:0:1::1").status_code == 302


def test_a_name_nobody_has_is_limited_alike(thief: Browser) -> None:
    guess_often(thief, login="nobody")
    assert sign_in(thief, PASSWORD, "nobody").status_code == 429


def test_many_accounts_from_one_network_are_limited_together(
    limited: Flask, thief: Browser
) -> None:
    with limited.app_context():
        for _ in range(99):
            count_attempt(GUESSES_FROM, "192.0.2.1")
        db.session.commit()
    assert sign_in(thief, PASSWORD, "anybody").status_code == 422
    assert sign_in(thief, PASSWORD, "somebody-else").status_code == 429


def test_the_right_password_counts_nothing(limited: Flask, carol: Member) -> None:
    for _ in range(12):
        assert sign_in(Browser(limited), PASSWORD).status_code == 302


def test_after_a_quarter_of_an_hour_there_are_new_tries(thief: Browser, carol: Member) -> None:
    guess_often(thief)
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1)):
        assert sign_in(thief, PASSWORD).status_code == 302


def test_a_password_asked_for_again_is_limited_too(carol: Member) -> None:
    for code in [422] * 10 + [429]:
        answer = carol.post("/settings/close", data={"current_password": "a wild guess"})
        assert answer.status_code == code


@pytest.mark.parametrize("login", ["carol", "carol@example.org", "nobody"])
def test_five_reset_mails_an_hour(
    limited: Flask, thief: Browser, carol: Member, login: str
) -> None:
    for code in [200] * 5 + [429]:
        assert thief.post("/forgot", data={"login": login}).status_code == code
    assert len(mails_to(limited, "carol@example.org")) in (0, 5)


def test_five_sign_ups_an_hour_with_one_address(limited: Flask, carol: Member) -> None:
    for n, code in enumerate([302] * 5 + [429]):
        typed = {"username": f"bomb-{n}", "email": "carol@example.org", "password": PASSWORD}
        assert Browser(limited).post("/signup", data=typed).status_code == code


def test_five_mails_to_verify_an_hour(limited: Flask) -> None:
    dave = member(limited, "dave", verified_at=None)
    for code in [302] * 5 + [429]:
        assert dave.post("/verify").status_code == code


def test_who_guesses_too_often_reads_no_password_back(thief: Browser, carol: Member) -> None:
    guess_often(thief)
    answer = sign_in(thief, "four quiet words that are wrong")
    assert answer.status_code == 429 and "quiet words" not in answer.text


def test_no_name_and_no_address_is_stored(limited: Flask, thief: Browser, carol: Member) -> None:
    guess_often(thief)
    with limited.app_context():
        keys = db.session.scalars(select(Attempts.key_hash)).all()
    assert {len(key) for key in keys} == {64}


def test_old_windows_are_forgotten(limited: Flask, thief: Browser) -> None:
    sign_in(thief, PASSWORD)
    with limited.app_context(), time_machine.travel(now() + timedelta(days=2)):
        forget_attempts()
        assert not db.session.scalars(select(Attempts)).all()
        db.session.commit()


@pytest.mark.parametrize("workers, share", [(1, 20), (5, 4)])
def test_each_worker_allows_its_share_of_a_members_writes(
    app: Flask, alice: Member, bob: Member, workers: int, share: int
) -> None:
    settings = replace(app.config["SETTINGS"], rate_limits=True, workers=workers)
    worker = create_app(settings)
    worker.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    asker, other = Member(worker, alice.user), Member(worker, bob.user)
    for code in [302] * share + [429]:
        typed = {"title": "Which database for a shop?", "body": "We have two tables."}
        answer = asker.post("/advice", data=typed)
        assert answer.status_code == code
    assert "<h1>" in answer.text and "We have two tables.</textarea>" in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert other.post("/advice", data=typed).status_code == 302
    assert asker.get("/advice").status_code == 200


def test_whoever_writes_too_often_is_given_back_nothing_that_another_site_sent(
    limited: Flask, alice: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST, "advice.create", (1, "hour"))
    asker, typed = Member(limited, alice.user), {"title": "Which database?", "body": "Our words."}
    for code in (302, 429):
        answer = asker.post("/advice", data=typed)
        assert answer.status_code == code
    assert "Our words.</textarea>" in answer.text
    monkeypatch.setitem(limited.config, "WTF_CSRF_ENABLED", True)
    for elsewhere in ({}, {"Referer": "https://evil.example/"}):
        answer = asker.post("/advice", data={**typed, "csrf_token": "x"}, headers=elsewhere)
        assert answer.status_code == 400 and "Our words." not in answer.text


def test_an_ipv4_address_in_ipv6_is_that_address(thief: Browser, carol: Member) -> None:
    guess_often(thief, address="::ffff:192.0.2.1")
    assert sign_in(thief, PASSWORD, address="192.0.2.1").status_code == 429
    assert sign_in(thief, PASSWORD, address="::ffff:192.0.2.2").status_code == 302


@pytest.mark.parametrize("address", ["1.2.3.4:55", "", "unknown", "fe80::1%eth0"])
def test_an_odd_address_is_counted_too(thief: Browser, carol: Member, address: str) -> None:
    guess_often(thief, address=address)
    assert sign_in(thief, PASSWORD, address=address).status_code == 429


def test_every_limited_endpoint_exists(app: Flask) -> None:
    assert set(MOST) <= set(app.view_functions)
