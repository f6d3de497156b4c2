from collections.abc import Sequence
from typing import TypedDict

from stackshare.accounts.models import User
from stackshare.advice.models import Advice
from stackshare.advice.queries import advice_of
from stackshare.stacks.models import Stack
from stackshare.stacks.queries import public_stacks_of


class PersonPage(TypedDict):
    person: User
    stacks: Sequence[Stack]
    advice: Sequence[Advice]


def person_page(person: User) -> PersonPage:
    return {
        "person": person,
        "stacks": public_stacks_of(person),
        "advice": advice_of(person),
    }
