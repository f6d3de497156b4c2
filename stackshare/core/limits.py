"""Limits that hold across processes and restarts: how often something was tried lately."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from flask import current_app
from sqlalchemy import case, delete, update
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from stackshare.core.clock import Moment, now
from stackshare.core.inserts import insert_into
from stackshare.extensions import Base, db


class Attempts(Base):
    """How often something was tried in the window that ends then. The key is hashed: it names
    a person or an address."""

    __tablename__ = "attempts"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(Moment, index=True)


@dataclass(frozen=True)
class Limit:
    kind: str
    most: int
    window: timedelta


def count_attempt(limit: Limit, *key: object) -> None:
    """One more of these, or 429. To be committed at once: it counts even if the deed fails."""
    if not current_app.config["SETTINGS"].rate_limits:
        return
    moment = now()
    insert: Any = insert_into(Attempts)
    first = insert.values(key_hash=hashed(limit, key), count=1, ends_at=moment + limit.window)
    over = Attempts.ends_at <= moment
    one_more = first.on_conflict_do_update(
        index_elements=[Attempts.key_hash],
        set_={
            "count": case((over, 1), else_=Attempts.count + 1),
            "ends_at": case((over, first.excluded.ends_at), else_=Attempts.ends_at),
        },
    )
    count, ends_at = db.session.execute(one_more.returning(Attempts.count, Attempts.ends_at)).one()
    if count > limit.most:
        raise TooManyRequests(retry_after=max(1, ceil((ends_at - moment).total_seconds())))


def give_back(limit: Limit, *key: object) -> None:
    """This one was well meant: it does not count."""
    same = (Attempts.key_hash == hashed(limit, key), Attempts.count > 0)
    db.session.execute(update(Attempts).where(*same).values(count=Attempts.count - 1))


def forget_attempts() -> None:
    """Rows whose window ended long ago."""
    db.session.execute(delete(Attempts).where(Attempts.ends_at < now() - timedelta(days=1)))


def hashed(limit: Limit, key: tuple[object, ...]) -> str:
    words = "\0".join([limit.kind, *map(str, key)])
    return hmac.digest(current_app.secret_key.encode(), words.encode(), "sha256").hex()  # type: ignore[union-attr]
