"""What members follow, kind by kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from stackshare.accounts.models import NamedOwner, OwnerFollow, User
from stackshare.accounts.queries import named_owners
from stackshare.comments.models import Thread, ThreadFollow
from stackshare.core.paging import PAGE_SIZE, Page, page_of
from stackshare.extensions import db
from stackshare.stacks.models import Stack, StackCard, StackFollow
from stackshare.stacks.queries import IN_LISTS, stack_cards
from stackshare.stackups.models import StackupFollow
from stackshare.stackups.queries.compared import stackup_url, title_of
from stackshare.stackups.queries.words import tools_compared
from stackshare.tools.models import RankedTool, ToolFollow
from stackshare.tools.queries.lists import ranked_tools


@dataclass(frozen=True)
class Followed:
    """One of them."""

    id: int
    name: str
    url: str
    what: RankedTool | NamedOwner | StackCard | None = None  # where its button says more


def tools(ids: Sequence[int]) -> list[Followed]:
    return [Followed(tool.id, tool.name, tool.url, tool) for tool in ranked_tools(ids)]


def owners(ids: Sequence[int]) -> list[Followed]:
    found = named_owners(ids)
    return [Followed(id, found[id].name, found[id].url, found[id]) for id in ids if id in found]


def stacks(ids: Sequence[int]) -> list[Followed]:
    return [Followed(stack.id, stack.name, stack.url, stack) for stack in stack_cards(ids)]


def stackups(ids: Sequence[int]) -> list[Followed]:
    return [
        Followed(id, title_of(tools), stackup_url(tools))
        for id, tools in tools_compared(ids).items()
    ]


def threads(ids: Sequence[int]) -> list[Followed]:
    named = select(Thread.id, Thread.title, Thread.url).where(Thread.id.in_(ids))
    found = {id: Followed(id, title, url) for id, title, url in db.session.execute(named)}
    return [found[id] for id in ids if id in found]


@dataclass(frozen=True)
class FollowKind:
    """What can be followed, and who follows it."""

    label: str
    id: InstrumentedAttribute[int]  # of what is followed
    rows: Select[Any]  # the follows of what is still shown
    named: Callable[[Sequence[int]], list[Followed]]


FOLLOWS = {
    "tool": FollowKind("Tools", ToolFollow.tool_id, select(ToolFollow), tools),
    "owner": FollowKind("People and companies", OwnerFollow.owner_id, select(OwnerFollow), owners),
    "stack": FollowKind(
        "Stacks",
        StackFollow.stack_id,
        select(StackFollow).join(Stack, Stack.id == StackFollow.stack_id).where(*IN_LISTS),
        stacks,
    ),
    "stackup": FollowKind("Stackups", StackupFollow.stackup_id, select(StackupFollow), stackups),
    "thread": FollowKind(
        "Discussions",
        ThreadFollow.thread_id,
        select(ThreadFollow)
        .join(Thread, Thread.id == ThreadFollow.thread_id)
        .where(Thread.url != ""),
        threads,
    ),
}


def followed(
    user: User, kind: str, after: str | None = None, size: int = PAGE_SIZE
) -> Page[Followed]:
    """What a member follows of this kind, the newest things first."""
    of = FOLLOWS[kind]
    own = of.rows.where(of.id.class_.user_id == user.id)
    page = page_of(own, (of.id,), after, size)
    return page.shown(lambda ids: of.named(ids) if ids else [])
