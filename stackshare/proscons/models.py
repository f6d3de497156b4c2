from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stackshare.core.clock import Moment, now
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base
from stackshare.tools.models import Tool

Side = Literal["pro", "con"]


class ProCon(Base):
    """One short line for or against a tool."""

    __tablename__ = "proscons"
    __table_args__ = (
        CheckConstraint("side IN ('pro', 'con')", name="side"),
        CheckConstraint("vote_count >= 0", name="vote_count"),
        Index(None, "tool_id", "side", "vote_count", "id"),
        watched("id", "tool_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    side: Mapped[Side]
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    vote_count: Mapped[int] = mapped_column(default=0)

    tool: Mapped[Tool] = relationship(lazy="joined", innerjoin=True)


class Line(NamedTuple):
    """What a page shows of a pro or a con."""

    id: int
    tool_id: int
    author_id: int
    side: Side
    text: str
    vote_count: int


class ProConVote(Base):
    """One person behind one line. The key itself forbids a second vote."""

    __tablename__ = "procon_votes"
    __table_args__ = watched("user_id")

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    procon_id: Mapped[int] = mapped_column(ForeignKey("proscons.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
