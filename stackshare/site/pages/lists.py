from stackshare.accounts.pages import PersonPage
from stackshare.advice.pages import advice_row
from stackshare.core.web import next_page
from stackshare.stacks.pages import stack_json


def person_json(page: PersonPage) -> dict[str, object]:
    """What everybody may know of a person: never an address."""
    person = page["person"]
    return {
        "username": person.handle,
        "name": person.name,
        "url": person.url,
        "headline": person.headline,
        "employer": person.employer,
        "about": person.about,
        "stacks": [stack_json(stack) for stack in page["stacks"].rows],
        "next": next_page(page["stacks"].after),
        "advice": [advice_row(advice) for advice in page["advice"].rows],
        "advice_next": next_page(page["advice"].after, "advice_after"),
    }
