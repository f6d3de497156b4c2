from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import lazyload

from stackshare.accounts.models import Author, Owner, User
from stackshare.accounts.queries import with_author
from stackshare.comments.models import Thread
from stackshare.companies.models import Company
from stackshare.companies.queries import company_ids, member_ids, speaks_for
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
from stackshare.stacks.queries import IN_LISTS, UNDO, listed_stacks
from stackshare.tools.models import NamedTool, Tool

THERE = Decision.removed_at.is_(None)


def decision_or_404(id: int) -> Decision:
    decision: Decision = db.first_or_404(select(Decision).where(Decision.id == id, THERE))
    return decision


def own_decision_or_404(user: User, id: int) -> Decision:
    """A decision that is the user's to change; one that was removed lately is still there for
    them."""
    there = select(Decision).where(Decision.id == id, lately_there())
    decision: Decision = db.first_or_404(there)
    return decision if may_change(user, decision) else abort(404)


def may_change(user: User, decision: Decision) -> bool:
    """A company's is its members', whoever wrote it; any other its author's."""
    return speaks_for(user, decision.company_id or decision.author_id)


def editors_of(decision: Decision) -> list[int]:
    """The ids of who may change it."""
    return member_ids(decision.company_id) if decision.company_id else [decision.author_id]


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


def decisions_for(company: Company, after: str | None = None) -> Page[int]:
    """What was decided for its stacks, the newest first; nothing for one that hides."""
    listed = select(Stack.id).where(Stack.owner_id == company.id, *IN_LISTS)
    about = (Decision.company_id == company.id, Decision.stack_id.in_(listed))
    return page_of(listed_decisions().where(*about), (Decision.id,), after)


def removed_decisions_of(owner: Owner, viewer: User | None) -> Sequence[Decision]:
    """What its own side can still bring back; nobody else sees it."""
    if viewer is None or not speaks_for(viewer, owner.id):
        return []
    own = (Decision.author_id == owner.id, Decision.company_id.is_(None))
    whose = own if owner.kind == "person" else (Decision.company_id == owner.id,)
    gone = select(Decision).where(*whose, Decision.removed_at > now() - UNDO)
    return db.session.scalars(gone.order_by(Decision.id.desc())).all()


def stack_of(decision: Decision) -> Stack | None:
    """Where it belongs, as long as everybody may see that."""
    listed = listed_stacks().options(lazyload(Stack.uses)).where(Stack.id == decision.stack_id)
    return db.session.scalar(listed) if decision.stack_id else None


def stacks_to_decide_for(user: User) -> Sequence[Stack]:
    """The listed stacks that are the user's or a company's of theirs, the newest first: a decision
    is read by everyone."""
    theirs = Stack.owner_id.in_([user.id, *company_ids(user)])
    own = listed_stacks().options(lazyload(Stack.uses)).where(theirs)
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


def cards() -> Select[Any]:
    decisions, threads = Decision.__table__.c, Thread.__table__
    said = [decisions[field.name] for field in fields(DecisionCard)[2:-1]]
    rows = with_author(Decision, [*said, threads.c.comment_count])
    rows = rows.join(threads, threads.c.id == decisions.thread_id)
    return rows.where(decisions.id.in_(many("ids")))


CARDS = cards()


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
