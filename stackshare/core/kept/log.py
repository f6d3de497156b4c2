"""What changed lately: words that triggers write, in the transaction of the change itself."""

from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy import BigInteger, Engine, delete, func
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.core.clock import Moment, now
from stackshare.core.kept.watch import EVERYTHING
from stackshare.extensions import Base, db

LOGGED_FOR = timedelta(hours=1)
LONGEST_PAUSE = LOGGED_FOR.total_seconds() / 2  # whoever looks less often has missed too much


class PageLog(Base):
    """One change: the words of the pages that may rest on it, with spaces between."""

    __tablename__ = "page_log"
    __table_args__ = {"sqlite_autoincrement": True}  # no id comes twice, whatever is deleted

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]
    logged_at: Mapped[datetime] = mapped_column(Moment, server_default=func.now(), index=True)
    transaction_id: Mapped[int | None] = mapped_column(BigInteger, index=True)  # PostgreSQL's


def forget_log() -> None:
    db.session.execute(delete(PageLog).where(PageLog.logged_at < now() - LOGGED_FOR))


class News:
    """Reads the log for one process, on a connection that does nothing else: a transaction of
    its own would hide what others commit."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.connection: Any = None
        self.seen: Any = None  # SQLite's data version, PostgreSQL's snapshot
        self.last_id = 0
        self.looked = -LONGEST_PAUSE

    def read(self) -> set[str]:
        """The words of all that was committed since the last time."""
        started = monotonic()
        try:
            if self.connection is None:
                self.connect()
            sqlite = self.engine.dialect.name == "sqlite"
            lines = self.of_sqlite() if sqlite else self.of_postgresql()
        except Exception:
            self.connection, self.looked = None, -LONGEST_PAUSE
            raise
        missed, self.looked = started - self.looked >= LONGEST_PAUSE, started
        return {EVERYTHING} if missed else expanded(lines)

    def connect(self) -> None:
        """Whoever begins knows nothing: what was logged before is no news."""
        self.connection = self.engine.raw_connection()
        self.connection.detach()  # from the pool, which has others for the pages
        self.seen = None
        if self.engine.dialect.name == "postgresql":
            self.connection.dbapi_connection.autocommit = True
        else:
            self.last_id = self.asked("SELECT coalesce(max(id), 0) FROM page_log")[0][0]

    def of_sqlite(self) -> list[str]:
        version = self.asked("PRAGMA data_version")[0]
        if version == self.seen:
            return []
        lines = self.asked(f"SELECT id, words FROM page_log WHERE id > {self.last_id} ORDER BY id")
        self.seen = version
        self.last_id = lines[-1][0] if lines else self.last_id
        return [words for _, words in lines]

    def of_postgresql(self) -> list[str]:
        """By what was visible, not by id: a lower id may be committed later."""
        snapshot, before = self.asked("SELECT pg_current_snapshot()::text")[0][0], self.seen
        if snapshot == before:
            return []
        self.seen = snapshot
        if before is None:
            return []
        unseen = """
            SELECT words FROM page_log
            WHERE transaction_id >= pg_snapshot_xmin(%(before)s::pg_snapshot)::text::bigint
            AND NOT pg_visible_in_snapshot(transaction_id::text::xid8, %(before)s::pg_snapshot)
        """
        return [words for (words,) in self.asked(unseen, {"before": before})]

    def asked(self, statement: str, *values: Any) -> list[Any]:
        cursor = self.connection.cursor()
        cursor.execute(statement, *values)
        rows: list[Any] = cursor.fetchall()
        cursor.close()
        return rows


def expanded(lines: list[str]) -> set[str]:
    """A row that changed is a change of its table too."""
    words = {word for line in lines for word in line.split()}
    return words | {word.partition(".")[0] for word in words}
