"""What each page asks is answered from an index, however many rows there are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import pytest
from flask import Flask
from rich.console import Console
from sqlalchemy import Engine, event, func, insert, select

from stackshare import create_app
from stackshare.accounts.models import Owner, User
from stackshare.companies.models import Company
from stackshare.config import Settings
from stackshare.core.clock import now
from stackshare.core.schema import after_bulk_load, migrate_to_newest
from stackshare.core.views import Viewed
from stackshare.demo import build, builder, decisions, questions, stackups, switches
from stackshare.demo.build import build_demo
from stackshare.demo.choices import DECISIONS, Moved, Option
from stackshare.demo.sayings import Part, Told
from stackshare.demo.words import QUESTIONS
from stackshare.extensions import Base, db
from stackshare.notifications.models import Notification
from stackshare.notifications.queries import member_to_mail
from stackshare.stackups.models import StackupLine
from tests.cast import Browser, Member, tool
from tests.conftest import POSTGRESQL

pytestmark = pytest.mark.skipif(bool(POSTGRESQL), reason="reads the plans of SQLite")

# Tables that grow with the community. The others are as large as the catalogue.
GROWING = (
    "stacks stack_tools owners users tool_follows proscons procon_votes advice advice_tools "
    "threads comments comment_votes revisions viewed view_days companies company_members "
    "decisions decision_options documents thread_follows notifications owner_follows "
    "stack_follows stackups stackup_tools stackup_follows stackup_lines stackup_line_votes "
    "stackup_sections stackup_answers advice_pairs decision_pairs"
).split()

# What may sort rows of such a table: a part of it that does not grow with the rest.
FEW = {
    "stack_tools.stack_id IN": "the tools of the stacks on one page",
    "stack_tools.stack_id = ?": "the tools of one stack",
    "advice_tools.advice_id IN": "the tools of the questions on one page",
    "WITH voted": "the votes on the tools of one page, which are counted through a lens",
    "company_members.user_id = ?": "the companies of one person",
    "FROM view_days": "seven days of views; kept for a minute",
    'viewed.kind = ? ORDER BY viewed.view_count DESC, viewed."key"': "equal counts alone",
    "SELECT advice_tools.advice_id AS advice_id": "the newest questions of each tool and pair",
    "SELECT decision_pairs.decision_id AS decision_id": "the newest decisions of each pair",
    "decision_options.decision_id IN": "the options of the decisions on one page",
    "stackup_tools.stackup_id IN": "the tools of the comparisons in a feed and beside it",
    "group_concat": "what is newer, of what one member follows, than the page is deep",
}

# What is listed in the order of its own key: a scan that ends with the page.
BY_KEY = "ORDER BY companies.id DESC LIMIT"

PATHS = """
/ /tools /tools?sort=followers /tools?sort=votes /tools?sort=new /tools?sort=name /tools?q=ko
/categories /categories/frameworks /categories/frameworks?sort=votes
/stackups /stackups?sort=top /stackups?sort=new /stackups/express-vs-koa
/stackups/express-vs-koa.json
/stackups/express-vs-koa/choose /stackups/express-vs-koa/choose.json?tool=koa
/stackups/sections/1/history /stackups/sections/1/history.json /stackups/lines/1/history
/stackups/express-vs-koa?lens=both /stackups/express-vs-koa?lens=own /tools/koa?lens=own
/tools/koa/proscons /tools/koa/proscons?side=con&bare=y /tools/koa/proscons.json
/tools/koa /tools/koa.json /tools/koa.atom /tools.json /tools.atom /tools.atom?q=ko
/tools/koa/proscons.atom?side=con /categories/frameworks.atom /stackups/express-vs-koa.atom
/stackups.atom /stacks.atom?tool=koa /advice.atom?tool=koa /advice.atom?show=answered
/advice.atom?show=open /decisions.atom?tool=koa /stacks/demo-ada/web-shop-1.atom
/decisions/1-koa-or-express.atom
/advice/1-stay-with-flask-for-data-apis-or-move-to-django.atom
/advice/1-stay-with-flask-for-data-apis-or-move-to-django.atom?branch=1 /feed.atom
/stacks /stacks?sort=tools /stacks?tool=koa /stacks?tool=koa&sort=tools
/stacks?tool=tide /stacks?tool=tide&sort=tools /stacks.json?tool=koa /stacks.atom
/advice /advice?tool=koa /advice.json?tool=koa /advice.atom
/decisions /decisions?tool=koa /decisions.json?tool=koa /decisions.atom
/decisions/1-koa-or-express /decisions/1-koa-or-express.json /decisions/1-koa-or-express.md
/stacks/demo-ada/web-shop-1
/search?q=web+sh /search?q=web+sh&kind=stacks /search.json?q=ko
/people/demo-ada /people/demo-ada.json /people/demo-ada.atom
/companies /companies.json /companies.atom
/companies/sample-bakery /companies/sample-bakery.json /companies/sample-bakery.atom
/stacks/sample-bakery/order-book /stacks/sample-bakery/order-book/vs/sample-clinic/waiting-room
/sitemap.xml /sitemap/stacks-2.xml /sitemap/stackups-1.xml /sitemap/advice-1.xml
/sitemap/companies-1.xml /sitemap/decisions-1.xml
""".split()


KOA, EXPRESS, TIDE = (Option(slug, good="Small", bad="New") for slug in ("koa", "express", "tide"))
BETWEEN = tuple(
    DECISIONS[0]._replace(title="Koa or Express", options=options, before=before, stack=n)
    for n, (options, before) in enumerate(
        [((KOA, EXPRESS), "express"), ((EXPRESS, KOA), "koa"), ((TIDE, KOA), ""), ((KOA, TIDE), "")]
    )
)
SWITCHES = tuple(
    Moved(one, other, ("It is smaller.",) * 40)
    for one, other in (("express", "koa"), ("koa", "express"), ("tide", "koa"), ("flow", "rust"))
)
PARTS = tuple(Part(f"Topic {n}" if n else "", "Both do.", was="One does.") for n in range(20))
WORDS = {
    f"{one}-vs-{other}": Told(
        {slug: tuple((1, f"line {n}") for n in range(120)) for slug in (one, other)}, PARTS, (9, 1)
    )
    for one, other in combinations(("express", "flow", "koa", "rust", "tide"), 2)
}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with 10,000 people and 20,000 stacks, most of them with one tool."""
    env = {"DATA_DIR": str(tmp_path_factory.mktemp("busy")), "RATE_LIMITS": "off"}
    app = create_app(Settings.from_env({**env, "SECRET_KEY": "only for tests"}))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(builder, "PEOPLE", 500)
        patch.setattr(builder, "STACKS", 1_000)
        patch.setattr(questions, "QUESTIONS", QUESTIONS * 10)
        patch.setattr(decisions, "DECISIONS", BETWEEN * 25)
        patch.setattr(switches, "SWITCHES", SWITCHES)
        patch.setattr(build, "STACKUPS", ("express-vs-koa",))
        patch.setattr(stackups, "STACKUP_WORDS", WORDS)
        migrate_to_newest()
        lines = [(1, f"Line {n}") for n in range(120)]
        slugs = ("koa", "express", "tide", "flow", "rust")
        patch.setattr(build, "LINES", {slug: (lines, lines) for slug in slugs})
        for slug in slugs:
            tool(app, slug)
        build_demo(Console(quiet=True), scale=20)
        add_companies(2_000)
        views = ({"kind": "stackup", "key": f"a-vs-{n}", "view_count": n} for n in range(2_000))
        db.session.execute(insert(Viewed), [{**seen, "created_at": now()} for seen in views])
        told = {"kind": "answer", "label": "", "created_at": now(), "read_at": None}
        people = db.session.scalars(select(User.id)).all()
        db.session.execute(
            insert(Notification),
            [{**told, "user_id": id, "url": f"/c/{n}"} for id in people for n in range(2)]
            + [{**told, "user_id": people[0], "url": f"/d/{n}"} for n in range(60)],
        )
        after_bulk_load()
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def add_companies(count: int) -> None:
    first = (db.session.scalar(select(func.max(Owner.id))) or 0) + 1
    known = [{"id": first + n, "handle": f"company-{n}"} for n in range(count)]
    said = {"summary": "", "website": "", "about": "", "html": ""}
    owner = {"kind": "company", "name": "Company", "created_at": now()}
    for model, facts in ((Owner, owner), (Company, said)):
        rows = [{**row, **facts} for row in known]
        table = Base.metadata.tables[model.__tablename__]
        db.session.execute(table.insert(), rows)


