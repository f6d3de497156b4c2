"""What an instance remembers about itself: which catalogue it loaded, when its demo began."""

from sqlalchemy import Integer, String, cast, select
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.core.inserts import insert_into
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base, db


class Fact(Base):
    __tablename__ = "facts"
    __table_args__ = watched("name")

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def known(name: str) -> str | None:
    fact = db.session.get(Fact, name)
    return fact.value if fact else None


def remember(name: str, value: str) -> None:
    db.session.merge(Fact(name=name, value=value))


def amount(name: str) -> int:
    """A number that is kept as a fact; 0 before it ever moved. Pages need not follow it."""
    value = select(cast(Fact.value, Integer)).filter_by(name=name)
    return db.session.scalar(value, execution_options={"lagging": {"facts"}}) or 0


def move(name: str, step: int) -> None:
    """Move such a number relatively, as counters move: no two lose each other's step."""
    if step:
        insert = insert_into(Fact).values(name=name, value=str(step))
        moved = {"value": cast(cast(Fact.value, Integer) + step, String)}
        db.session.execute(insert.on_conflict_do_update(index_elements=["name"], set_=moved))
