from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count

from sqlalchemy import select

from stackshare.accounts.models import User
from stackshare.core.clock import now
from stackshare.core.counters import bump
from stackshare.core.refusal import Refused
from stackshare.core.text import slug_of
from stackshare.extensions import db
from stackshare.stacks.models import MOST_TOOLS, Stack, StackTool, Visibility
from stackshare.stacks.queries import first_stack_of, slugs_of
from stackshare.tools.models import Tool


def share_stack(
    user: User,
    *,
    name: str,
    purpose: str,
    tools: Sequence[Tool],
    reasons: Mapping[str, str],
    visibility: Visibility = "public",
) -> Stack:
    """Publish what the user runs. The reasons are by slug of a tool."""
    stack = Stack(
        owner=user,
        slug=free_slug(user, name),
        name=name,
        purpose=purpose,
        visibility=visibility,
        uses=[
            StackTool(tool=tool, position=position, reason=reasons.get(tool.slug, ""))
            for position, tool in enumerate(tools)
        ],
    )
    with counted(stack, was=()):
        db.session.add(stack)
    return stack


def use_tool(user: User, tool: Tool, *, wanted: bool) -> None:
    """List the tool in the user's first stack, or take it out of there again."""
    lock(user)
    stack = first_stack_of(user)
    if stack is None:
        if wanted:
            share_stack(user, name="My stack", purpose="", tools=[tool], reasons={})
        return
    with counted(stack, was=counted_tools(stack)):
        listed = next((use for use in stack.uses if use.tool_id == tool.id), None)
        if wanted and listed:
            listed.dropped_on = None
        elif wanted:
            add_to(stack, tool)
        elif listed and listed.dropped_on is None:
            stack.uses.remove(listed)


def lock(user: User) -> None:
    """Of two changes to this user's stacks at once, one waits: else both would make the first."""
    row = select(User.id).where(User.id == user.id)
    db.session.execute(row.with_for_update(key_share=True))


def add_to(stack: Stack, tool: Tool) -> None:
    if len(stack.uses) >= MOST_TOOLS:
        raise Refused(f"“{stack.name}” lists {MOST_TOOLS} tools already. Take one out first.")
    position = max((use.position for use in stack.uses), default=-1) + 1
    stack.uses.append(StackTool(tool=tool, position=position))
    stack.updated_at = now()


@contextmanager
def counted(stack: Stack, was: Sequence[Tool]) -> Iterator[None]:
    """Whatever changes inside, the tools' stack counts follow. Was: what it counted for before.

    In the order of ids, so that two owners who share tools cannot deadlock.
    """
    yield
    db.session.flush()
    before, after = set(was), set(counted_tools(stack))
    for tool in sorted(before ^ after, key=lambda tool: tool.id):
        bump(Tool.stack_count, tool, 1 if tool in after else -1)


def counted_tools(stack: Stack) -> list[Tool]:
    """The tools for whose counts this stack stands: those in use, if it is public."""
    return stack.tools if stack.visibility == "public" and stack.removed_at is None else []


def free_slug(user: User, name: str) -> str:
    """A slug from the name that none of the owner's stacks has: my-stack, my-stack-2."""
    slug, taken = slug_of(name, fallback="stack"), slugs_of(user) | {"new"}
    candidates = (slug if n == 1 else f"{slug}-{n}" for n in count(1))
    return next(candidate for candidate in candidates if candidate not in taken)
