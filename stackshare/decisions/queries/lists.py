from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import lazyload

from stackshare.accounts.models import Author, User
from stackshare.accounts.queries import with_author
from stackshare.core.clock import now
from stackshare.core.counters import HasId
from stackshare.core.kept.values import remembered
from stackshare.core.paging import Page, page_of
from stackshare.core.rows import columns_of, many
from stackshare.core.together import newest_of_pairs
from stackshare.decisions.models import (
    CardOption,
    Decision,
    DecisionCard,
    DecisionOption,
    DecisionPair,
)
from stackshare.extensions import db
from stackshare.stacks.models import Stack
from stackshare.stacks.queries import UNDO, listed_stacks
from stackshare.tools.models import NamedTool, Tool

THERE = Decision.removed_at.is_(None)


def decision_or_404(id: int) -> Decision:
    decision: Decision = db.first_or_404(select(Decision).where(Decision.id == id, THERE))
    return decision


def own_decision_or_404(user: User, id: int) -> Decision:
    """A decision of the user's own; one that they removed lately is still there for them."""
    own = select(Decision).where(Decision.id == id, Decision.author_id == user.id, lately_there())
    decision: Decision = db.first_or_404(own)
    return decision


def lately_there() -> ColumnElement[bool]:
    return or_(THERE, Decision.removed_at > now() - UNDO)


def listed_decisions() -> Select[Any]:
    return select(Decision).where(THERE)


def fresh_decisions(after: str | None, tool: Tool | None = None) -> Page[int]:
    """The newest decisions; with a tool those that chose it or could have."""
    if tool is None:
        return page_of(listed_decisions(), (Decision.created_at, Decision.id), after)
    naming = select(DecisionOption).join(Decision, Decision.id == DecisionOption.decision_id)
    keys = (DecisionOption.recorded_at, DecisionOption.decision_id)
    return page_of(naming.where(DecisionOption.tool_id == tool.id, THERE), keys, after)


def newest_decisions(limit: int) -> list[DecisionCard]:
    newest = listed_decisions().order_by(Decision.created_at.desc(), Decision.id.desc())
    return decision_cards(db.session.scalars(newest.with_only_columns(Decision.id).limit(limit)))


def decisions_of(user: User, after: str | None = None) -> Page[int]:
    """What this member decided, the newest first."""
    return page_of(listed_decisions().where(Decision.author_id == user.id), (Decision.id,), after)


def decisions_in(stack: Stack, after: str | None = None) -> Page[int]:
    """What was decided for this stack, the newest first."""
    return page_of(listed_decisions().where(Decision.stack_id == stack.id), (Decision.id,), after)


def removed_decisions_of(user: User, viewer: User | None) -> Sequence[Decision]:
    """What its author can still bring back; nobody else sees it."""
    if viewer is None or viewer.id != user.id:
        return []
    gone = (Decision.author_id == user.id, Decision.removed_at > now() - UNDO)
    return db.session.scalars(select(Decision).where(*gone).order_by(Decision.id.desc())).all()


def stack_of(decision: Decision) -> Stack | None:
    """Where it belongs, as long as everybody may see that."""
    listed = listed_stacks().options(lazyload(Stack.uses)).where(Stack.id == decision.stack_id)
    return db.session.scalar(listed) if decision.stack_id else None


def stacks_to_decide_for(user: User) -> Sequence[Stack]:
    """The user's listed stacks, the newest first: a decision is read by everyone."""
    own = listed_stacks().options(lazyload(Stack.uses)).where(Stack.owner_id == user.id)
    return db.session.scalars(own.order_by(Stack.id.desc()).limit(100)).all()


def naming_one() -> Select[Any]:
    decisions, options = Decision.__table__.c, DecisionOption.__table__.c
    found = select(options.decision_id).join(Decision, decisions.id == options.decision_id)
    found = found.where(options.tool_id == bindparam("tool_0"), decisions.removed_at.is_(None))
    newest = found.order_by(options.recorded_at.desc(), options.decision_id.desc())
    return newest.limit(bindparam("limit"))


NAMING_ONE = naming_one()


@cache
def naming_two(count: int) -> Select[Any]:
    """The decisions between so many tools: two of them at least."""
    pairs = DecisionPair.__table__
    of_two = newest_of_pairs(pairs, pairs.c.decision_id, pairs.c.recorded_at, count)
    found = union_all(*(select(few.subquery()) for few in of_two)).subquery().c
    ids = select(found.decision_id).group_by(found.decision_id)
    newest = (func.max(found.recorded_at).desc(), found.decision_id.desc())
    return ids.order_by(*newest).limit(bindparam("limit"))


def decisions_between(tools: Iterable[HasId], limit: int) -> list[DecisionCard]:
    """Those that name at least two of these tools; of a single tool those that name it."""
    return decisions_by_tools(tuple(sorted(tool.id for tool in tools)), limit)


@remembered
def decisions_by_tools(ids: tuple[int, ...], limit: int) -> list[DecisionCard]:
    facts = {f"tool_{n}": id for n, id in enumerate(ids)}
    found = naming_two(len(ids)) if len(ids) > 1 else NAMING_ONE
    ids_found = db.session.connection().scalars(found, {**facts, "limit": limit})
    return decision_cards(ids_found)


SAID = [Decision.__table__.c[field.name] for field in fields(DecisionCard)[2:]]


CARDS = with_author(Decision, SAID).where(Decision.id.in_(many("ids")))


def options() -> Select[Any]:
    options = DecisionOption.__table__
    said = [options.c.decision_id, options.c.name, options.c.is_chosen, options.c.moved_from]
    return (
        select(*said, *columns_of(Tool, NamedTool))
        .outerjoin(Tool, Tool.id == options.c.tool_id)
        .where(options.c.decision_id.in_(many("ids")))
        .order_by(options.c.position)
    )


OPTIONS = options()


def decision_cards(ids: Iterable[int]) -> list[DecisionCard]:
    """What lists show of these decisions, in this order."""
    wanted = {"ids": list(ids)}
    if not wanted["ids"]:
        return []
    offered: dict[int, list[CardOption]] = {id: [] for id in wanted["ids"]}
    for id, name, is_chosen, moved_from, *tool in db.session.connection().execute(OPTIONS, wanted):
        named = NamedTool._make(tool) if tool[0] else None
        option = CardOption(named, named.name if named else name, is_chosen, moved_from)
        offered[id].append(option)
    found = {
        row.id: DecisionCard(tuple(offered[row.id]), Author(*row[-4:]), *row[:-4])
        for row in db.session.connection().execute(CARDS, wanted)
    }
    return [found[id] for id in wanted["ids"]]
