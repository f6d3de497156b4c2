from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from stackshare.accounts.models import Owner, User
from stackshare.companies.models import Company, CompanyCard, CompanyMember, Membership, Person
from stackshare.core.paging import Page, page_of
from stackshare.core.rows import columns_of, many, rows
from stackshare.extensions import db
from stackshare.stacks.models import Stack


def company_or_404(handle: str) -> Company:
    company: Company = db.first_or_404(select(Company).where(Company.handle == handle.lower()))
    return company


def newest_companies(after: str | None = None) -> Page[int]:
    return page_of(select(Company), (Company.id,), after)


def cards() -> Select[Any]:
    companies, owners = Company.__table__.c, Owner.__table__.c
    said = [companies.id, owners.handle, owners.name, companies.summary, companies.website]
    shown = select(*said, owners.created_at).join(Owner.__table__, owners.id == companies.id)
    return shown.where(companies.id.in_(many("ids")))


CARDS = cards()
STACKS = (
    select(Stack.owner_id, func.count())
    .where(Stack.owner_id.in_(many("ids")))
    .where(Stack.visibility == "public", Stack.removed_at.is_(None))
    .group_by(Stack.owner_id)
)
MEMBERS = (
    select(CompanyMember.company_id, func.count())
    .where(CompanyMember.company_id.in_(many("ids")), CompanyMember.joined_at.is_not(None))
    .group_by(CompanyMember.company_id)
)


def company_cards(ids: Iterable[int]) -> list[CompanyCard]:
    """What lists show of these companies, in this order."""
    wanted = {"ids": list(ids)}
    if not wanted["ids"]:
        return []
    asked = db.session.connection().execute
    stacks, members = ({id: n for id, n in asked(counted, wanted)} for counted in (STACKS, MEMBERS))
    found = {
        row.id: CompanyCard._make([*row, stacks.get(row.id, 0), members.get(row.id, 0)])
        for row in asked(CARDS, wanted)
    }
    return [found[id] for id in wanted["ids"]]


def with_names() -> Select[Any]:
    owners, users = Owner.__table__.c, User.__table__.c
    facts = columns_of(CompanyMember, Person)
    return (
        select(*facts, owners.handle, owners.name, users.headline)
        .join(Owner.__table__, owners.id == CompanyMember.user_id)
        .join(User.__table__, users.id == owners.id)
        .where(CompanyMember.company_id == bindparam("company_id"))
        .order_by(CompanyMember.joined_at, CompanyMember.user_id)
    )


WITH_NAMES = with_names()


def people_of(company: Company) -> list[Person]:
    """Who is in it and who is invited, those who joined first before the others."""
    return rows(Person, WITH_NAMES, company_id=company.id)


def belongings() -> Select[Any]:
    owners, companies = Owner.__table__.c, Company.__table__.c
    facts = columns_of(CompanyMember, Membership)
    return (
        select(*facts, owners.handle, owners.name, companies.summary)
        .join(Owner.__table__, owners.id == CompanyMember.company_id)
        .join(Company.__table__, companies.id == owners.id)
        .where(CompanyMember.user_id == bindparam("user_id"))
        .order_by(owners.name, owners.id)
    )


BELONGINGS = belongings()


def memberships_of(user: User) -> list[Membership]:
    """The companies that somebody is in."""
    return [it for it in all_memberships_of(user) if it.joined_at]


def all_memberships_of(user: User) -> list[Membership]:
    """Those they are invited to as well."""
    return rows(Membership, BELONGINGS, user_id=user.id)


def company_ids(user: User) -> list[int]:
    """Of the companies that somebody is in."""
    joined = select(CompanyMember.company_id).where(
        CompanyMember.user_id == user.id, CompanyMember.joined_at.is_not(None)
    )
    return list(db.session.scalars(joined))


def member_ids(company_id: int) -> list[int]:
    joined = select(CompanyMember.user_id).where(
        CompanyMember.company_id == company_id, CompanyMember.joined_at.is_not(None)
    )
    return list(db.session.scalars(joined))


def speakers_of(owner: Owner) -> list[int]:
    """The ids of who may change what this owner has: themselves, or a company's members."""
    return [owner.id] if owner.kind == "person" else member_ids(owner.id)


def speaks_for(user: User, owner_id: int) -> bool:
    """Whether they may change what this owner has: it is themselves, or a company they are in."""
    return owner_id == user.id or role_in(user, owner_id) is not None


def role_in(user: User, company_id: int) -> str | None:
    """None: no member."""
    joined = select(CompanyMember.role).where(
        CompanyMember.company_id == company_id,
        CompanyMember.user_id == user.id,
        CompanyMember.joined_at.is_not(None),
    )
    return db.session.scalar(joined)


def person_or_404(company: Company, username: str) -> User:
    """Somebody who is in the company or invited to it."""
    there = select(User).join(CompanyMember, CompanyMember.user_id == User.id)
    this = (CompanyMember.company_id == company.id, User.handle == username.lower())
    person: User = db.first_or_404(there.where(*this))
    return person


def person_to_invite(username: str) -> User | None:
    """Whoever has a page: closed accounts, which have no address, cannot agree to anything."""
    return db.session.scalar(select(User).where(User.handle == username, User.email != ""))
