"""What an instance remembers about itself: which catalogue it loaded, when its demo began."""

from sqlalchemy.orm import Mapped, mapped_column

from stackshare.extensions import Base, db


class Fact(Base):
    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def known(name: str) -> str | None:
    fact = db.session.get(Fact, name)
    return fact.value if fact else None


def remember(name: str, value: str) -> None:
    db.session.merge(Fact(name=name, value=value))
