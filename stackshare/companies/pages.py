from collections.abc import Sequence
from typing import TypedDict

from stackshare.accounts.models import User
from stackshare.companies.models import Company, CompanyCard, Person
from stackshare.companies.queries import people_of, role_in
from stackshare.core.paging import Page
from stackshare.decisions.models import Decision, DecisionCard
from stackshare.decisions.queries.lists import (
    decision_cards,
    decisions_for,
    removed_decisions_of,
)
from stackshare.stacks.models import Stack, StackCard
from stackshare.stacks.queries import hidden_stacks_of, public_stacks_of, stack_cards


class Staff(TypedDict):
    company: Company
    members: list[Person]
    invited: list[Person]


class CompanyPage(Staff):
    stacks: Page[StackCard]
    decisions: Page[DecisionCard]


class MembersPage(Staff):
    """What a company's members see and do."""

    is_admin: bool
    hidden: Sequence[Stack]
    removed: Sequence[Decision]


def staff_of(company: Company) -> Staff:
    people = people_of(company)
    return {
        "company": company,
        "members": [person for person in people if person.joined_at],
        "invited": [person for person in people if not person.joined_at],
    }


def company_page(company: Company, after: str | None, decisions_after: str | None) -> CompanyPage:
    return {
        **staff_of(company),
        "stacks": public_stacks_of(company, after).shown(stack_cards),
        "decisions": decisions_for(company, decisions_after).shown(decision_cards),
    }


def members_page(user: User, company: Company) -> MembersPage:
    return {
        **staff_of(company),
        "is_admin": role_in(user, company.id) == "admin",
        "hidden": hidden_stacks_of(company, user),
        "removed": removed_decisions_of(company, user),
    }


def company_row(company: CompanyCard) -> dict[str, object]:
    """A company in a list, for a program."""
    return {
        "handle": company.handle,
        "name": company.name,
        "url": company.url,
        "summary": company.summary,
        "website": company.website,
        "made_at": company.created_at.isoformat(),
        "stacks": company.stack_count,
        "members": company.member_count,
    }


def member_json(person: Person) -> dict[str, object]:
    return {
        "username": person.handle,
        "name": person.name,
        "role": person.role,
        "joined_at": person.joined_at and person.joined_at.isoformat(),
    }
