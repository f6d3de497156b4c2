"""How often pages are read: counted in memory, written down every few seconds.

No reader waits for it, and no row that a page is made of is touched. A process that is killed
loses what it had not written down: views are approximate, and pages say so.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from threading import Lock, Thread, main_thread
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Connection, Index, Subquery, delete, func, literal_column, select
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.core.clock import Moment, now
from stackshare.core.inserts import insert_into
from stackshare.core.kept.watch import approximate
from stackshare.extensions import Base, db

EVERY = 5  # seconds
MOST_WAITING = 10_000  # pages; those beyond are not counted
KEPT_DAYS = 90
TRENDING_DAYS = 7
CRAWLERS = re.compile("bot|crawl|spider|slurp|preview|monitor", re.IGNORECASE)

logger = logging.getLogger(__name__)
lock = Lock()
waiting: Counter[tuple[str, str]] = Counter()


class Viewed(Base):
    """A page that was read at least once. The kind and the key are its room's to choose."""

    __tablename__ = "viewed"
    __table_args__ = (
        Index(None, "kind", "view_count", "key"),
        Index(None, "kind", "created_at", "key"),
        approximate,
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    view_count: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment)


class ViewDay(Base):
    """How often a page was read on one day."""

    __tablename__ = "view_days"
    __table_args__ = (Index(None, "kind", "day", "key", "view_count"), approximate)

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    view_count: Mapped[int]


def count_view(kind: str, key: str) -> None:
    """Somebody reads this page, now and whenever it is answered without being made anew."""
    g.view = kind, key
    if request.method == "GET":
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        count_reading(app, kind, key, request.user_agent.string)


def count_reading(app: Flask, kind: str, key: str, browser: str) -> None:
    """Crawlers that name themselves do not count."""
    if is_crawler(browser):
        return
    with lock:
        if (kind, key) in waiting or len(waiting) < MOST_WAITING:
            waiting[kind, key] += 1
        if not app.testing:
            start_flushing(app)


@lru_cache
def is_crawler(browser: str) -> bool:
    return CRAWLERS.search(browser) is not None


@cache
def start_flushing(app: Flask) -> None:
    # No daemon, which it would be if a server's own thread is: the process waits for its end.
    Thread(target=keep_flushing, args=(app,), name="views", daemon=False).start()


def keep_flushing(app: Flask) -> None:
    """Every few seconds, and once more when the process ends."""
    while main_thread().is_alive():
        main_thread().join(EVERY)
        try:
            with app.app_context():
                flush_views()
            app.extensions["kept"].tell()
        except Exception:  # whatever it is, the next views are counted
            logger.exception("Views could not be written down; they wait")


def flush_views() -> None:
    """Write down what waits, in one transaction. In order: two processes cannot deadlock."""
    with lock:
        seen = Counter(waiting)
        waiting.clear()
    if not seen:
        return
    moment = now()
    rows = [{"kind": kind, "key": key, "view_count": n} for (kind, key), n in sorted(seen.items())]
    try:
        with db.engine.begin() as connection:
            add_up(connection, Viewed, [{**row, "created_at": moment} for row in rows])
            add_up(connection, ViewDay, [{**row, "day": moment.date()} for row in rows])
            oldest = moment.date() - timedelta(days=KEPT_DAYS)
            connection.execute(delete(ViewDay).where(ViewDay.day < oldest))
    except Exception:
        with lock:
            waiting.update(seen)
        raise


def add_up(
    connection: Connection, model: type[Viewed] | type[ViewDay], rows: list[dict[str, Any]]
) -> None:
    """New rows come in as they are, known ones grow by what is new."""
    insert = insert_into(model)
    grown = {"view_count": model.view_count + insert.excluded.view_count}
    keys = list(model.__table__.primary_key)
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=grown), rows)


def views_of(kind: str, keys: Iterable[str]) -> dict[str, int]:
    """By key, how often each of these pages was read; pages that nobody read are left out."""
    found = select(Viewed.key, Viewed.view_count).where(Viewed.kind == kind)
    return {key: n for key, n in db.session.execute(found.where(Viewed.key.in_(list(keys))))}


def lately_viewed(kind: str) -> Subquery:
    """Keys and view counts of the last seven days, today among them."""
    since = now().date() - timedelta(days=TRENDING_DAYS)
    # No index has this order: else SQLite would read all days of a kind to have its keys in order.
    key = ViewDay.key.concat(literal_column("''"))
    return (
        select(key.label("key"), func.sum(ViewDay.view_count).label("view_count"))
        .where(ViewDay.kind == kind, ViewDay.day > since)
        .group_by(key)
        .subquery()
    )
