"""The addresses of public pages, in parts. A part is a range of ids: finding it counts nothing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, lazyload

from stackshare.advice.models import Advice
from stackshare.companies.models import Company
from stackshare.decisions.models import Decision
from stackshare.decisions.queries.lists import listed_decisions
from stackshare.extensions import db
from stackshare.stacks.models import Stack
from stackshare.stacks.queries import listed_stacks
from stackshare.stackups.pages.compared import listed
from stackshare.stackups.queries.compared import is_thin, most_viewed_stackups
from stackshare.tools.models import Category, Tool
from stackshare.tools.queries.lists import compared_tools

PART = 5_000
TEXTS = (
    "/ /tools /stackups /stacks /companies /advice /decisions /about /about/method /contact "
    "/privacy /terms"
).split()
ROWS: dict[str, Any] = {
    "tools": Tool,
    "categories": Category,
    "stacks": Stack,
    "advice": Advice,
    "decisions": Decision,
}

Url = tuple[str, datetime | None]  # a path, and when it last changed where that is known


def parts() -> Iterator[str]:
    """The names of all parts: tools-1, stacks-1, stacks-2."""
    yield from ("texts-1", "stackups-1", "companies-1")
    for kind, model in ROWS.items():
        highest = db.session.scalar(select(func.max(model.id))) or 0
        yield from (f"{kind}-{n}" for n in range(1, (highest + PART - 1) // PART + 1))


def urls_of(kind: str, number: int) -> Iterator[Url]:
    if kind == "texts":
        yield from ((path, None) for path in TEXTS)
    elif kind == "stackups":
        stackups = listed(most_viewed_stackups(PART))
        names = {tool.slug for stackup in stackups for tool in stackup["tools"]}
        known = {tool.slug: tool for tool in compared_tools(names)}
        for stackup in stackups:
            if not is_thin(known[tool.slug] for tool in stackup["tools"]):
                yield stackup["url"], None
    elif kind == "companies":  # the newest: their ids are few among those of people
        newest = select(Company).order_by(Company.id.desc()).limit(PART)
        yield from ((company.url, None) for company in db.session.scalars(newest))
    else:
        ids = ROWS[kind].id.between((number - 1) * PART + 1, number * PART)
        for row in db.session.scalars(bare(kind).where(ids).order_by(ROWS[kind].id)):
            yield row.url, changed_at(row)


def changed_at(row: Any) -> datetime | None:
    return getattr(row, "updated_at", None) or getattr(row, "edited_at", None)


def bare(kind: str) -> Select[Any]:
    """The rows with no more than their addresses are made of."""
    if kind == "stacks":
        return listed_stacks().options(lazyload("*"), joinedload(Stack.owner))
    if kind == "decisions":
        return listed_decisions().options(lazyload("*"))
    return select(ROWS[kind]).options(lazyload("*"))
