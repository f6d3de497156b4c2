"""The companies of the sample community, who is in them and which stacks are theirs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from stackshare.accounts.models import Owner
from stackshare.companies.models import Company, CompanyMember
from stackshare.core.markdown import to_html
from stackshare.core.text import slug_of
from stackshare.demo.builder import Builder, Row
from stackshare.demo.words import EMPLOYERS
from stackshare.extensions import Base

Theirs = tuple[int, str, str]  # the number of a stack, its name and what it is for


class Told(NamedTuple):
    summary: str
    about: str
    stacks: tuple[Theirs, ...]


# In the order of EMPLOYERS, whose people are in them.
COMPANIES = (
    Told(
        "Bakes bread for forty shops, every night.",
        "Ovens start at two, so software must be ready at one. We are **three people** and run "
        "what one of us can mend half asleep.\n\n- Orders close at ten in the evening.\n"
        "- Nothing is deployed between ten and six.",
        (
            (44_560, "Order book", "Takes the orders of forty shops until ten in the evening."),
            (8_677, "Shop window", "What is fresh today, for people in front of the shop."),
        ),
    ),
    Told(
        "Runs trains between eleven towns.",
        "Our boards tell the truth, even if it is late. Each service has one owner and one page "
        "that says how to restart it.",
        (
            (53_350, "Delay board", "Says which train is late, on two hundred screens."),
            (18_529, "Ticket counter", "Sells tickets on phones and at the counter."),
        ),
    ),
    Told(
        "A practice with six rooms and a laboratory.",
        "Patients' data stays in the house. We choose tools that run on **our own two machines** "
        "and that an auditor has seen before.",
        ((41_035, "Waiting room", "Calls people in, and tells them how long it will take."),),
    ),
    Told(
        "Lends books, films and tools in nine branches.",
        "We share what we build with other libraries. Staff write most of the reasons here "
        "themselves.",
        (
            (41_148, "Card catalogue", "What we have, where it stands, and who has it."),
            (20_043, "Reading lists", "Lists that readers make for one another."),
        ),
    ),
    Told(
        "A small harbour with room for thirty ships.",
        "Wind, tides and berths. If the network is down, the plan must still be on the screen.",
        ((45_012, "Berth plan", "Which ship lies where, three days ahead."),),
    ),
    Told(
        "Grows apples and keeps them cold until May.",
        "Two hundred sensors in the trees and one in each cold store.",
        ((54_525, "Frost watch", "Wakes somebody up before the blossom freezes."),),
    ),
)


def owned(builder: Builder) -> dict[int, tuple[int, Theirs]]:
    """By the number of a stack, the number of the company whose it is, and its words."""
    return {
        theirs[0] % builder.stacks: (n, theirs)
        for n, told in enumerate(COMPANIES)
        for theirs in told.stacks
    }


def made_at(builder: Builder, n: int) -> datetime:
    return builder.day - timedelta(days=420 + 31 * n)


def companies(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    def owners() -> Iterator[Row]:
        for n in range(len(COMPANIES)):
            name = EMPLOYERS[n]
            known = {"id": builder.company(n), "kind": "company", "handle": slug_of(name, "")}
            yield {**known, "name": name, "created_at": made_at(builder, n)}

    def described() -> Iterator[Row]:
        for n, told in enumerate(COMPANIES):
            said = {"about": told.about, "html": to_html(told.about)}
            website = f"https://{slug_of(EMPLOYERS[n], '')}.example"
            yield {"id": builder.company(n), "summary": told.summary, "website": website, **said}

    yield Owner, owners()
    yield Company, described()
    yield CompanyMember, members(builder)


def members(builder: Builder) -> Iterator[Row]:
    """Three to five of those who work there. The first is its admin; the last is only invited,
    and so is demo-ben to the second."""
    ben = 1
    for n in range(len(COMPANIES)):
        staff = [3 * n, 3 * n + 1, 3 * n + 2]
        staff += [number + 3 * len(EMPLOYERS) for number in staff[: n % 3]]
        for place, number in enumerate([*staff, ben] if n == 1 else staff):
            moment = made_at(builder, n) + timedelta(days=23 * place)
            invited = (n == 1 and number == ben) or (n > 1 and place == len(staff) - 1)
            yield {
                "company_id": builder.company(n),
                "user_id": builder.person(number),
                "role": "member" if place else "admin",
                "invited_at": moment,
                "joined_at": None if invited else moment,
            }
