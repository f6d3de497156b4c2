from collections.abc import Sequence
from typing import TypedDict

from stackshare.accounts.models import User
from stackshare.advice.models import Question
from stackshare.advice.queries import advice_of, questions
from stackshare.companies.models import Membership
from stackshare.companies.queries import memberships_of
from stackshare.core.paging import Page
from stackshare.decisions.models import Decision, DecisionCard
from stackshare.decisions.queries.lists import (
    decision_cards,
    decisions_of,
    removed_decisions_of,
)
from stackshare.stacks.models import Stack, StackCard
from stackshare.stacks.queries import hidden_stacks_of, public_stacks_of, stack_cards


class PersonPage(TypedDict):
    person: User
    companies: list[Membership]
    stacks: Page[StackCard]
    hidden: Sequence[Stack]
    advice: Page[Question]
    decisions: Page[DecisionCard]
    removed: Sequence[Decision]


def person_page(
    person: User,
    viewer: User | None,
    after: str | None,
    advice_after: str | None,
    decisions_after: str | None,
) -> PersonPage:
    """Each list has a cursor of its own."""
    return {
        "person": person,
        "companies": memberships_of(person),
        "stacks": public_stacks_of(person, after).shown(stack_cards),
        "hidden": hidden_stacks_of(person, viewer),
        "advice": advice_of(person, advice_after).shown(questions),
        "decisions": decisions_of(person, decisions_after).shown(decision_cards),
        "removed": removed_decisions_of(person, viewer),
    }
