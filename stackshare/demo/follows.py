"""Who follows whom and what in the sample community, beside tools and discussions."""

from collections.abc import Iterator

from stackshare.accounts.models import OwnerFollow
from stackshare.demo.builder import Builder, Row
from stackshare.demo.choices import DECISIONS
from stackshare.demo.companies import COMPANIES, owned
from stackshare.demo.stackups import told_of
from stackshare.extensions import Base
from stackshare.stacks.models import StackFollow
from stackshare.stackups.models import StackupFollow

ADA = 0  # the first of the accounts that everybody may use: what she follows has news
EVERY = 20  # person follows somebody, and a stack; fewer follow a comparison
OF_ADA = 3  # people who decided something, and as many comparisons


def other_follows(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    tracked = len(told_of(builder))

    def owners() -> Iterator[Row]:
        deciders = [builder.person(told.stack % builder.stacks) for told in DECISIONS[:OF_ADA]]
        hers = [*deciders, *(builder.company(n) for n in range(1, len(COMPANIES)))]
        for owner in dict.fromkeys(hers):
            yield {"user_id": builder.person(ADA), "owner_id": owner}
        for n in range(EVERY, builder.people, EVERY):
            yield {"user_id": builder.person(n), "owner_id": builder.person(n * 7 + 1)}

    def stacks() -> Iterator[Row]:
        for stack in owned(builder):
            yield {"user_id": builder.person(ADA), "stack_id": builder.first_stack + stack}
        for n in range(EVERY, builder.people, EVERY):
            stack = n * 13 % builder.stacks
            yield {"user_id": builder.person(n), "stack_id": builder.first_stack + stack}

    def stackups() -> Iterator[Row]:
        for id in range(1, min(tracked, OF_ADA) + 1):
            yield {"user_id": builder.person(ADA), "stackup_id": id}
        for n in range(EVERY, builder.people, 3 * EVERY) if tracked else ():
            yield {"user_id": builder.person(n), "stackup_id": n % tracked + 1}

    yield OwnerFollow, dated(builder, owners())
    yield StackFollow, dated(builder, stacks())
    yield StackupFollow, dated(builder, stackups())


def dated(builder: Builder, follows: Iterator[Row]) -> Iterator[Row]:
    for n, follow in enumerate(follows):
        yield {**follow, "created_at": builder.ago(n * 7, 400)}
