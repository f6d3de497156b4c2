from collections.abc import Iterable
from datetime import datetime

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