def asked_by(app: Flask, path: str, who: Browser | None = None) -> list[tuple[str, Any]]:
    """The statements of one request, with their values."""
    with listening() as asked:
        assert (who or Browser(app)).get(path).status_code == 200
    return asked


@contextmanager
def listening() -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def listen(_: Any, __: Any, statement: str, values: Any, *rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, values))

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


def plan_of(app: Flask, statement: str, values: Any) -> list[str]:
    with app.app_context():
        found = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in found]


def growing(step: str) -> bool:
    """Whether this step reads a table that grows, under whatever alias."""
    read = re.match(r"(?:SCAN|SEARCH) (\w+?)(?:_\d+)?(?: |$)", step)
    return read is not None and read[1] in GROWING


def troubles(statement: str, plan: list[str]) -> list[str]:
    """Whole tables that are read without an index, and sorts of what grows."""
    scans = [step for step in plan if step.startswith("SCAN") and growing(step)]
    words = " ".join(statement.split())
    found = [step for step in scans if "INDEX" not in step and BY_KEY not in words]
    found += [step for step in scans if "LIMIT" not in statement]
    if any(map(growing, plan)) and not any(few in words for few in FEW):
        found += [step for step in plan if "TEMP B-TREE" in step]
    return found


@pytest.mark.parametrize("path", PATHS)
def test_no_page_reads_or_sorts_what_grows(busy: Flask, path: str) -> None:
    for statement, values in asked_by(busy, path):
        plan = plan_of(busy, statement, values)
        assert troubles(statement, plan) == [], (statement, plan)


