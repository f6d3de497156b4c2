"""Who acts in the tests, and what they need. Nothing here holds an app context open."""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from stackshare.accounts.actions import open_session
from stackshare.accounts.models import User
from stackshare.companies.actions import found_company
from stackshare.companies.models import Company, CompanyMember, Role
from stackshare.core.clock import now
from stackshare.core.kept.watch import EVERYTHING
from stackshare.core.outbox import Mail
from stackshare.extensions import Base, db
from stackshare.proscons.actions import add_procon
from stackshare.proscons.models import ProCon, Side
from stackshare.stacks.actions import share_stack
from stackshare.stacks.models import Stack
from stackshare.tools.actions.catalogue import load_categories, load_tools
from stackshare.tools.models import Tool
from stackshare.tools.queries.names import tool_or_404

T = TypeVar("T", bound=Base)


class Browser(FlaskClient):
    """A visitor's browser.

    Every request gets an app context of its own, as in production. Without it a request made
    inside a test's context shares its g: who signed in for one would still be there for the next.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(app, app.response_class)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def read(self, path: str) -> Any:
        """The JSON found there."""
        return json.loads(self.get(path).text)

    def rewrite(self, path: str, words: Mapping[str, Any]) -> TestResponse:
        """Open the form of what stands there, and send it with these words instead."""
        seen = seen_in(self.get(f"{path}/edit").text)
        return self.post(path, data={"seen": seen, **words})

    def press(self, path: str, wanted: str = "y", **more: Any) -> TestResponse:
        """Press the button that posts there."""
        return self.post(path, data={"wanted": wanted}, **more)


def seen_in(page: str) -> str:
    """What the form on this page was filled in from."""
    found = re.search(r'name="seen" type="hidden" value="(\w+)"', page)
    return found[1] if found else ""


class Member(Browser):
    """The browser of somebody who has signed in."""

    def __init__(self, app: Flask, user: User) -> None:
        super().__init__(app)
        self.user = user
        with app.app_context():
            open_session(user, "A browser")
            db.session.commit()
        with self.session_transaction() as session:
            session["_user_id"] = user.get_id()
            session.permanent = True


def saved(app: Flask, row: T) -> T:
    with app.app_context():
        db.session.add(row)
        db.session.commit()
    return row


def member(app: Flask, username: str, **facts: Any) -> Member:
    known = {"name": username.title(), "email": f"{username}@example.org", "verified_at": now()}
    return Member(app, saved(app, User(handle=username, **{**known, **facts})))


def tool(app: Flask, slug: str, **facts: Any) -> Tool:
    """A tool as the catalogue would bring it; facts as its entries have them."""
    category = {
        "slug": "frameworks",
        "name": "Frameworks",
        "group": "Application & Data",
        "layer": "Application",
        "functions": {
            "front-ends": {"name": "Front ends", "summary": "What people see."},
            "back-ends": {"name": "Back ends", "summary": "What they do not.", "layer": "Data"},
        },
    }
    entry = {"slug": slug, "name": slug.title(), "functions": ["front-ends"], **facts}
    with app.app_context():
        load_categories([category])
        load_tools([entry])
        db.session.commit()
        return tool_or_404(slug)


def line(app: Flask, author: Member, tool: Tool, side: Side, text: str, **facts: str) -> ProCon:
    with app.app_context():
        procon = add_procon(author.user, tool, side=side, text=text, **facts)
        db.session.commit()
    assert procon
    return procon


def stack(app: Flask, author: Member, name: str, *tools: Tool, **facts: Any) -> Stack:
    """Their own, or that of the company which is named as its owner."""
    known = {"purpose": "", "reasons": {}}
    with app.app_context():
        user = db.session.get_one(User, author.user.id)
        if "owner" in facts:
            facts["owner"] = db.session.get_one(Company, facts["owner"].id)
        own = [db.session.get_one(Tool, tool.id) for tool in tools]  # with today's counts
        made = share_stack(user, name=name, tools=own, **{**known, **facts})
        db.session.commit()
    return made


def company(app: Flask, founder: Member, handle: str, **facts: str) -> Company:
    """Made by its first admin."""
    known = {"name": handle.title(), "summary": "It works.", "website": "", "about": ""}
    with app.app_context():
        user = db.session.get_one(User, founder.user.id)
        made = found_company(user, handle=handle, **{**known, **facts})
        db.session.commit()
    return made


def joined(app: Flask, company: Company, *people: Member, role: Role = "member") -> None:
    """They were invited and agreed, one after the other."""
    for person in people:
        place = {"company_id": company.id, "user_id": person.user.id}
        saved(app, CompanyMember(**place, role=role, joined_at=now()))


def a_minute_later(app: Flask) -> None:
    """Figures that are approximate, and the pages that show them, are made anew."""
    app.extensions.pop("lately", None)
    app.extensions["kept"].store.drop({EVERYTHING})


def mails_to(app: Flask, address: str) -> list[Mail]:
    """What waits to be sent there, in the order it was written."""
    waiting = select(Mail).where(Mail.to == address, Mail.sent_at.is_(None)).order_by(Mail.id)
    with app.app_context():
        return list(db.session.scalars(waiting))


def link_in(mail: Mail) -> str:
    """The path of the one link in this mail."""
    (link,) = re.findall(r"^http://localhost(/\S+)$", mail.text, re.MULTILINE)
    return str(link)
