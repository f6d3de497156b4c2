from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stackshare.accounts.models import Author, User
from stackshare.core.clock import Moment, now
from stackshare.core.counters import HasId
from stackshare.core.indexes import where
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base
from stackshare.proscons.models import Run
from stackshare.tools.models import Tool

STANDING = where("removed_at IS NULL")


def key_of(tools: Iterable[HasId]) -> str:
    """What a comparison of these tools is known by, whatever they are called: 3-17."""
    return "-".join(str(id) for id in sorted(tool.id for tool in tools))


class Stackup(Base):
    """A comparison that members follow or wrote about. Others have no row."""

    __tablename__ = "stackups"
    __table_args__ = (
        CheckConstraint("helpful_count >= 0", name="helpful_count"),
        CheckConstraint("unhelpful_count >= 0", name="unhelpful_count"),
        watched("id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    helpful_count: Mapped[int] = mapped_column(default=0)
    unhelpful_count: Mapped[int] = mapped_column(default=0)


class StackupLine(Base):
    """When to choose one tool of a comparison, in one short line."""

    __tablename__ = "stackup_lines"
    __table_args__ = (
        CheckConstraint("vote_count >= 0", name="vote_count"),
        Index("ix_stackup_lines_best", "stackup_id", "tool_id", "vote_count", "id", **STANDING),
        Index(None, "stackup_id", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index("uq_stackup_lines_said", "stackup_id", "tool_id", "folded", unique=True, **STANDING),
        watched("id", "stackup_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stackup_id: Mapped[int] = mapped_column(ForeignKey("stackups.id"))
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str]
    folded: Mapped[str]  # follows the text: what is said is said once
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    vote_count: Mapped[int] = mapped_column(default=0)

    author: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    tool: Mapped[Tool] = relationship(lazy="joined", innerjoin=True)
    stackup: Mapped[Stackup] = relationship(lazy="joined", innerjoin=True)


class ChooseLine(NamedTuple):
    """What a page shows of such a line."""

    author: Author
    id: int
    stackup_id: int
    tool_id: int
    author_id: int
    text: str
    vote_count: int
    created_at: datetime
    edited_at: datetime | None
    runs: tuple[Run, ...] = ()  # of the tools compared, by its author


class Chosen(NamedTuple):
    """When to choose one tool: the best lines, and how many there are."""

    lines: tuple[ChooseLine, ...] = ()
    total: int = 0


class StackupLineVote(Base):
    """One person behind one line."""

    __tablename__ = "stackup_line_votes"
    __table_args__ = watched("user_id")

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(
        ForeignKey("stackup_lines.id"), primary_key=True, index=True
    )
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class StackupSection(Base):
    """What sets the tools of a comparison apart in one respect, written by whoever knows better.
    The one without a heading sums them up."""

    __tablename__ = "stackup_sections"
    __table_args__ = (
        Index("ix_stackup_sections_standing", "stackup_id", "id", **STANDING),
        Index(None, "stackup_id", "written_at", "id"),
        Index(None, "written_at", "id"),
        Index("uq_stackup_sections_heading", "stackup_id", "folded", unique=True, **STANDING),
        watched("id", "stackup_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stackup_id: Mapped[int] = mapped_column(ForeignKey("stackups.id"))
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)  # of these words
    heading: Mapped[str]
    folded: Mapped[str]  # follows the heading: each stands once
    body: Mapped[str]
    html: Mapped[str]  # of the body
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)  # when these words were
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    author: Mapped[User] = relationship(lazy="joined", innerjoin=True, foreign_keys=author_id)
    stackup: Mapped[Stackup] = relationship(lazy="joined", innerjoin=True)

    @property
    def words(self) -> dict[str, str]:
        return {"heading": self.heading, "body": self.body}

    @property
    def text(self) -> str:
        """Heading and body as one text, which is how former versions are kept."""
        return f"{self.heading}\n\n{self.body}"


class Difference(NamedTuple):
    """What a page shows of such a section."""

    author: Author
    id: int
    stackup_id: int
    begun_by_id: int
    author_id: int
    heading: str
    body: str
    html: str
    version: int
    written_at: datetime
    runs: tuple[Run, ...] = ()  # of the tools compared, by the author of these words


class StackupAnswer(Base):
    """Whether the words on a comparison helped one person (1) or did not (-1)."""

    __tablename__ = "stackup_answers"
    __table_args__ = (CheckConstraint("value IN (-1, 1)", name="value"), watched("user_id"))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    stackup_id: Mapped[int] = mapped_column(ForeignKey("stackups.id"), primary_key=True, index=True)
    value: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class StackupTool(Base):
    """A tool that it compares: its key, for statements."""

    __tablename__ = "stackup_tools"
    __table_args__ = watched("stackup_id", "tool_id")

    stackup_id: Mapped[int] = mapped_column(ForeignKey("stackups.id"), primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True, index=True)


class StackupFollow(Base):
    """A member who wants to hear of a comparison."""

    __tablename__ = "stackup_follows"
    __table_args__ = watched("user_id")

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    stackup_id: Mapped[int] = mapped_column(ForeignKey("stackups.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
