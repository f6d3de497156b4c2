from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, relationship, validates

from stackshare.core.clock import Moment, now
from stackshare.core.kept.watch import watched
from stackshare.core.text import fold
from stackshare.extensions import Base


class Category(Base):
    """A place in the tree group > category > function. Tools stand in functions."""

    __tablename__ = "categories"
    __table_args__ = watched()

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    layer: Mapped[str] = mapped_column(default="Application")  # where its tools lie in a stack
    position: Mapped[int] = mapped_column(default=0)

    parent: Mapped["Category | None"] = relationship(remote_side="Category.id")

    @property
    def url(self) -> str:
        return f"/categories/{self.slug}"


def counter() -> MappedColumn[int]:
    return mapped_column(default=0, deferred=True, deferred_group="counts")


class Tool(Base):
    """A technology. Its words come from the catalogue until a member edits them."""

    __tablename__ = "tools"
    __table_args__ = (
        CheckConstraint("stack_count >= 0", name="stack_count"),
        CheckConstraint("follower_count >= 0", name="follower_count"),
        CheckConstraint("vote_count >= 0", name="vote_count"),
        Index(None, "stack_count", "id"),
        Index(None, "follower_count", "id"),
        Index(None, "vote_count", "id"),
        Index(None, "sort_name", "id"),
        Index(None, "created_at", "id"),
        watched(
            *("id", "slug"),
            apart={"stack_count": "stacks", "follower_count": "followers", "vote_count": "votes"},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_name: Mapped[str]  # follows the name: lists in its order want an index
    summary: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    website: Mapped[str | None]
    repository: Mapped[str | None]
    licence: Mapped[str | None]
    open_source: Mapped[bool] = mapped_column(default=False)
    first_release: Mapped[int | None]  # year
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    logo: Mapped[str | None]  # an SVG path on a 24 × 24 grid
    deprecated: Mapped[bool] = mapped_column(default=False)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("tools.id"), index=True)
    language_id: Mapped[int | None] = mapped_column(ForeignKey("tools.id"), index=True)
    function_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)  # by a member

    # Read where they are shown: a page rests on what it reads.
    stack_count: Mapped[int] = counter()  # public stacks that use it today
    follower_count: Mapped[int] = counter()
    vote_count: Mapped[int] = counter()  # of its pros alone

    function: Mapped[Category | None] = relationship(lazy="joined")  # the first of its functions
    successor: Mapped["Tool | None"] = relationship(foreign_keys=successor_id, remote_side=id)
    language: Mapped["Tool | None"] = relationship(foreign_keys=language_id, remote_side=id)

    @validates("name")
    def sort_by(self, key: str, name: str) -> str:
        self.sort_name = fold(name)
        return name

    @property
    def url(self) -> str:
        return f"/tools/{self.slug}"

    @property
    def layer(self) -> str:
        return self.function.layer if self.function else "Application"


class AnyTool(Protocol):
    """A tool, in whatever shape."""

    @property
    def id(self) -> int: ...
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...


class NamedTool(NamedTuple):
    """What chips and lists show of a tool."""

    id: int
    slug: str
    name: str
    summary: str
    logo: str | None

    @property
    def url(self) -> str:
        return f"/tools/{self.slug}"


class RankedTool(NamedTuple):
    """What a list by use shows of a tool, and the name of its first function."""

    id: int
    slug: str
    name: str
    summary: str
    logo: str | None
    stack_count: int
    function_name: str | None

    @property
    def url(self) -> str:
        return f"/tools/{self.slug}"


class ComparedTool(NamedTuple):
    """What comparisons and the catalogue show of a tool, and the name of its first function."""

    id: int
    slug: str
    name: str
    summary: str
    description: str
    website: str | None
    repository: str | None
    licence: str | None
    open_source: bool
    deprecated: bool
    features: Sequence[str]
    logo: str | None
    function_id: int | None
    stack_count: int
    follower_count: int
    vote_count: int
    function_name: str | None

    @property
    def url(self) -> str:
        return f"/tools/{self.slug}"


class Place(NamedTuple):
    """A category in a path."""

    slug: str
    name: str

    @property
    def url(self) -> str:
        return f"/categories/{self.slug}"


class TreePlace(NamedTuple):
    """A category in the tree."""

    id: int
    parent_id: int | None
    slug: str
    name: str
    summary: str

    @property
    def url(self) -> str:
        return f"/categories/{self.slug}"


class ToolFunction(Base):
    """A tool stands in one function or in several."""

    __tablename__ = "tool_functions"
    __table_args__ = watched("tool_id")

    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(
        ForeignKey("categories.id"), primary_key=True, index=True
    )


class ToolName(Base):
    """A folded name that finds a tool: its own, an alias, or a slug it once had."""

    __tablename__ = "tool_names"
    __table_args__ = watched("tool_id", "folded")

    folded: Mapped[str] = mapped_column(primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True, index=True)
    shown: Mapped[str]


class ToolIntegration(Base):
    """One tool says that it works with another. Pages show it on both."""

    __tablename__ = "tool_integrations"
    __table_args__ = watched("tool_id", "other_id")

    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True, index=True)


class ToolFollow(Base):
    """A member who wants to hear of a tool."""

    __tablename__ = "tool_follows"
    __table_args__ = (Index(None, "created_at", "tool_id"), watched("user_id"))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("tools.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
