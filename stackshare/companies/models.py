from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.accounts.models import Owner
from stackshare.core.clock import Moment, now
from stackshare.core.kept.watch import watched
from stackshare.extensions import Base

Role = Literal["admin", "member"]
MOST_MEMBERS = 300  # those invited count too


class Company(Owner):
    """An owner for whom its members speak."""

    __tablename__ = "companies"
    __table_args__ = (watched("id"),)
    __mapper_args__ = {"polymorphic_identity": "company"}

    id: Mapped[int] = mapped_column(ForeignKey("owners.id"), primary_key=True)
    summary: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")  # of what is said about it

    @property
    def words(self) -> dict[str, str]:
        said = ("name", "summary", "website", "about")
        return {name: getattr(self, name) for name in said}


class CompanyMember(Base):
    """A person in a company, or one who is invited: nobody joins without agreeing."""

    __tablename__ = "company_members"
    __table_args__ = (
        CheckConstraint("role IN ('admin', 'member')", name="role"),
        CheckConstraint("role = 'member' OR joined_at IS NOT NULL", name="admins_joined"),
        Index(None, "company_id", "joined_at", "user_id"),
        watched("company_id", "user_id"),
    )

    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(default="member")
    invited_at: Mapped[datetime] = mapped_column(Moment, default=now)
    joined_at: Mapped[datetime | None] = mapped_column(Moment)  # None: invited


class Person(NamedTuple):
    """What a company's pages show of somebody in it, or invited to it."""

    user_id: int
    role: Role
    invited_at: datetime
    joined_at: datetime | None
    handle: str
    name: str
    headline: str

    @property
    def url(self) -> str:
        return f"/people/{self.handle}"


class Membership(NamedTuple):
    """What somebody's own pages show of a company they are in, or invited to."""

    role: Role
    invited_at: datetime
    joined_at: datetime | None
    handle: str
    name: str
    summary: str

    @property
    def url(self) -> str:
        return f"/companies/{self.handle}"


class CompanyCard(NamedTuple):
    """What lists show of a company."""

    id: int
    handle: str
    name: str
    summary: str
    website: str
    created_at: datetime
    stack_count: int  # public ones
    member_count: int

    @property
    def url(self) -> str:
        return f"/companies/{self.handle}"
