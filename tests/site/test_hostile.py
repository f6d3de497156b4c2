"""Whatever is thrown at a route, it answers as if nothing were the matter: never 5xx, no trace."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stackshare.proscons.models import ProCon
from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool
from tests.cast import Browser, Member, company, stack
from tests.decisions.test_record import record

TRACES = re.compile(
    r"Traceback|sqlalchemy|psycopg|sqlite3|File \"|SELECT |INSERT |site-packages|werkzeug\.|jinja2"
)
TEXTS = {
    "nul": "%00",
    "bad utf-8": "%FF%FE",
    "half a pair": "%ED%A0%80",
    "2^63": "9223372036854775808",
    "a long number": "9" * 5_000,
    "minus one": "-1",
    "not a number": "NaN",
    "a line end": "%0D%0AX-Evil:%20yes",
    "quotes": "'%22%27)%3B--",
    "wildcards": "%25_%25",
    "a template": "{{7*7}}%7B%25",
    "a path": "..%2F..%2Fetc%2Fpasswd",
    "turned letters": "%E2%80%AE%E2%80%8B",
}
FIELDS = (
    "after page q find tool slug next do reply parent wanted login username email password name"
    " title body text side purpose visibility id current_password csrf_token do"
    " lens bare link context version different a b owner handle summary website about"
    " chosen before option-1 good-1 reason outcome status effort decided_on stack file seen"
).split()

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


@pytest.fixture(autouse=True)
def something_there(app: Flask, fast: ProCon, alice: Member, react: Tool) -> Stack:
    company(app, alice, "acme")
    record(alice)
    return stack(app, alice, "Shop", react)


def paths(app: Flask, method: str, text: str | None = None) -> Iterator[str]:
    """The path of every route that is read this way, with something there, or with this text."""
    known = {"slug": "react", "username": "alice", "owner": "alice", "id": "1", "number": "1"}
    known |= {"handle": "acme", "owner2": "alice", "slug2": "shop"}
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            path = rule.rule
            for name in rule.arguments:
                path = re.sub(rf"<(\w+:)?{name}>", text or known.get(name, "x"), path)
            if text is None or rule.arguments:
                yield path


def check(answer: TestResponse) -> None:
    assert answer.status_code < 500, answer.request.path
    assert not TRACES.search(answer.text), answer.request.path
    assert "X-Evil" not in answer.headers


def send(who: Browser, method: str, path: str, **more: Any) -> TestResponse:
    answer = who.open(path, method=method, **more)
    check(answer)
    return answer


@every_text
def test_in_the_path(app: Flask, alice: Member, text: str) -> None:
    for method in ("GET", "POST"):
        for path in paths(app, method, text):
            send(alice, method, path)


@every_text
def test_in_the_query(app: Flask, visitor: Browser, text: str) -> None:
    query = "&".join(f"{name}={text}" for name in FIELDS)
    for path in paths(app, "GET"):
        send(visitor, "GET", f"{path}?{query}&{text}=1")


@every_text
def test_in_a_form(app: Flask, alice: Member, visitor: Browser, text: str) -> None:
    form = "&".join(f"{name}={text}" for name in FIELDS)
    kind = "application/x-www-form-urlencoded"
    for path in paths(app, "POST"):
        for who in (visitor, alice):
            send(who, "POST", path, data=f"{form}&{text}=1", content_type=kind)


@pytest.mark.parametrize("bytes", ["%00", "%FF", "%ED%A0%80"])
def test_bytes_that_no_text_has_are_400(visitor: Browser, bytes: str) -> None:
    assert visitor.get(f"/tools?q={bytes}").status_code == 400
    assert visitor.get(f"/tools/{bytes}").status_code == 400


@pytest.mark.parametrize("bytes", ["%00", "%FF", "%ED%A0%80", "\udcff"])
def test_such_bytes_in_a_form_are_400(alice: Member, bytes: str) -> None:
    form = f"title=Is this {bytes} kept?".encode(errors="surrogateescape")
    kind = "application/x-www-form-urlencoded"
    assert alice.post("/advice", data=form, content_type=kind).status_code == 400


@pytest.mark.parametrize("text, code", [(b"100%FF \xef\xbf\xbd", 302), (b"\xff", 400)])
def test_such_bytes_in_a_form_of_parts(alice: Member, text: bytes, code: int) -> None:
    fields = {b"title": b"Which one is it: " + text, b"body": b"Two tables."}
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % field
        for field in fields.items()
    ]
    kind = "multipart/form-data; boundary=x"
    form = b"".join(parts) + b"--x--\r\n"
    assert alice.post("/advice", data=form, content_type=kind).status_code == code


def test_the_sign_for_what_cannot_be_read_may_be_typed(alice: Member, visitor: Browser) -> None:
    typed = {"title": "What does \ufffd mean in a log?", "body": "I see \ufffd often."}
    answer = alice.post("/advice", data=typed)
    assert answer.status_code == 302
    assert "I see \ufffd often." in visitor.get(answer.location).text
    assert visitor.get("/tools?q=%EF%BF%BD").status_code == 200


def test_a_nul_in_a_form_is_400(alice: Member) -> None:
    assert alice.post("/advice", data={"title": "Is this \0 kept?"}).status_code == 400


@pytest.mark.parametrize("json", ['{"tool": {"a": 1}}', '{"title": 5}', "[" * 100_000, "NaN", "5"])
def test_json_is_no_form(app: Flask, alice: Member, json: str) -> None:
    for path in set(paths(app, "POST")) - {"/logout"}:
        send(alice, "POST", path, data=json, content_type="application/json")


def test_a_huge_query_is_414(app: Flask, visitor: Browser) -> None:
    for path in paths(app, "GET"):
        assert send(visitor, "GET", f"{path}?q={'x' * 10_000}").status_code == 414


def test_a_huge_body_is_413(app: Flask, visitor: Browser, alice: Member) -> None:
    for path in paths(app, "POST"):
        for who in (visitor, alice):
            answer = send(who, "POST", path, data={"body": "x" * 2_000_000})
            assert answer.status_code == 413, path
    file = {"file": (BytesIO(b"x" * 2_000_000), "x.txt")}
    assert send(alice, "POST", "/advice", data=file).status_code == 413


def test_a_hundred_thousand_fields_are_413(app: Flask, visitor: Browser) -> None:
    kind = "application/x-www-form-urlencoded"
    many = "&".join(f"f{n}=" for n in range(50_000))
    for path in paths(app, "POST"):
        for form in (many, many * 2):
            answer = send(visitor, "POST", path, data=form, content_type=kind)
            assert answer.status_code == 413, path
    parts = {f"f{n}": (BytesIO(b""), "x") for n in range(600)}
    assert send(visitor, "POST", "/login", data=parts).status_code == 413


def test_forms_of_another_kind_are_as_good_as_empty(app: Flask, alice: Member) -> None:
    for path in set(paths(app, "POST")) - {"/logout", "/advice/new"}:  # which changes nothing
        for kind in ("application/json", "text/plain", "multipart/form-data; boundary=", "x/y;;="):
            answer = send(alice, "POST", path, data='{"wanted": "y"}', content_type=kind)
            assert answer.status_code in (302, 400, 403, 404, 409, 422), path


@pytest.mark.parametrize(
    "cookie", ["x", "eyJ.x.y", "." * 4_000, '"\\000"', "\xff\xfe", "a=b=c;;;", "{}", "null"]
)
def test_a_broken_cookie_makes_a_visitor(app: Flask, visitor: Browser, cookie: str) -> None:
    header = {"Cookie": f"session={cookie}; other={cookie}"}
    for path in paths(app, "GET"):
        send(visitor, "GET", path, headers=header)
    assert "Sign in" in visitor.get("/", headers=header).text


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1:x",
        "a b",
        "",
        "localhost@evil",
        "[::1",
        "[::2]",
    ],
)
def test_an_unknown_host_is_400(app: Flask, visitor: Browser, host: str) -> None:
    for path in paths(app, "GET"):
        assert send(visitor, "GET", path, headers={"Host": host}).status_code == 400
    assert "evil" not in visitor.get("/", headers={"Host": host}).text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST"])
def test_this_machine_is_known_by_every_name_it_has(visitor: Browser, host: str) -> None:
    assert visitor.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_nobody_uses_reaches_nothing(app: Flask, alice: Member, method: str) -> None:
    for path in paths(app, "GET"):
        assert send(alice, method, path).status_code in (404, 405)


@pytest.mark.parametrize("header", ["User-Agent", "Referer", "Accept", "X-Fragment", "Range"])
@pytest.mark.parametrize("value", ["\x00", "\xff" * 500, "%00", "javascript:alert(1)", "bytes=9-1"])
def test_a_broken_header(app: Flask, alice: Member, header: str, value: str) -> None:
    for path in paths(app, "GET"):
        send(alice, "GET", path, headers={header: value})
    typed = {"login": "alice", "password": "four quiet words here"}
    send(alice, "POST", "/login", data=typed, headers={header: value})


@pytest.mark.parametrize("text", [">" * 19_900, "[" * 19_900, "> " * 9_900, "- " * 9_900])
def test_markdown_nested_deep_is_kept_flat(alice: Member, visitor: Browser, text: str) -> None:
    typed = {"title": "Is this too deep?", "body": f"{text}\n\nIt is."}
    answer = send(alice, "POST", "/advice", data=typed)
    assert answer.status_code == 302
    send(visitor, "GET", answer.location)


@pytest.mark.parametrize("text", [">" * 100_000, "[" * 100_000])
def test_more_markdown_than_anybody_reads_is_422(alice: Member, text: str) -> None:
    typed = {"title": "Is this too deep?", "body": text}
    assert send(alice, "POST", "/advice", data=typed).status_code == 422
