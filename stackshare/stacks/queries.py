from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from flask import abort
from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import contains_eager

from stackshare.accounts.models import NamedOwner, Owner, User
from stackshare.accounts.queries import named_owners
from stackshare.companies.queries import speaks_for
from stackshare.core.clock import now
from stackshare.core.counters import HasId
from stackshare.core.facts import amount
from stackshare.core.kept.values import remembered
from stackshare.core.paging import Keys, Page, page_of
from stackshare.core.rows import columns_of, grouped, many
from stackshare.extensions import db
from stackshare.stacks.models import Stack, StackCard, StackFollow, StackTool, ToolPair
from stackshare.tools.models import NamedTool, Tool

UNDO = timedelta(days=30)  # so long a removed stack can be brought back
LISTED = "listed stacks"  # the fact that says how many there are
IN_LISTS = (Stack.visibility == "public", Stack.removed_at.is_(None))
ENOUGH = 5  # stacks with both tools: fewer may be one team, or chance


def listed_stacks() -> Select[Any]:
    """The stacks that lists show and counts count."""
    return select(Stack).where(*IN_LISTS)


def stack_at(owner: str, slug: str) -> Stack | None:
    """Public or unlisted: whoever has the address may read it."""
    there = select(Stack).join(Stack.owner).options(contains_eager(Stack.owner))
    named = there.where(Owner.handle == owner.lower(), Stack.slug == slug.lower())
    return db.session.scalar(named.where(Stack.removed_at.is_(None)))


def stack_or_404(owner: str, slug: str) -> Stack:
    return stack_at(owner, slug) or abort(404)


def versus_url(one: Stack, other: Stack) -> str:
    """The one address of a comparison: the stacks by their own, in alphabetical order."""
    first, second = sorted((one.url, other.url))
    return f"{first}/vs/{second.removeprefix('/stacks/')}"


def owner_or_404(handle: str) -> Owner:
    owner: Owner = db.first_or_404(select(Owner).where(Owner.handle == handle.lower()))
    return owner


def own_stack_or_404(user: User, owner: str, slug: str) -> Stack:
    """A stack that is the user's to change; one that was removed lately is still there for them."""
    there = select(Stack).join(Stack.owner).options(contains_eager(Stack.owner))
    there = there.where(lately_there())
    named = there.where(Owner.handle == owner.lower(), Stack.slug == slug.lower())
    stack: Stack = db.first_or_404(named)
    if not speaks_for(user, stack.owner_id):
        abort(404)
    return stack


def lately_there() -> ColumnElement[bool]:
    return or_(Stack.removed_at.is_(None), Stack.removed_at > now() - UNDO)


# What the list of stacks can be sorted by, the default first.
SORTS: dict[str, Keys] = {
    "newest": (Stack.created_at, Stack.id),
    "tools": (Stack.tool_count, Stack.id),
}


USE_SORTS: dict[str, Keys] = {  # the same for the stacks of one tool
    "newest": (StackTool.shared_at, StackTool.stack_id),
    "tools": (StackTool.stack_size, StackTool.stack_id),
}


def browsed_stacks(tool: Tool | None, sort: str, after: str | None) -> Page[int]:
    if tool is None:
        return page_of(listed_stacks(), SORTS[sort], after)
    return page_of(uses_of(tool), USE_SORTS[sort], after)


def uses_of(tool: Tool) -> Select[Any]:
    """Its places in the listed stacks that use it today."""
    today = (StackTool.tool_id == tool.id, StackTool.dropped_on.is_(None))
    return select(StackTool).join(Stack, Stack.id == StackTool.stack_id).where(*today, *IN_LISTS)


def whole_stacks(ids: Iterable[int]) -> list[Stack]:
    """These stacks with all they say, in this order."""
    wanted = list(ids)
    stacks = {s.id: s for s in db.session.scalars(select(Stack).where(Stack.id.in_(wanted)))}
    return [stacks[id] for id in wanted]


