"""A house in which one of everything stands, and who lives there: for what is asked of every route.

Whatever lies in it for its own side alone says SECRET.
"""

import re
from functools import cache
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from stackshare.accounts.actions import hash_password
from stackshare.accounts.models import UserSession
from stackshare.companies.models import CompanyMember
from stackshare.extensions import db
from stackshare.notifications.models import Notification
from tests.advice.test_ask import answer, ask
from tests.cast import Browser, Member, company, joined, line, member, saved, stack, tool
from tests.decisions.test_record import record

SECRET = "Zanzibar"
PASSWORD = "four quiet words here"

# How the addresses of things begin, and what their parameters stand for. The longest counts.
THINGS: dict[str, dict[str, Any]] = {
    "/advice/": {"id": "{advice}", "slug": "react-or-vue-for-a-shop", "comment_id": "{answer}"},
    "/categories/": {"slug": "frameworks"},
    "/comments/": {"id": "{comment}"},
    "/companies/": {"handle": "acme", "username": "colleague"},
    "/decisions/": {"id": "{decision}", "slug": "vue-js-for-the-web-shop"},
    "/people/": {"username": "author"},
    "/proscons/": {"id": "{line}"},
    "/reset/": {"token": "nonsense"},
    "/sitemap/": {"kind": "stacks", "number": 1},
    "/stacks/": {"owner": "author", "slug": "shop", "owner2": "stranger", "slug2": "blog"},
    "/stackups/": {"slug": "react-vs-vue"},
    "/stackups/lines/": {"id": "{choice}"},
    "/stackups/sections/": {"id": "{section}"},
    "/static/": {"filename": "icon.svg"},
    "/tools/": {"slug": "react"},
    "/unsubscribe/": {"token": "nonsense"},
    "/verify/": {"token": "nonsense"},
}
NEED_A_LINK = {"/reset/<token>", "/unsubscribe/<token>", "/verify/<token>"}  # from a mail


class House(NamedTuple):
    people: dict[str, Browser]
    numbers: dict[str, Any]  # of what stands in it, by name

    def at(self, address: str, **more: str) -> str:
        """The address with the numbers of things in their places."""
        return address.format(**self.numbers, **more)

    def address(self, rule: Rule) -> str:
        """Where something of this kind is found."""
        begins = max((it for it in THINGS if rule.rule.startswith(it)), key=len, default="")
        facts = THINGS.get(begins, {})
        return self.at(re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(facts[name[1]]), rule.rule))


@cache
def hashed() -> str:
    return hash_password(PASSWORD)


def number(url: str) -> int:
    """Of a thing, or of the comment that an address leads to."""
    return int(re.findall(r"\d+", url)[-1 if "#" in url else 0])


def lived_in(app: Flask) -> House:
    react, vue = tool(app, "react", name="React"), tool(app, "vue", name="Vue.js")
    names = ("stranger", "author", "colleague", "admin", "invited")
    people = {name: member(app, name, password_hash=hashed()) for name in names}
    people["newcomer"] = member(app, "newcomer", password_hash=hashed(), verified_at=None)
    people["moderator"] = member(app, "moderator", password_hash=hashed(), role="moderator")
    author, colleague = people["author"], people["colleague"]

    acme = company(app, people["admin"], "acme")
    joined(app, acme, author, colleague)
    place = {"company_id": acme.id, "user_id": people["invited"].user.id}
    saved(app, CompanyMember(**place))

    stack(app, people["stranger"], "Blog", react)
    stack(app, author, "Shop", react)
    stack(app, author, "Order book", react, vue, owner=acme)
    secret = {"purpose": f"{SECRET} is far."}
    stack(app, author, f"{SECRET} one", vue, visibility="unlisted", **secret)
    stack(app, author, f"{SECRET} two", vue, visibility="unlisted", owner=acme, **secret)
    gone = stack(app, author, f"{SECRET} three", vue, **secret)
    author.press(f"{gone.url}/remove")

    question = ask(author, "react", "vue").location
    said = number(answer(author, question, "Both, it seems.").location)
    replied = colleague.post(f"/comments/{said}/reply", data={"body": "Then take one."}).location
    removed = number(answer(author, question, f"{SECRET}, I mean.").location)
    author.press(f"/comments/{removed}/remove")
    author.post(f"/comments/{said}/edit", data={"body": "Both, as it seems."})
    author.post("/stacks/author/shop/comments", data={"body": "Ask me about it."})

    own, theirs = record(author).location, record(author, stack="acme/order-book").location
    lost = record(author, title=f"{SECRET} was it", context=SECRET).location
    author.press(f"/decisions/{number(lost)}/remove")

    line_id = line(app, author, react, "pro", "Fast").id
    author.post("/stackups/react-vs-vue/choose", data={"tool": "react", "text": "You know it."})
    unsaid = {"tool": "vue", "text": f"{SECRET} is near."}
    author.post("/stackups/react-vs-vue/choose", data=unsaid)
    author.press("/stackups/lines/2/remove")
    for heading, body in (("Size", "Both are small."), (SECRET, "It is far.")):
        author.post("/stackups/react-vs-vue/differences", data={"heading": heading, "body": body})
    author.press("/stackups/sections/2/remove")
    Member(app, author.user)  # a second browser of theirs
    with app.app_context():
        told = db.session.scalars(select(Notification.id).filter_by(user_id=author.user.id)).first()
        of_author = select(UserSession.key_hash).filter_by(user_id=author.user.id)
        session = db.session.scalars(of_author).first()
    numbers = {
        "advice": number(question),
        "thread": author.read(f"{question}.json")["thread"],
        "comment": said,
        "answer": number(replied),
        "removed": removed,
        "decision": number(own),
        "theirs": number(theirs),
        "lost": number(lost),
        "line": line_id,
        "choice": 1,
        "withdrawn": 2,
        "section": 1,
        "erased": 2,
        "told": told,
        "session": session,
    }
    return House({"visitor": Browser(app), **people}, numbers)
