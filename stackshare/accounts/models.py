from datetime import datetime
from typing import Any, Literal, NamedTuple

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from stackshare.core.clock import Moment, now
from stackshare.core.indexes import where
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base

WORDS = ("headline", "employer", "about")
CHANGES = ("UPDATE", "DELETE")  # what shows somebody new has a row of its own
Kind = Literal["person", "company"]
HOMES: dict[Kind, str] = {"person": "/people", "company": "/companies"}


class Owner(Base):
    """Whoever can own a stack. People and companies share one list of handles."""

    __tablename__ = "owners"
    __table_args__: tuple[SchemaItem | dict[str, Any], ...] = (
        CheckConstraint("kind IN ('person', 'company')", name="kind"),
        watched("id", "handle", events=CHANGES),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    handle: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    @property
    def url(self) -> str:
        return f"{HOMES[self.kind]}/{self.handle}"


class NamedOwner(NamedTuple):
    """What a page says of a person or a company that owns something."""

    kind: Kind
    handle: str
    name: str

    @property
    def url(self) -> str:
        return f"{HOMES[self.kind]}/{self.handle}"


class User(UserMixin, Owner):
    """A person with an account."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role IN ('member', 'moderator')", name="role"),
        # Whoever typed an address first does not hold it: only a verified one is unique.
        Index("uq_users_verified_email", "email", unique=True, **where("verified_at IS NOT NULL")),
        watched("id", events=CHANGES, apart=dict.fromkeys(WORDS, "words")),
    )
    __mapper_args__ = {"polymorphic_identity": "person"}

    id: Mapped[int] = mapped_column(ForeignKey("owners.id"), primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    password_hash: Mapped[str | None]  # None: nobody can sign in to this account
    role: Mapped[Literal["member", "moderator"]] = mapped_column(default="member")
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    new_email: Mapped[str | None]  # asked for, not verified yet
    reset_key: Mapped[str | None]  # of the newest reset link; None once it was used
    headline: Mapped[str] = mapped_column(default="")
    employer: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")

    session_key = ""  # of the session this object was loaded for

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the key of the session, not of the person."""
        return self.session_key

    @property
    def line(self) -> str:
        return work_line(self.headline, self.employer)

    @property
    def is_closed(self) -> bool:
        return not self.email


class Author(NamedTuple):
    """What a page says of whoever wrote something."""

    handle: str
    name: str
    headline: str = ""
    employer: str = ""

    @property
    def url(self) -> str:
        return f"/people/{self.handle}"

    @property
    def line(self) -> str:
        return work_line(self.headline, self.employer)


def work_line(headline: str, employer: str) -> str:
    """“Engineer at Example”, or as much of it as is known."""
    return " at ".join(part for part in (headline, employer) if part)


class OwnerFollow(Base):
    """A member who wants to hear of a person or a company."""

    __tablename__ = "owner_follows"
    __table_args__ = watched("user_id")

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owners.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class UserSession(Base):
    """One signed-in browser. Ending it is deleting this row."""

    __tablename__ = "user_sessions"
    __table_args__ = watched("key_hash", events=("DELETE",))

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    browser: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)


class FormerHandle(Base):
    """The name of a closed account, hashed: nobody may take it and pass for its holder."""

    __tablename__ = "former_handles"

    handle_hash: Mapped[str] = mapped_column(primary_key=True)
    closed_at: Mapped[datetime] = mapped_column(Moment, default=now)