def newest_stacks(limit: int) -> list[StackCard]:
    newest = listed_stacks().order_by(Stack.created_at.desc(), Stack.id.desc())
    return stack_cards(db.session.scalars(newest.with_only_columns(Stack.id).limit(limit)))


def using_today() -> Select[Any]:
    """The ids of the listed stacks that use a tool today, and of whom they are: newest first."""
    stacks, uses = Stack.__table__, StackTool.__table__
    return (
        select(stacks.c.id, stacks.c.owner_id)
        .join(uses, uses.c.stack_id == stacks.c.id)
        .where(uses.c.tool_id == bindparam("tool_id"), uses.c.dropped_on.is_(None), *IN_LISTS)
        .order_by(uses.c.shared_at.desc(), uses.c.stack_id.desc())
        .limit(bindparam("limit"))
    )


USING_TODAY = using_today()
# Few are companies', and they have an index of their own: the newest of all may hold none.
OF_COMPANIES = USING_TODAY.where(StackTool.__table__.c.of_company)


@remembered
def newest_with(tool_id: int, *, of_companies: bool = False) -> list[tuple[int, int]]:
    """The ids of stacks and of their owners: enough of them for what pages show."""
    newest = OF_COMPANIES if of_companies else USING_TODAY
    found = db.session.connection().execute(newest, {"tool_id": tool_id, "limit": 32})
    return [(stack, owner) for stack, owner in found]


def stacks_with(tool: HasId, limit: int) -> list[StackCard]:
    """Who uses this tool today, the newest stacks first."""
    return stack_cards([id for id, _ in newest_with(tool.id)[:limit]])


def cards() -> Select[Any]:
    stacks, owners = Stack.__table__.c, Owner.__table__.c
    said = [
        stacks.id,
        stacks.slug,
        stacks.name,
        stacks.purpose,
        stacks.created_at,
        stacks.updated_at,
    ]
    by = select(*said, *columns_of(Owner, NamedOwner))
    by = by.join(Owner.__table__, owners.id == stacks.owner_id)
    return by.where(stacks.id.in_(many("ids")))


CARDS = cards()
LISTED_TOOLS = (
    select(StackTool.__table__.c.stack_id, *columns_of(Tool, NamedTool))
    .join(Tool, Tool.id == StackTool.tool_id)
    .where(StackTool.stack_id.in_(many("ids")), StackTool.dropped_on.is_(None))
    .order_by(StackTool.position)
)


def stack_cards(ids: Iterable[int]) -> list[StackCard]:
    """What lists show of these stacks, in this order."""
    wanted = {"ids": list(ids)}
    if not wanted["ids"]:
        return []
    tools = grouped(NamedTool, LISTED_TOOLS, wanted["ids"])
    found = {
        row.id: StackCard(tuple(tools[row.id]), NamedOwner(*row[6:]), *row[:6])
        for row in db.session.connection().execute(CARDS, wanted)
    }
    return [found[id] for id in wanted["ids"]]


def owners_with(tool: HasId, limit: int) -> list[NamedOwner]:
    """Whose stacks list this tool today, those with the newest stacks first: so many companies,
    and so many people."""
    found = [*newest_with(tool.id, of_companies=True), *newest_with(tool.id)]
    by_id = named_owners(owner for _, owner in found)
    named = [by_id[id] for id in dict.fromkeys(owner for _, owner in found)]
    companies = [owner for owner in named if owner.kind == "company"]
    people = [owner for owner in named if owner.kind == "person"]
    return [*companies[:limit], *people[:limit]]


def first_stack_of(owner: Owner) -> Stack | None:
    """The oldest that is still there: where “I use this” puts a tool."""
    own = select(Stack).where(Stack.owner_id == owner.id, Stack.removed_at.is_(None))
    return db.session.scalar(own.order_by(Stack.id).limit(1))


