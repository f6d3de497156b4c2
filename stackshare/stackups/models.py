from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.core.clock import Moment, now
from stackshare.core.counters import HasId
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base


def key_of(tools: Iterable[HasId]) -> str:
    """What a comparison of these tools is known by, whatever they are called: 3-17."""
    return "-".join(str(id) for id in sorted(tool.id for tool in tools))


class Stackup(Base):
    """A comparison that members follow or wrote about. Others have no row."""

    __tablename__ = "stackups"
    __table_args__ = watched("id", "key")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
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
