from collections.abc import Sequence
from typing import TypedDict

from stackshare.accounts.models import User
from stackshare.advice.models import Advice
from stackshare.advice.queries import advice_of
from stackshare.stacks.models import Stack
from stackshare.stacks.queries import hidden_stacks_of, public_stacks_of


class PersonPage(TypedDict):
    person: User
    stacks: Sequence[Stack]
    hidden: Sequence[Stack]
    advice: Sequence[Advice]


def person_page(person: User, viewer: User | None) -> PersonPage:
    return {
        "person": person,
        "stacks": public_stacks_of(person),
        "hidden": hidden_stacks_of(person, viewer),
        "advice": advice_of(person),
    }