def used_by(user_id: int) -> Iterable[int]:
    """The ids of the tools that this member's first stack lists today."""
    own = select(Stack.id).where(Stack.owner_id == user_id, Stack.removed_at.is_(None))
    first = db.session.scalar(own.order_by(Stack.id).limit(1))
    listed = select(StackTool.tool_id).where(
        StackTool.stack_id == first, StackTool.dropped_on.is_(None)
    )
    return db.session.scalars(listed) if first else ()


def stacks_followed_by(user_id: int) -> Iterable[int]:
    """The ids of the stacks that this member follows."""
    return db.session.scalars(select(StackFollow.stack_id).filter_by(user_id=user_id))


def public_stacks_of(owner: Owner, after: str | None = None) -> Page[int]:
    """The newest of them first."""
    return page_of(listed_stacks().where(Stack.owner_id == owner.id), (Stack.id,), after)


def hidden_stacks_of(owner: Owner, viewer: User | None) -> Sequence[Stack]:
    """The stacks that only their own side is shown: unlisted ones, and those just removed."""
    if viewer is None or not speaks_for(viewer, owner.id):
        return []
    hidden = or_(Stack.visibility != "public", Stack.removed_at.is_not(None))
    own = select(Stack).where(Stack.owner_id == owner.id, hidden, lately_there())
    return db.session.scalars(own.order_by(Stack.id.desc())).all()


def slugs_of(owner: Owner) -> set[str]:
    """Every slug this owner has used, removed stacks included: an undo must find its place."""
    return set(db.session.scalars(select(Stack.slug).where(Stack.owner_id == owner.id)))


CLOSE = timedelta(days=180)  # between dropping one tool and adopting what takes its place


class Used(Protocol):
    """One tool in one stack, in whatever shape."""

    @property
    def tool_id(self) -> int: ...
    @property
    def position(self) -> int: ...
    @property
    def adopted_on(self) -> date | None: ...
    @property
    def dropped_on(self) -> date | None: ...


def replacements(uses: Sequence[Used], functions: Mapping[int, set[int]]) -> dict[int, int]:
    """By each tool that a stack dropped, what took its place: of what was adopted about then and
    stands in one of its functions, the nearest."""
    found: dict[int, int] = {}
    for one in uses:
        near = [
            (abs(other.adopted_on - one.dropped_on), other.position, other.tool_id)
            for other in uses
            if one.dropped_on and other.adopted_on and other.tool_id != one.tool_id
            if functions[one.tool_id] & functions[other.tool_id]
        ]
        if near and min(near)[0] <= CLOSE:
            found[one.tool_id] = min(near)[2]
    return found


@dataclass(frozen=True)
class Pair:
    """A tool that stands beside another in so many stacks."""

    tool: NamedTool
    stack_count: int
    lift: float  # how many times as often as by chance


def pairs_with(tool: Tool, limit: int) -> list[Pair]:
    """What stands beside this tool more often than by chance, in enough stacks to say so.

    By chance a and b of N stacks would have a·b/N in common.
    """
    return pairs_by_id(tool.id, tool.stack_count, limit)


@remembered
def pairs_by_id(tool_id: int, stack_count: int, limit: int) -> list[Pair]:
    listed, both = amount(LISTED), ToolPair.stack_count
    share = 1.0 * both / Tool.stack_count  # of the other's stacks: what the lift depends on
    closest = (
        select(*columns_of(Tool, NamedTool), both, share)
        .join(Tool, Tool.id == ToolPair.other_id)
        .where(ToolPair.tool_id == tool_id, both >= ENOUGH, Tool.stack_count > 0)
        .where(share * listed > stack_count)
        .order_by(share.desc(), both.desc(), Tool.slug)
        # A lift hardly moves with one stack more: it may wait until the page changes.
        .execution_options(lagging={"tools/stacks"})
    )
    by_chance = max(stack_count, 1) / max(listed, 1)
    found = db.session.execute(closest.limit(limit))
    return [Pair(NamedTool._make(named), n, share / by_chance) for *named, n, share in found]
