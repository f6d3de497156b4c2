"""What the SQL of a feed and of a long discussion costs as the tables grow."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from sqlalchemy import Select, insert, select

from bench.growth import Statement, databases, noted
from bench.servers import OURS
from stackshare import create_app
from stackshare.accounts.models import OwnerFollow, User
from stackshare.advice.models import Advice
from stackshare.advice.pages import advice_page
from stackshare.comments.models import Comment, Thread
from stackshare.companies.models import Company
from stackshare.config import Settings
from stackshare.core.clock import now
from stackshare.decisions.models import Decision
from stackshare.extensions import Base, db
from stackshare.feed.pages import feed_page
from stackshare.stacks.models import Stack, StackFollow
from stackshare.stackups.actions.known import known_stackup
from stackshare.stackups.models import StackupFollow
from stackshare.tools.models import Tool, ToolFollow

ROUNDS = 20
TOOLS, PEOPLE, COMPANIES, STACKS, STACKUPS = 120, 30, 6, 24, 20  # 200 in all
DEEP = 20  # so many pages down
BRANCHES, REPLIES = 400, 4  # 2,000 comments

Pages = dict[str, list[Statement]]


def sql_of_members() -> dict[str, dict[int, list[float]]]:
    """By page and scale, the milliseconds of all the page's statements, ever again."""
    taken: dict[str, dict[int, list[float]]] = {}
    with ExitStack() as stack:
        all_of_them = {
            scale: stack.enter_context(asked_in(file)) for scale, file in databases().items()
        }
        for _ in range(ROUNDS):
            for scale, (connection, pages) in all_of_them.items():
                for name, statements in pages.items():
                    begun = time.perf_counter()
                    for statement, parameters in statements:
                        connection.execute(statement, parameters).fetchall()
                    spent = (time.perf_counter() - begun) * 1000
                    taken.setdefault(name, {}).setdefault(scale, []).append(spent)
    return taken


@contextmanager
def asked_in(file: Path) -> Iterator[tuple[Connection, Pages]]:
    """What the pages ask, with rows that are taken back afterwards."""
    env = {**OURS, "DATABASE_URL": f"sqlite:///{file}", "SECRET_KEY": "of no use"}
    app = create_app(Settings.from_env(env))
    with app.test_request_context("/feed"):
        try:
            user, advice = somebody(), long_discussion()
            follow_much(user)
            first = noted(lambda: feed_page(user, None))
            after = None
            for _ in range(DEEP):
                after = feed_page(user, after)["page"].after
            pages = {
                "a feed of 200 follows": first,
                f"its page {DEEP + 1}": noted(lambda: feed_page(user, after)),
                "a discussion of 2,000 comments": noted(lambda: advice_page(advice, {})),
            }
            raw = db.session.connection().connection.driver_connection
            assert isinstance(raw, Connection)
            yield raw, pages
        finally:
            db.session.rollback()


def somebody() -> User:
    user = User(handle="of-the-bench", name="Of the bench", email="bench@example.org")
    db.session.add(user)
    db.session.flush()
    return user


def long_discussion() -> Advice:
    author = ids(select(User.id), 1)[0]
    thread = Thread(url="/advice/bench", title="Long")
    db.session.add(thread)
    db.session.flush()
    said = {"thread_id": thread.id, "author_id": author, "body": "Yes.", "html": "<p>Yes.</p>"}
    roots = db.session.scalars(insert(Comment).returning(Comment.id), [said] * BRANCHES).all()
    replies = [{**said, "parent_id": id, "root_id": id} for id in roots for _ in range(REPLIES)]
    db.session.execute(insert(Comment), replies)
    advice = Advice(author_id=author, thread=thread, slug="", title="Long", body="", html="")
    db.session.add(advice)
    db.session.flush()
    return advice


def follow_much(user: User) -> None:
    most_used = ids(select(Tool.id).order_by(Tool.stack_count.desc()), TOOLS)
    deciders = ids(select(Decision.author_id).distinct(), PEOPLE // 2)
    sharers = ids(select(Stack.owner_id).order_by(Stack.created_at.desc()), PEOPLE // 2)
    companies = ids(select(Company.id), COMPANIES)
    compared = [db.session.get_one(Tool, id) for id in most_used[: STACKUPS + 1]]
    stackups = [known_stackup(pair).id for pair in zip(compared, compared[1:], strict=False)]
    follow(ToolFollow, user, tool_id=most_used)
    follow(OwnerFollow, user, owner_id=[*{*deciders, *sharers, *companies}])
    follow(StackFollow, user, stack_id=ids(select(Stack.id), STACKS))
    follow(StackupFollow, user, stackup_id=stackups)


def follow(mark: type[Base], user: User, **whom: list[int]) -> None:
    ((key, followed),) = whom.items()
    rows = [{"user_id": user.id, key: id, "created_at": now()} for id in followed]
    db.session.execute(insert(mark), rows)


def ids(found: Select[Any], limit: int) -> list[int]:
    return list(db.session.scalars(found.limit(limit)))
