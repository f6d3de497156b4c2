from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, Unpack

from sqlalchemy import and_, case, or_, select, update
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from stackshare.accounts.actions import one_at_a_time
from stackshare.accounts.models import Owner, User
from stackshare.comments.actions import move_thread, open_thread
from stackshare.comments.models import Thread
from stackshare.companies.queries import speakers_of, speaks_for
from stackshare.core.clock import now
from stackshare.core.counters import bump
from stackshare.core.edit_conflicts import hold, replaces
from stackshare.core.facts import move
from stackshare.core.inserts import insert_into
from stackshare.core.marks import set_mark
from stackshare.core.refusal import Refused
from stackshare.core.text import slug_of
from stackshare.extensions import db
from stackshare.stacks.models import (
    MOST_TOOLS,
    Days,
    Stack,
    StackFollow,
    StackTool,
    StackWords,
    ToolPair,
    Visibility,
)
from stackshare.stacks.queries import LISTED, first_stack_of, replacements, slugs_of
from stackshare.tools.models import Tool
from stackshare.tools.queries.neighbours import functions_of

NO_DAYS: Days = {}


def share_stack(
    user: User,
    *,
    name: str,
    purpose: str,
    tools: Sequence[Tool],
    reasons: Mapping[str, str],
    adopted: Days = NO_DAYS,
    dropped: Days = NO_DAYS,
    visibility: Visibility = "public",
    owner: Owner | None = None,
) -> Stack:
    """Publish what the user runs, or what a company of theirs does. The reasons and days are by
    slug of a tool."""
    owner = owner or user
    slug = free_slug(owner, name)
    if not speaks_for(user, owner.id):
        raise Refused(f"Only members of {owner.name} may share what it runs.")
    moment = now()
    stack = Stack(owner=owner, slug=slug, created_at=moment, updated_at=moment)
    stack.name, stack.purpose, stack.visibility = name, purpose, visibility
    with counted(stack):
        list_tools(stack, tools, reasons, adopted, dropped)
        db.session.add(stack)
    return stack


def use_tool(user: User, tool: Tool, *, wanted: bool) -> None:
    """List the tool in the user's first stack, or take it out of there again."""
    one_at_a_time(user)
    stack = first_stack_of(user)
    if stack is None:
        if wanted:
            share_stack(user, name="My stack", purpose="", tools=[tool], reasons={})
        return
    with counted(stack):
        listed = next((use for use in stack.uses if use.tool_id == tool.id), None)
        if wanted != bool(listed and listed.dropped_on is None):
            stack.updated_at = now()
        if wanted and listed:
            listed.dropped_on = None
        elif wanted:
            add_to(stack, tool)
        elif listed and (listed.reason or listed.adopted_on):
            if listed.dropped_on is None:  # what was said of it is not lost
                listed.dropped_on = max(now().date(), listed.adopted_on or now().date())
        elif listed:
            stack.uses.remove(listed)


def add_to(stack: Stack, tool: Tool) -> None:
    if len(stack.uses) >= MOST_TOOLS:
        raise Refused(f"“{stack.name}” lists {MOST_TOOLS} tools already. Take one out first.")
    position = max((use.position for use in stack.uses), default=-1) + 1
    stack.uses.append(StackTool(tool=tool, position=position, **found_by(stack)))


def edit_stack(user: User, stack: Stack, *, seen: str, **words: Unpack[StackWords]) -> None:
    """Make the stack say this in the place of what was seen. Its address stays: others may have
    linked to it."""
    require_owner(user, stack)
    with counted(stack):
        if replaces(words, stack.words, seen):
            stack.name, stack.purpose = words["name"], words["purpose"]
            stack.visibility, stack.updated_at = words["visibility"], now()
            said = words["reasons"], words["adopted"], words["dropped"]
            list_tools(stack, words["tools"], *said)


def list_tools(
    stack: Stack,
    tools: Sequence[Tool],
    reasons: Mapping[str, str],
    adopted: Days,
    dropped: Days,
) -> None:
    """What the stack lists from now on: a tool that was there keeps its row."""
    known = {use.tool: use for use in stack.uses}
    stack.uses = [known.get(tool) or StackTool(tool=tool, **found_by(stack)) for tool in tools]
    for position, use in enumerate(stack.uses):
        slug = use.tool.slug
        use.position, use.reason = position, reasons.get(slug, "")
        use.adopted_on, use.dropped_on = adopted.get(slug), dropped.get(slug)


def found_by(stack: Stack) -> dict[str, Any]:
    """What never changes of a stack and is kept beside each of its tools too."""
    return {"shared_at": stack.created_at, "of_company": stack.owner.kind == "company"}


