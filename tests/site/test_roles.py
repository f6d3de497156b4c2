"""Who may send what where, asked of every route there is."""

import re

import pytest
from flask import Flask

from stackshare.accounts.routes.who import VISITORS_POSTS
from tests.cast import Browser

SAFE = {"GET", "HEAD", "OPTIONS"}
# A visitor may send these; each of them says itself why it refuses an empty form.
PUBLIC = {
    "accounts.create": 422,
    "accounts.sign_in": 422,
    "accounts.logout": 302,
    "accounts.send_reset": 422,
    "accounts.reset": 404,
    "accounts.verify_address": 404,
    "notifications.end_mails": 404,
}
# Mail programs send it without a page: what proves who asks is in its address.
NEED_NO_TOKEN = {"notifications.end_mails"}


def test_what_visitors_may_send_is_listed_once() -> None:
    assert set(PUBLIC) == VISITORS_POSTS


def test_every_other_write_sends_a_visitor_to_sign_in(app: Flask, visitor: Browser) -> None:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - SAFE:
            path = re.sub(r"<(\w+:)?\w+>", "1", rule.rule)
            answer = visitor.open(path, method=method, data={"wanted": "y"})
            if rule.endpoint in PUBLIC:
                assert answer.status_code == PUBLIC[rule.endpoint], rule
            else:
                assert (answer.status_code, answer.location) == (302, "/login"), rule


def test_every_write_of_a_member_asks_for_the_token(
    app: Flask, alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - SAFE:
            path = re.sub(r"<(\w+:)?\w+>", "1", rule.rule)
            for kind in ("application/x-www-form-urlencoded", "text/plain", "application/json"):
                answer = alice.open(path, method=method, data="wanted=y", content_type=kind)
                code = 404 if rule.endpoint in NEED_NO_TOKEN else 400
                assert answer.status_code == code, rule


def test_a_visitor_whose_token_is_gone_is_sent_to_sign_in(
    app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert visitor.post("/advice").location == "/login"
    assert visitor.post("/login").status_code == 400
