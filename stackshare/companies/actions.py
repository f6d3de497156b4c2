from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import IntegrityError

from stackshare.accounts.actions import UsernameTaken, one_at_a_time, require_verified
from stackshare.accounts.models import User
from stackshare.companies.models import MOST_MEMBERS, Company, CompanyMember
from stackshare.companies.queries import role_in
from stackshare.core.clock import now
from stackshare.core.edit_conflicts import hold, replaces
from stackshare.core.markdown import to_html
from stackshare.core.refusal import Refused
from stackshare.extensions import db


def found_company(
    user: User, *, name: str, handle: str, summary: str, website: str, about: str
) -> Company:
    """Who makes a company is its first admin."""
    require_verified(user)
    company = Company(name=name, handle=handle)
    say(company, summary=summary, website=website, about=about)
    db.session.add(company)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise UsernameTaken(f"“{handle}” is taken. Try another name.") from error
    first = CompanyMember(company_id=company.id, user_id=user.id, role="admin", joined_at=now())
    db.session.add(first)
    return company


def edit_company(
    user: User, company: Company, *, seen: str, name: str, summary: str, website: str, about: str
) -> None:
    """Make it say this in the place of what was seen. Its address stays: others may have linked to
    it."""
    hold(company)
    require_admin(user, company)
    said = {"summary": summary, "website": website, "about": about}
    if replaces({"name": name, **said}, company.words, seen):
        company.name = name
        say(company, **said)


def say(company: Company, *, summary: str, website: str, about: str) -> None:
    company.summary, company.website = summary, website
    company.about, company.html = about, to_html(about)


def require_admin(user: User, company: Company) -> None:
    if role_in(user, company.id) != "admin":
        raise Refused(f"Only admins of {company.name} may do this.")


def require_member(user: User, company: Company) -> None:
    if role_in(user, company.id) is None:
        raise Refused(f"Only members of {company.name} may read this.")


# Who changes who is in a company waits in this order: for the person, then for the company.
# So nobody is invited while closing their account, and two admins never leave at once.


def invite(user: User, company: Company, person: User) -> None:
    """Offer somebody a place. They say themselves whether they take it."""
    require_verified(user)
    one_at_a_time(person)
    one_at_a_time(company)
    require_admin(user, company)
    db.session.refresh(person)
    there = row_of(person, company)
    if there or not person.email:
        what = "gone" if not there else "a member already" if there.joined_at else "invited already"
        raise Refused(f"{person.name} is {what}.")
    if count_of(company) >= MOST_MEMBERS:
        raise Refused(f"A company has at most {MOST_MEMBERS} members.")
    db.session.add(CompanyMember(company_id=company.id, user_id=person.id))


def join_company(user: User, company: Company, *, wanted: bool) -> None:
    """Take the place that was offered; or decline it, or leave."""
    one_at_a_time(user)
    one_at_a_time(company)
    there = row_of(user, company)
    if not wanted:
        take_out(company, there)
    elif there is None:
        raise Refused("There is no invitation for you here. An admin of the company can send one.")
    elif there.joined_at is None:
        require_verified(user)
        there.joined_at = now()


def remove_member(user: User, company: Company, person: User) -> None:
    """Take somebody out, or take an invitation back."""
    one_at_a_time(company)
    require_admin(user, company)
    take_out(company, row_of(person, company))


def make_admin(user: User, company: Company, person: User, *, wanted: bool) -> None:
    one_at_a_time(company)
    require_admin(user, company)
    there = row_of(person, company)
    if there is None or there.joined_at is None:
        raise Refused(f"{person.name} is not a member of {company.name}.")
    if not wanted:
        keep_an_admin(company, there)
    there.role = "admin" if wanted else "member"


def leave_companies(user: User) -> None:
    """Out of all of them, at once. Whoever has been in one for longest takes the place of its
    last admin; where nobody is left, nobody may change it any more and invitations end."""
    own = select(CompanyMember.company_id).where(CompanyMember.user_id == user.id)
    for id in db.session.scalars(own.order_by(CompanyMember.company_id)).all():
        company = db.session.get_one(Company, id)
        one_at_a_time(company)
        there = row_of(user, company)
        if there:  # else taken out a moment ago
            was_last = is_last_admin(company, there)
            db.session.delete(there)
            db.session.flush()
            if was_last:
                hand_over(company)


def hand_over(company: Company) -> None:
    of_it = CompanyMember.company_id == company.id
    joined = select(CompanyMember).where(of_it, CompanyMember.joined_at.is_not(None))
    longest = joined.order_by(CompanyMember.joined_at, CompanyMember.user_id).limit(1)
    next_admin = db.session.scalar(longest.execution_options(populate_existing=True))
    if next_admin:
        next_admin.role = "admin"
    else:
        db.session.execute(delete(CompanyMember).where(of_it))


def take_out(company: Company, there: CompanyMember | None) -> None:
    if there:
        keep_an_admin(company, there)
        db.session.delete(there)


def keep_an_admin(company: Company, there: CompanyMember) -> None:
    if is_last_admin(company, there):
        raise Refused("A company keeps an admin. Make another member admin first.")


def is_last_admin(company: Company, there: CompanyMember) -> bool:
    return there.role == "admin" and count_of(company, CompanyMember.role == "admin") == 1


def count_of(company: Company, *facts: ColumnElement[bool]) -> int:
    rows = select(func.count()).where(CompanyMember.company_id == company.id, *facts)
    return db.session.scalar(rows) or 0


def row_of(user: User, company: Company) -> CompanyMember | None:
    """As it is now that nobody else changes it."""
    this = select(CompanyMember).filter_by(company_id=company.id, user_id=user.id)
    return db.session.scalar(this.execution_options(populate_existing=True))
