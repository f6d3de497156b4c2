from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, TypedDict

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stackshare.accounts.models import Author, User
from stackshare.comments.models import Thread
from stackshare.companies.models import Company
from stackshare.core.clock import Moment, now
from stackshare.core.indexes import where
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base
from stackshare.stacks.models import Stack
from stackshare.tools.models import NamedTool, Tool

Status = Literal["proposed", "accepted", "rejected", "deprecated", "superseded"]
Effort = Literal["hours", "days", "weeks", "months"]
CARRIED_OUT = ("accepted", "deprecated", "superseded")  # the others changed nothing
MOST_OPTIONS = 6

OPTIONS = ("decision_options.decision_id",)


class Choice(NamedTuple):
    """One option, as somebody puts it."""

    tool: Tool | None
    name: str
    is_chosen: bool
    moved_from: bool = False
    good: str = ""
    bad: str = ""


class DecisionWords(TypedDict):
    """All that somebody says of a decision."""

    title: str
    options: Sequence[Choice]
    reason: str
    context: str
    outcome: str
    status: Status
    effort: Effort | None
    decided_on: date | None
    stack: Stack | None


class Decision(Base):
    """What somebody chose, over what, why, and how it turned out."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(
            "status IN ('proposed', 'accepted', 'rejected', 'deprecated', 'superseded')",
            name="status",
        ),
        CheckConstraint("effort IN ('hours', 'days', 'weeks', 'months')", name="effort"),
        Index(None, "created_at", "id"),
        Index(None, "author_id", "id"),
        Index(None, "author_id", "created_at", "id"),
        Index(None, "stack_id", "id"),
        Index(None, "stack_id", "created_at", "id"),
        Index("ix_decisions_of_company", "company_id", "id", **where("company_id IS NOT NULL")),
        Index(None, "company_id", "created_at", "id"),
        watched("id", "author_id", "stack_id", "company_id", through=OPTIONS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), unique=True)
    # A stack goes for good with its owner's account; what was decided stays.
    stack_id: Mapped[int | None] = mapped_column(ForeignKey("stacks.id", ondelete="SET NULL"))
    # Whose that stack is, if it is a company's: then so is the decision.
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    slug: Mapped[str]
    title: Mapped[str]
    status: Mapped[Status] = mapped_column(default="accepted")
    reason: Mapped[str]
    reason_html: Mapped[str]
    context: Mapped[str] = mapped_column(default="")
    context_html: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    outcome_html: Mapped[str] = mapped_column(default="")
    effort: Mapped[Effort | None]
    decided_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    author: Mapped[User] = relationship(lazy="joined", innerjoin=True, foreign_keys=author_id)
    edited_by: Mapped[User | None] = relationship(foreign_keys=edited_by_id)
    company: Mapped[Company | None] = relationship()
    stack: Mapped[Stack | None] = relationship()
    thread: Mapped[Thread] = relationship()
    options: Mapped[list["DecisionOption"]] = relationship(
        lazy="selectin", order_by="DecisionOption.position", cascade="all, delete-orphan"
    )
    pairs: Mapped[list["DecisionPair"]] = relationship(cascade="all, delete-orphan")

    @property
    def url(self) -> str:
        return f"/decisions/{self.id}-{self.slug}"

    @property
    def words(self) -> DecisionWords:
        return {
            "title": self.title,
            "options": [option.words for option in self.options],
            "reason": self.reason,
            "context": self.context,
            "outcome": self.outcome,
            "status": self.status,
            "effort": self.effort,
            "decided_on": self.decided_on,
            "stack": self.stack,
        }


class DecisionPair(Base):
    """Two tools between which something was decided, the lower id first. A decision that was
    removed has none."""

    __tablename__ = "decision_pairs"
    __table_args__ = (
        Index(None, "tool_id", "other_id", "recorded_at", "decision_id"),
        watched("decision_id", "tool_id"),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class DecisionOption(Base):
    """What could be chosen: a tool, or anything that has a name."""

    __tablename__ = "decision_options"
    __table_args__ = (
        CheckConstraint("(tool_id IS NULL) = (name <> '')", name="tool_or_name"),
        CheckConstraint("(moved_to_id IS NULL) = (moved_on IS NULL)", name="moved"),
        UniqueConstraint("decision_id", "tool_id"),
        Index("uq_decision_options_chosen", "decision_id", unique=True, **where("is_chosen")),
        Index(None, "tool_id", "recorded_at", "decision_id"),
        Index(None, "moved_to_id", "moved_on", "decision_id"),
        Index(
            "ix_decision_options_moved",
            *("tool_id", "moved_on", "decision_id", "moved_to_id"),
            **where("moved_to_id IS NOT NULL"),
        ),
        watched("decision_id", "tool_id", "moved_to_id"),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    tool_id: Mapped[int | None] = mapped_column(ForeignKey("tools.id"))
    name: Mapped[str] = mapped_column(default="")  # where it is no tool of the catalogue
    is_chosen: Mapped[bool]
    moved_from: Mapped[bool] = mapped_column(default=False)  # what was used before
    good: Mapped[str] = mapped_column(default="")  # one line for each argument
    bad: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime] = mapped_column(Moment)  # for the index
    # The tool that took this one's place, and when: kept here as well, an index spans one table.
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("tools.id"))
    moved_on: Mapped[date | None]

    tool: Mapped[Tool | None] = relationship(lazy="joined", foreign_keys=tool_id)

    @property
    def label(self) -> str:
        return self.tool.name if self.tool else self.name

    @property
    def words(self) -> Choice:
        facts = (self.is_chosen, self.moved_from, self.good, self.bad)
        return Choice(self.tool, self.label, *facts)


class CardOption(NamedTuple):
    """What lists show of an option."""

    tool: NamedTool | None
    label: str
    is_chosen: bool
    moved_from: bool


@dataclass(frozen=True)
class DecisionCard:
    """What lists show of a decision."""

    options: tuple[CardOption, ...]
    author: Author
    id: int
    slug: str
    title: str
    status: Status
    reason_html: str
    outcome_html: str
    effort: Effort | None
    decided_on: date | None
    created_at: datetime
    comment_count: int

    @property
    def url(self) -> str:
        return f"/decisions/{self.id}-{self.slug}"


class Telling(NamedTuple):
    """The decision or the stack that tells of a switch, and why it was made."""

    reason: str
    title: str
    url: str


class Switch(NamedTuple):
    """Somebody used one tool and moved to another."""

    one: NamedTool
    other: NamedTool
    day: date
    told: Telling
