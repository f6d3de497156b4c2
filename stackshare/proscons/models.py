from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from stackshare.core.clock import Moment, now
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base
from stackshare.tools.models import Tool

Side = Literal["pro", "con"]
SIDES: tuple[Side, ...] = ("pro", "con")

# Whose votes are counted, if not everyone's: of those who run all the tools of a page, or of
# those who run the tool that a line is about.
Lens = Literal["both", "own"]
LENSES: tuple[Lens, ...] = ("both", "own")
LENS_OF_ONE: tuple[Lens, ...] = ("own",)  # where there is only one tool


class ProCon(Base):
    """One short line for or against a tool."""

    __tablename__ = "proscons"
    __table_args__ = (
        CheckConstraint("side IN ('pro', 'con')", name="side"),
        CheckConstraint("vote_count >= 0", name="vote_count"),
        Index(None, "tool_id", "side", "vote_count", "id"),
        Index(None, "tool_id", "side", "id"),
        Index(None, "tool_id", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index("uq_proscons_said", "tool_id", "side", "folded", unique=True),
        watched("id", "tool_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    side: Mapped[Side]
    text: Mapped[str]
    folded: Mapped[str]  # follows the text: what is said is said once
    link: Mapped[str] = mapped_column(default="")  # what proves it
    context: Mapped[str] = mapped_column(default="")  # where it holds: “small team”
    version: Mapped[str] = mapped_column(default="")  # of the tool
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
    link: str
    context: str
    version: str
    vote_count: int
    runs_it: bool = False  # its author lists the tool in a public stack today

    @property
    def host(self) -> str:
        """Of the link: the one part of it that says who speaks."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")


class Run(NamedTuple):
    """A tool that somebody lists in a public stack today. It has no counts: what is drawn with it
    stays the same when these move."""

    slug: str
    name: str


class Points(NamedTuple):
    """One side of a tool: its best lines, and all there is."""

    lines: tuple[Line, ...] = ()
    total: int = 0
    votes: int = 0


class ProConVote(Base):
    """One person behind one line. The key itself forbids a second vote."""

    __tablename__ = "procon_votes"
    __table_args__ = watched("user_id")

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    procon_id: Mapped[int] = mapped_column(ForeignKey("proscons.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