def remove_stack(user: User, stack: Stack, *, wanted: bool) -> None:
    """Take a stack away, or bring it back. Its rows stay, so nothing of it is lost."""
    require_owner(user, stack)
    with counted(stack):
        stack.removed_at = (stack.removed_at or now()) if wanted else None


def follow_stack(user: User, stack: Stack, *, wanted: bool) -> None:
    """Hear of its changes and of what is decided for it, or no longer."""
    hold(stack)
    if not is_listed(stack):
        raise NotFound()
    if wanted and stack.owner_id == user.id:
        raise Refused("This stack is yours: you know when it changes.")
    pair = {"user_id": user.id, "stack_id": stack.id}
    set_mark(StackFollow, pair, wanted=wanted, created_at=now())


def require_owner(user: User, stack: Stack) -> None:
    if not speaks_for(user, stack.owner_id):
        raise Refused("Only its owner may change a stack.")


@contextmanager
def counted(stack: Stack) -> Iterator[None]:
    """Whatever changes inside, the counts follow. From here to the commit the stack is ours.

    Tools in the order of ids, so that two owners who share tools cannot deadlock.
    """
    before, size, was_listed = set[Tool](), 0, False
    if stack.id is not None:
        hold(stack)
        before, size, was_listed = set(counted_tools(stack)), len(stack.tools), is_listed(stack)
    yield
    db.session.flush()
    if stack.thread:
        stack.thread.title = stack.name
        move_thread(stack.thread, stack.url if is_listed(stack) else "")
    after = set(counted_tools(stack))
    bump(Stack.tool_count, stack, len(stack.tools) - size)
    tell_size(stack)
    tell_replacements(stack)
    for tool in sorted(before ^ after, key=lambda tool: tool.id):
        bump(Tool.stack_count, tool, 1 if tool in after else -1)
    move_pairs({tool.id for tool in before}, {tool.id for tool in after})
    move(LISTED, is_listed(stack) - was_listed)  # last: all who share wait for this one row


def thread_about(stack: Stack) -> Thread:
    """Where the stack is talked about. Whose stack it is hears of it."""
    hold(stack)  # two first comments open one thread
    if stack.thread is None:
        stack.thread = open_thread(stack.url, stack.name, speakers_of(stack.owner))
    return stack.thread


def tell_size(stack: Stack) -> None:
    old = (StackTool.stack_id == stack.id, StackTool.stack_size != stack.tool_count)
    told = update(StackTool).where(*old).values(stack_size=stack.tool_count)
    db.session.execute(told)


def tell_replacements(stack: Stack) -> None:
    """Whichever tool was dropped knows what took its place, as long as everybody may know."""
    if not any(use.dropped_on or use.replaced_by_id for use in stack.uses):
        return
    functions = functions_of(use.tool_id for use in stack.uses)
    replaced = replacements(stack.uses, functions) if is_listed(stack) else {}
    for use in stack.uses:
        use.replaced_by_id = replaced.get(use.tool_id)
    db.session.flush()


def is_listed(stack: Stack) -> bool:
    return stack.visibility == "public" and stack.removed_at is None


def counted_tools(stack: Stack) -> list[Tool]:
    """The tools for whose counts this stack stands: those in use, if it is public."""
    return stack.tools if is_listed(stack) else []


def move_pairs(before: set[int], after: set[int]) -> None:
    """Count the pairs of tools that came together or apart in a stack, by their ids.

    All in one statement and in the order of the key, so that two owners cannot deadlock.
    """
    gone, changed = before - after, before ^ after
    one, other = aliased(Tool), aliased(Tool)
    is_gone = or_(one.id.in_(gone), other.id.in_(gone))
    pairs = select(one.id, other.id, case((is_gone, 0), else_=1)).where(
        one.id != other.id,
        or_(one.id.in_(changed), other.id.in_(changed)),
        or_(*(and_(one.id.in_(ids), other.id.in_(ids)) for ids in (before, after))),
    )
    columns = ["tool_id", "other_id", "stack_count"]
    insert = insert_into(ToolPair)
    new = insert.from_select(columns, pairs.order_by(one.id, other.id))
    # A row that is to fall comes with 0, one that is to rise with 1: neither offends the check.
    moved = {"stack_count": ToolPair.stack_count + 2 * insert.excluded.stack_count - 1}
    if changed:
        db.session.execute(new.on_conflict_do_update(index_elements=columns[:2], set_=moved))


def free_slug(owner: Owner, name: str) -> str:
    """A slug from the name that none of the owner's stacks has: my-stack, my-stack-2. Two new
    stacks of one owner would pick the same: the second waits for the first."""
    one_at_a_time(owner)
    slug, taken = slug_of(name, fallback="stack"), slugs_of(owner)
    candidates = (slug if n == 1 else f"{slug}-{n}" for n in count(1))
    return next(candidate for candidate in candidates if candidate not in taken)
