import re
from collections.abc import Iterable, Sequence
from itertools import combinations, islice, product

from flask import abort
from sqlalchemy import bindparam, select

from stackshare.core.counters import HasId
from stackshare.core.kept.values import lately
from stackshare.core.paging import Page, page_of
from stackshare.core.refusal import Close, Unknown
from stackshare.core.views import Viewed, lately_viewed
from stackshare.extensions import db
from stackshare.stackups.models import Stackup, StackupFollow, key_of
from stackshare.tools.models import AnyTool, ComparedTool, Tool
from stackshare.tools.queries.lists import compared_tools
from stackshare.tools.queries.names import near_tools, tool_named
from stackshare.tools.queries.neighbours import alternatives_to

MOST_TOOLS = 6
VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)
KIND = "stackup"  # among the pages whose views are counted


def stackup_slug(tools: Iterable[AnyTool]) -> str:
    """The one spelling of a comparison: its tools' slugs in alphabetical order."""
    return "-vs-".join(sorted(tool.slug for tool in tools))


def stackup_url(tools: Iterable[AnyTool]) -> str:
    return f"/stackups/{stackup_slug(tools)}"


def title_of(tools: Iterable[AnyTool]) -> str:
    return " vs ".join(tool.name for tool in tools)


def compared_or_404(slug: str) -> list[ComparedTool]:
    """The tools that an address names, in the order of its one true spelling."""
    names = slug.split("-vs-")
    if len(names) > MOST_TOOLS:
        abort(404)
    tools = compared_tools(names)
    if len(tools) < max(2, len(names)):  # not in that spelling
        meant = [tool_named(name) for name in names]
        tools = compared_tools({tool.slug for tool in meant if tool})
        if len(tools) < 2 or None in meant:
            raise Unknown(close_to(names, meant))
    return sorted(tools, key=by_slug)


def named_together(typed: str) -> list[Tool]:
    """The tools of a comparison that somebody typed as its title: Koa vs Flask. Else none."""
    names = VERSUS.split(typed.strip())
    if not 1 < len(names) <= MOST_TOOLS:
        return []
    tools = {tool for name in names if (tool := tool_named(name))}
    return sorted(tools, key=by_slug) if len(tools) == len(names) else []


def close_to(names: list[str], meant: list[Tool | None]) -> list[Close]:
    """Comparisons with what unknown names may stand for; of a single tool, those it is in."""
    choices = [
        [tool] if tool else near_tools(name, limit=3)
        for name, tool in zip(names, meant, strict=True)
    ]
    sets = [frozenset(chosen) for chosen in islice(product(*choices), 20)]
    stackups: list[list[AnyTool]] = [
        sorted(tools, key=by_slug) for tools in dict.fromkeys(sets) if len(tools) > 1
    ]
    known = [tool for tool in meant if tool]
    found = stackups or (related_stackups(known, alternatives_to(known)) if known else [])
    return [Close(title_of(tools), stackup_url(tools)) for tools in found[:5]]


KNOWN = select(Stackup.__table__.c.id).where(Stackup.__table__.c.key == bindparam("key"))


def stackup_id(tools: Iterable[HasId]) -> int:
    """Of the row of this comparison; 0: it has none."""
    return db.session.connection().scalar(KNOWN, {"key": key_of(tools)}) or 0


def stackups_followed_by(user_id: int) -> Iterable[int]:
    """The ids of the comparisons that this member follows."""
    return db.session.scalars(select(StackupFollow.stackup_id).filter_by(user_id=user_id))


def by_slug(tool: AnyTool) -> str:
    return tool.slug


def is_thin(tools: Iterable[Tool | ComparedTool]) -> bool:
    """Nobody has voted for any of them: search engines need not know the page yet."""
    return not any(tool.vote_count for tool in tools)


def related_stackups(
    tools: Sequence[AnyTool], alternatives: Sequence[AnyTool], limit: int = 8
) -> list[list[AnyTool]]:
    """Pairs from these tools and their nearest alternatives."""
    near = [*tools, *alternatives[:4]]
    pairs = [sorted(pair, key=by_slug) for pair in combinations(near, 2)]
    this = sorted(tools, key=by_slug)
    return [pair for pair in pairs if pair != this][:limit]


# The comparisons that somebody has looked at; the key is the slug.
SEEN = select(Viewed).where(Viewed.kind == KIND)


def top_stackups(after: str | None) -> Page[str]:
    return page_of(SEEN, (Viewed.view_count, Viewed.key), after)


def new_stackups(after: str | None) -> Page[str]:
    return page_of(SEEN, (Viewed.created_at, Viewed.key), after)


def seen_stackups(slugs: Sequence[str]) -> list[Viewed]:
    """In this order."""
    found = {seen.key: seen for seen in db.session.scalars(SEEN.where(Viewed.key.in_(slugs)))}
    return [found[slug] for slug in slugs]


@lately
def trending_stackups(limit: int) -> dict[str, int]:
    """By slug the views of the last seven days, the most viewed first."""
    viewed = lately_viewed(KIND)
    most_first = select(viewed).order_by(viewed.c.view_count.desc(), viewed.c.key)
    return {slug: n for slug, n in db.session.execute(most_first.limit(limit))}


def most_viewed_stackups(limit: int) -> dict[str, int]:
    """By slug all their views."""
    found = select(Viewed.key, Viewed.view_count).where(Viewed.kind == KIND)
    most_first = found.order_by(Viewed.view_count.desc(), Viewed.key)
    return {slug: n for slug, n in db.session.execute(most_first.limit(limit))}
