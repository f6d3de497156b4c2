from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypedDict

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, column, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stackshare.accounts.models import NamedOwner, Owner
from stackshare.comments.models import Thread
from stackshare.core.clock import Moment, now
from stackshare.core.indexes import where
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base
from stackshare.tools.models import NamedTool, Tool

Visibility = Literal["public", "unlisted"]
MOST_TOOLS = 100  # in one stack

OF_COMPANY = where(column("of_company") == true())
REPLACED = where("replaced_by_id IS NOT NULL")

Days = Mapping[str, date | None]  # by slug of a tool


class StackWords(TypedDict):
    """All that an owner says of a stack. The reasons and days are by slug of a tool."""

    name: str
    purpose: str
    visibility: Visibility
    tools: Sequence[Tool]
    reasons: Mapping[str, str]
    adopted: Days
    dropped: Days


class Stack(Base):
    """A list of tools that somebody runs, each with a reason where one was given."""

    __tablename__ = "stacks"
    __table_args__ = (
        UniqueConstraint("owner_id", "slug"),
        CheckConstraint("visibility IN ('public', 'unlisted')", name="visibility"),
        CheckConstraint("tool_count >= 0", name="tool_count"),
        Index(None, "created_at", "id"),
        Index(None, "tool_count", "id"),
        Index(None, "owner_id", "id"),
        Index(None, "owner_id", "created_at", "id"),
        Index("uq_stacks_thread_id", "thread_id", unique=True),
        watched("id", "owner_id", through=("stack_tools.stack_id",)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owners.id"))
    slug: Mapped[str]
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    visibility: Mapped[Visibility] = mapped_column(default="public")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    tool_count: Mapped[int] = mapped_column(default=0)  # those in use today
    # Opened with the first comment.
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))

    thread: Mapped[Thread | None] = relationship()
    owner: Mapped[Owner] = relationship(lazy="joined", innerjoin=True)
    uses: Mapped[list["StackTool"]] = relationship(
        lazy="selectin", order_by="StackTool.position", cascade="all, delete-orphan"
    )

    @property
    def url(self) -> str:
        return f"/stacks/{self.owner.handle}/{self.slug}"

    @property
    def tools(self) -> list[Tool]:
        """The tools it runs today, in the owner's order."""
        return [use.tool for use in self.uses if use.dropped_on is None]

    @property
    def words(self) -> StackWords:
        return {
            "name": self.name,
            "purpose": self.purpose,
            "visibility": self.visibility,
            "tools": [use.tool for use in self.uses],
            "reasons": {use.tool.slug: use.reason for use in self.uses},
            "adopted": {use.tool.slug: use.adopted_on for use in self.uses},
            "dropped": {use.tool.slug: use.dropped_on for use in self.uses},
        }


@dataclass(frozen=True)
class StackCard:
    """What lists show of a stack."""

    tools: tuple[NamedTool, ...]  # those in use today
    owner: NamedOwner
    id: int
    slug: str
    name: str
    purpose: str
    created_at: datetime
    updated_at: datetime

    @property
    def url(self) -> str:
        return f"/stacks/{self.owner.handle}/{self.slug}"


class StackTool(Base):
    """One tool in one stack: why, since when, until when."""

    __tablename__ = "stack_tools"
    __table_args__ = (
        CheckConstraint("dropped_on >= adopted_on", name="dropped_after_adopted"),
        Index(None, "tool_id", "shared_at", "stack_id"),
        Index(None, "tool_id", "stack_size", "stack_id"),
        Index("ix_stack_tools_of_company", "tool_id", "shared_at", "stack_id", **OF_COMPANY),
        Index(
            "ix_stack_tools_replaced",
            *("tool_id", "dropped_on", "stack_id", "replaced_by_id"),
            **REPLACED,
        ),
        Index("ix_stack_tools_replacing", "replaced_by_id", "dropped_on", "stack_id", **REPLACED),
        watched("stack_id", "tool_id", "replaced_by_id"),
    )

    stack_id: Mapped[int] = mapped_column(ForeignKey("stacks.id"), primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    adopted_on: Mapped[date | None]
    dropped_on: Mapped[date | None]
    # What the stacks of one tool are sorted by, kept here as well: an index spans one table.
    shared_at: Mapped[datetime] = mapped_column(Moment)
    stack_size: Mapped[int] = mapped_column(default=0)  # the stack's tool_count
    of_company: Mapped[bool] = mapped_column(default=False)  # few are, and those are shown apart
    # The tool of the same kind that was adopted about when this one was dropped; of listed stacks.
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("tools.id"))

    tool: Mapped[Tool] = relationship(lazy="joined", innerjoin=True, foreign_keys=tool_id)


class StackFollow(Base):
    """A member who wants to hear of a stack."""

    __tablename__ = "stack_follows"
    __table_args__ = watched("user_id")

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    stack_id: Mapped[int] = mapped_column(ForeignKey("stacks.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ToolPair(Base):
    """How many stacks use both tools today, kept for the one and for the other.

    Pairs that came apart again stay with 0.
    """

    __tablename__ = "tool_pairs"
    __table_args__ = (
        CheckConstraint("stack_count >= 0", name="stack_count"),
        Index(None, "tool_id", "stack_count", "other_id"),
        watched("tool_id", events=(), like="stack_tools"),
    )

    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    stack_count: Mapped[int]
