"""The entries of a feed, a page at a time, however many somebody follows.

What each followed thing has that is new is never put together and sorted. First every one of them
says when its 26th newest was: above the latest of these moments there is a page and one more, so
nothing below it is looked at. Then what lies above is read, from each a handful.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from flask import abort, current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
    tuple_,
    union_all,
)

from stackshare.accounts.models import User
from stackshare.core.clock import Moment
from stackshare.core.paging import PAGE_SIZE, Page, packed
from stackshare.extensions import db
from stackshare.feed.queries.follows import FOLLOWS
from stackshare.feed.queries.sources import EVERYTHING, KINDS, SHOWS, SOURCES, News, Source

FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
ALL, NONE = 2**31 - 1, 0  # below these ids lie all there are, and none
Reason = tuple[str, int]  # a word in FOLLOWS, and the id of what is followed


class Entry(NamedTuple):
    """Something new. Of two at once the greater one stands first."""

    at: datetime
    kind: str
    id: int


def before(news: News) -> ColumnElement[bool]:
    """Below the entry where the last page ended."""
    last = (bindparam("at", type_=Moment()), bindparam(news.kind, type_=Integer()))
    return tuple_(news.at, news.id) < tuple_(*last)


def depth(source: Source) -> Select[Any]:
    """When the 26th newest was of what has as many: the latest of these moments."""
    news = source.news
    last = (
        select(news.at)
        .where(source.leads, before(news), *news.shown)
        .order_by(news.at.desc(), news.id.desc())
        .limit(1)
        .offset(PAGE_SIZE)
        .correlate_except(news.rows)
        .scalar_subquery()
    )
    return select(func.max(last)).select_from(source.follows).where(mine(source))


def mine(source: Source) -> ColumnElement[bool]:
    own: ColumnElement[bool] = FOLLOWS[source.follow].id.class_.user_id == bindparam("user")
    return own


def newest(source: Source) -> Select[Any]:
    """The first of its entries, and for each the ids of what is followed there."""
    news = source.news
    at = func.max(news.at)  # and not the column: nothing tempts to walk an index by time alone
    why = func.aggregate_strings(cast(FOLLOWS[source.follow].id, String), " ")
    found = (
        select(at, literal(news.kind), news.id, literal(source.follow), why)
        .select_from(source.follows.join(news.rows, source.leads))
        .where(mine(source), news.at >= bindparam("floor", type_=Moment()))
        .where(before(news), *news.shown)
        .group_by(news.id)
        .order_by(at.desc(), news.id.desc())
    )
    return select(found.limit(PAGE_SIZE + 1).subquery())


def newest_of_all(news: News) -> Select[Any]:
    found = select(news.at, literal(news.kind), news.id, literal(""), literal(""))
    found = found.where(before(news), *news.shown).order_by(news.at.desc(), news.id.desc())
    return select(found.limit(PAGE_SIZE + 1).subquery())


@cache
def of_followed(show: str | None) -> tuple[Select[Any], Select[Any]]:
    """How deep a page reaches, and what lies above."""
    kinds = SHOWS[show] if show else KINDS
    sources = [source for source in SOURCES if source.news.kind in kinds]
    depths = select(*[depth(source).scalar_subquery() for source in sources])
    return depths, select(union_all(*map(newest, sources)).subquery())


@cache
def of_everything(show: str | None) -> Select[Any]:
    kinds = SHOWS[show] if show else KINDS
    news = [news for news in EVERYTHING if news.kind in kinds]
    return select(union_all(*map(newest_of_all, news)).subquery())


def entries(
    user: User, after: str | None, *, show: str | None, everything: bool
) -> Page[tuple[Entry, list[Reason]]]:
    """What is new, the newest first, and why it is shown: what of it the user follows."""
    ask, where = db.session.connection().execute, {**place_of(after), "user": user.id}
    if everything:
        found = ask(of_everything(show), where)
    else:
        depths, above = of_followed(show)
        full = [at for at in ask(depths, where).one() if at]
        found = ask(above, {**where, "floor": max(full, default=FIRST)})
    reasons: dict[Entry, list[Reason]] = {}
    for at, kind, id, follow, ids in found:
        why = reasons.setdefault(Entry(at, kind, id), [])
        why += [(follow, int(it)) for it in dict.fromkeys(ids.split())]
    in_order = sorted(reasons, reverse=True)
    shown = in_order[:PAGE_SIZE]
    more = len(in_order) > PAGE_SIZE
    rest = str(cursor().dumps(packed(shown[-1]))) if more else None
    return Page([(entry, sorted(reasons[entry])) for entry in shown], rest)


def place_of(after: str | None) -> dict[str, Any]:
    """Where a page begins: a moment, and for each kind the id below which its entries of that
    very moment lie."""
    if after is None:
        return {"at": LAST, **dict.fromkeys(KINDS, ALL)}
    try:
        at, last, id = cursor().loads(after)
    except BadData:
        abort(404)
    ids = {kind: id if kind == last else ALL if kind < last else NONE for kind in KINDS}
    return {"at": datetime.fromisoformat(at), **ids}


def cursor() -> URLSafeSerializer:
    """Signed: only what we gave out comes back, so it needs no checks."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="feed")
