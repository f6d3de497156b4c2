from stackshare.accounts.models import User
from stackshare.advice.pages import advice_row
from stackshare.advice.queries import advice_of, questions
from stackshare.companies.models import Company
from stackshare.companies.pages import member_json, staff_of
from stackshare.companies.queries import memberships_of
from stackshare.core.web import next_page
from stackshare.decisions.pages import decision_row
from stackshare.decisions.queries.lists import decision_cards, decisions_for, decisions_of
from stackshare.stacks.pages import stack_json
from stackshare.stacks.queries import public_stacks_of, whole_stacks


def person_json(
    person: User, after: str | None, advice_after: str | None, decisions_after: str | None
) -> dict[str, object]:
    """What everybody may know of a person: never an address."""
    stacks = public_stacks_of(person, after).shown(whole_stacks)
    advice = advice_of(person, advice_after).shown(questions)
    decisions = decisions_of(person, decisions_after).shown(decision_cards)
    return {
        "username": person.handle,
        "name": person.name,
        "url": person.url,
        "headline": person.headline,
        "employer": person.employer,
        "about": person.about,
        "companies": [it.handle for it in memberships_of(person)],
        "stacks": [stack_json(stack) for stack in stacks.rows],
        "next": next_page(stacks.after),
        "advice": [advice_row(question) for question in advice.rows],
        "advice_next": next_page(advice.after, "advice_after"),
        "decisions": [decision_row(decision) for decision in decisions.rows],
        "decisions_next": next_page(decisions.after, "decisions_after"),
    }


def company_json(
    company: Company, after: str | None, decisions_after: str | None
) -> dict[str, object]:
    stacks = public_stacks_of(company, after).shown(whole_stacks)
    decisions = decisions_for(company, decisions_after).shown(decision_cards)
    return {
        "handle": company.handle,
        "name": company.name,
        "url": company.url,
        "summary": company.summary,
        "website": company.website,
        "about": company.about,
        "made_at": company.created_at.isoformat(),
        "members": [member_json(person) for person in staff_of(company)["members"]],
        "stacks": [stack_json(stack) for stack in stacks.rows],
        "next": next_page(stacks.after),
        "decisions": [decision_row(decision) for decision in decisions.rows],
        "decisions_next": next_page(decisions.after, "decisions_after"),
    }
