from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stackshare.accounts.models import Author, User
from stackshare.comments.models import Thread
from stackshare.core.clock import Moment, now
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base
from stackshare.tools.models import NamedTool, Tool


class Advice(Base):
    """A question about up to six tools, or about none in particular."""

    __tablename__ = "advice"
    __table_args__ = (
        Index(None, "created_at", "id"),
        Index(None, "author_id", "id"),
        Index(None, "author_id", "created_at", "id"),
        Index(None, "answered_at", "created_at", "id"),
        watched("id", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)
    slug: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    html: Mapped[str]  # of the body
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    # What whoever answers must know.
    must_have: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    team: Mapped[str] = mapped_column(default="")
    deadline: Mapped[str] = mapped_column(default="")
    # What came of it, told by who asked.
    accepted_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)  # when that was accepted
    chosen: Mapped[str] = mapped_column(default="")  # a tool's name, or something else
    chosen_id: Mapped[int | None] = mapped_column(ForeignKey("tools.id"), index=True)
    chosen_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(default="")  # how it went
    outcome_html: Mapped[str] = mapped_column(default="")

    author: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    thread: Mapped[Thread] = relationship(lazy="joined", innerjoin=True)
    chosen_tool: Mapped[Tool | None] = relationship(foreign_keys=chosen_id)
    tools: Mapped[list[Tool]] = relationship(
        secondary="advice_tools", lazy="selectin", order_by=Tool.name, viewonly=True
    )

    @property
    def url(self) -> str:
        return f"/advice/{self.id}-{self.slug}"

    @property
    def comment_count(self) -> int:
        return self.thread.comment_count


@dataclass(frozen=True)
class Question:
    """What lists show of a piece of advice asked for."""

    tools: tuple[NamedTool, ...]
    author: Author
    id: int
    slug: str
    title: str
    html: str
    created_at: datetime
    answered_at: datetime | None
    comment_count: int

    @property
    def url(self) -> str:
        return f"/advice/{self.id}-{self.slug}"


class AdviceTool(Base):
    """A tool that a question is about."""

    __tablename__ = "advice_tools"
    __table_args__ = (
        Index(None, "tool_id", "asked_at", "advice_id"),
        watched("advice_id", "tool_id"),
    )

    advice_id: Mapped[int] = mapped_column(ForeignKey("advice.id"), primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)  # the question's created_at, for the index


class AdvicePair(Base):
    """Two tools that a question is about, the lower id first."""

    __tablename__ = "advice_pairs"
    __table_args__ = (
        Index(None, "tool_id", "other_id", "asked_at", "advice_id"),
        watched("advice_id", "tool_id"),
    )

    advice_id: Mapped[int] = mapped_column(ForeignKey("advice.id"), primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