MEMBERS_PATHS = """
/notifications /notifications.json /settings/mail /feed /feed.json /feed?of=all /feed?show=questions
/feed?of=all&show=points /feed/following /feed/following?kind=owner /feed/following?kind=stack
/feed/following?kind=stackup /feed/following?kind=thread
""".split()


@pytest.mark.parametrize("path", MEMBERS_PATHS)
def test_no_members_page_reads_or_sorts_what_grows(busy: Flask, path: str) -> None:
    with busy.app_context():
        ada = db.session.scalars(select(User).filter_by(handle="demo-ada")).one()
    for statement, values in asked_by(busy, path, Member(busy, ada)):
        plan = plan_of(busy, statement, values)
        assert troubles(statement, plan) == [], (statement, plan)


@pytest.mark.parametrize("path", ["/feed", "/feed?show=points"])
def test_a_feed_begins_at_what_is_followed(busy: Flask, path: str) -> None:
    """Whatever is read of it is found by a key: nothing is read by time alone."""
    with busy.app_context():
        ada = db.session.scalars(select(User).filter_by(handle="demo-ada")).one()
    who = Member(busy, ada)
    for _ in range(3):
        for statement, values in asked_by(busy, path, who):
            steps = [step for step in plan_of(busy, statement, values) if growing(step)]
            found = [re.search(r"\((.+)\)$", step) for step in steps]
            assert all(by and "=" in by[1].split(" AND ")[0] for by in found), (statement, steps)
        path = re.findall('rel="next" href="(.+?)"', who.get(path).text)[0].replace("&amp;", "&")


@pytest.mark.parametrize(
    "path, data",
    [
        ("/stackups/express-vs-koa/choose", {"tool": "koa", "text": "line 7"}),
        ("/stackups/lines/1/edit", {"text": "line 7"}),
        ("/tools/koa/proscons", {"side": "pro", "text": "Line 7"}),
    ],
)
def test_what_is_near_to_a_new_line_is_looked_for_in_its_place(
    busy: Flask, path: str, data: dict[str, str]
) -> None:
    with busy.app_context():
        author = db.session.get_one(StackupLine, 1).author
    who = Member(busy, author)
    with listening() as asked:
        assert who.post(path, data=data).status_code == 422
    for statement, values in asked:
        plan = plan_of(busy, statement, values)
        assert troubles(statement, plan) == [], (statement, plan)


def test_the_mail_worker_looks_for_what_is_due_alone(busy: Flask) -> None:
    with busy.app_context(), listening() as asked:
        assert member_to_mail() is None
    for statement, values in asked:
        plan = plan_of(busy, statement, values)
        assert "ix_notifications_unmailed" in plan[0] and troubles(statement, plan) == []


@pytest.mark.parametrize(
    "path",
    [
        "/stacks",
        "/stacks?tool=koa",
        "/stacks?tool=koa&sort=tools",
        "/tools/koa/proscons",
        "/stackups/express-vs-koa/choose",
    ],
)
def test_a_page_far_down_begins_where_the_last_ended(busy: Flask, path: str) -> None:
    for _ in range(3):
        page = Browser(busy).get(path).text
        path = re.findall('rel="next" href="(.+?)"', page)[0].replace("&amp;", "&")
    first, *_ = (plan_of(busy, *asked) for asked in asked_by(busy, path) if "LIMIT" in asked[0])
    assert any("SEARCH" in step and "<" in step for step in first), first


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM stacks ORDER BY name LIMIT 5",
        "SELECT count(*) FROM tool_follows",
        "SELECT s.id FROM stacks AS s JOIN stack_tools ON stack_tools.stack_id = s.id"
        " WHERE stack_tools.tool_id = 1 ORDER BY s.created_at DESC LIMIT 5",
    ],
)
def test_what_grows_is_found_out(busy: Flask, statement: str) -> None:
    """The tests above can fail."""
    assert troubles(statement, plan_of(busy, statement, ()))
