"""One's own notifications: read, counted in the header, marked as read."""

import re
from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from stackshare.core.clock import now
from stackshare.extensions import db
from stackshare.mail_worker import forget_what_is_old
from stackshare.notifications.models import Notification
from tests.cast import Browser, Member
from tests.notifications.conftest import Tell


def bell(who: Browser, path: str = "/") -> str:
    found = re.search(r'href="/notifications" aria-label="(.+?)"', who.get(path).text)
    assert found
    return found[1]


def ids(who: Browser) -> list[int]:
    return [row["id"] for row in who.read("/notifications.json")["notifications"]]


def test_an_empty_page_says_what_will_stand_there(alice: Member) -> None:
    assert "Nothing yet." in alice.get("/notifications").text
    assert bell(alice) == "Notifications"


def test_the_newest_come_first_and_the_rest_on_further_pages(alice: Member, tell: Tell) -> None:
    for n in range(30):
        tell(alice, n=n)
    page = alice.get("/notifications").text
    assert page.index("Question 29?") < page.index("Question 28?") and "Question 3?" not in page
    (older,) = re.findall('rel="next" href="(.+?)"', page)
    assert "Question 3?" in alice.get(older).text
    assert alice.get("/notifications?after=forged").status_code == 404
    first = alice.read("/notifications.json")
    assert (len(first["notifications"]), first["unread"]) == (25, 30)
    assert len(alice.read(first["next"])["notifications"]) == 5


def test_the_header_counts_on_pages_that_are_kept(alice: Member, bob: Member, tell: Tell) -> None:
    assert bell(alice) == bell(bob) == "Notifications"
    tell(alice)
    assert bell(alice) == "1 unread notification"
    tell(alice, n=2)
    assert bell(alice) == "2 unread notifications"
    assert bell(bob) == "Notifications"
    assert bell(alice, "/settings") == "2 unread notifications"


def test_more_than_99_are_not_told_apart(app: Flask, alice: Member, tell: Tell) -> None:
    for n in range(99):
        tell(alice, n=n)
    assert bell(alice) == "99 unread notifications"
    for n in range(99, 101):
        tell(alice, n=n)
    assert bell(alice) == "More than 99 unread notifications"
    assert ">99+<" in alice.get("/").text


def test_opening_one_marks_it_as_read(alice: Member, tell: Tell) -> None:
    tell(alice, n=7)
    tell(alice, n=8)
    _, older = ids(alice)
    for _ in range(2):
        assert alice.post(f"/notifications/{older}").location == "/comments/7"
    assert bell(alice) == "1 unread notification"
    assert alice.get(f"/notifications/{older}").status_code == 405


def test_all_that_were_seen_are_marked_and_later_ones_not(alice: Member, tell: Tell) -> None:
    tell(alice)
    tell(alice, n=2)
    newest = ids(alice)[0]
    tell(alice, n=3)
    for _ in range(2):
        answer = alice.post("/notifications/read", data={"up_to": newest})
        assert answer.location == "/notifications"
    assert bell(alice) == "1 unread notification"


def test_what_is_no_number_marks_nothing(alice: Member, tell: Tell) -> None:
    tell(alice)
    for typed in ("", "x", "-1", str(2**63)):
        assert alice.post("/notifications/read", data={"up_to": typed}).status_code == 422
    assert bell(alice) == "1 unread notification"


def test_those_of_others_are_not_there(alice: Member, bob: Member, mod: Member, tell: Tell) -> None:
    tell(alice)
    (own,) = ids(alice)
    for other in (bob, mod):
        assert other.post(f"/notifications/{own}").status_code == 404
        other.post("/notifications/read", data={"up_to": own})
        assert ids(other) == [] and "Question 1?" not in other.get("/notifications").text
    assert bell(alice) == "1 unread notification"


def test_a_visitor_is_sent_to_sign_in(visitor: Browser) -> None:
    assert visitor.get("/notifications").location == "/login?next=/notifications"
    assert visitor.get("/notifications.json").status_code == 302
    assert 'href="/notifications"' not in visitor.get("/").text


def test_a_label_carries_nothing_in(app: Flask, alice: Member, tell: Tell) -> None:
    tell(alice)
    with app.app_context():
        db.session.execute(update(Notification).values(label="<script>x</script>"))
        db.session.commit()
    assert "<script>x" not in alice.get("/notifications").text


def test_what_was_read_long_ago_is_forgotten(app: Flask, alice: Member, tell: Tell) -> None:
    for n in range(3):
        tell(alice, n=n)
    alice.post(f"/notifications/{ids(alice)[0]}")
    with app.app_context():
        count = select(func.count()).select_from(Notification)
        for days, left in ((89, 3), (91, 2)):
            with time_machine.travel(now() + timedelta(days=days)):
                forget_what_is_old()
            assert db.session.scalar(count) == left
