from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from stackshare.accounts.models import Author, NamedOwner, User
from stackshare.accounts.queries import named_owners
from stackshare.advice.models import Question
from stackshare.advice.pages import advice_row
from stackshare.advice.queries import questions
from stackshare.core.markdown import excerpt
from stackshare.core.paging import Page
from stackshare.core.web import next_page
from stackshare.decisions.models import DecisionCard
from stackshare.decisions.pages import decision_row
from stackshare.decisions.queries.lists import decision_cards
from stackshare.feed.queries.entries import Entry, Reason, entries
from stackshare.feed.queries.follows import FOLLOWS, Followed, followed
from stackshare.feed.queries.sources import SOURCES
from stackshare.proscons.models import Line
from stackshare.proscons.queries.lines import lines_by_ids
from stackshare.stacks.models import StackCard
from stackshare.stacks.queries import stack_cards
from stackshare.stackups.models import ChooseLine, Difference
from stackshare.stackups.queries.compared import stackup_url, title_of
from stackshare.stackups.queries.lines import lines_by_ids as lines_said
from stackshare.stackups.queries.sections import sections_by_ids
from stackshare.stackups.queries.words import tools_compared
from stackshare.tools.models import NamedTool, RankedTool
from stackshare.tools.pages import procon_json
from stackshare.tools.queries.lists import most_used_tools, ranked_tools

FEW = 3  # of each kind that is followed, beside the feed
TOLD_OF = {source.follow for source in SOURCES}  # not discussions, which notify


@dataclass(frozen=True)
class SaidLine:
    """A pro or a con where it stands alone."""

    id: int
    line: Line
    tool: RankedTool
    author: NamedOwner


@dataclass(frozen=True)
class SaidWords:
    """What somebody wrote about a comparison."""

    id: int
    url: str
    stackup: str  # Flask vs Koa
    author: Author
    heading: str
    text: str


Card = StackCard | Question | DecisionCard | SaidLine | SaidWords


@dataclass(frozen=True)
class Item:
    """An entry as it is shown: what it tells of, and what of it the reader follows."""

    kind: str
    at: datetime
    card: Card
    because: list[Followed]


class FeedPage(TypedDict):
    everything: bool
    show: str | None  # of SHOWS; None: all of it
    page: Page[Item]
    follows: dict[str, Sequence[Followed]]  # by kind, some of what is followed
    known: list[RankedTool]  # to begin with, where nothing is


def said_lines(ids: Sequence[int]) -> list[SaidLine]:
    lines = lines_by_ids(ids)
    tools = {tool.id: tool for tool in ranked_tools([line.tool_id for line in lines])}
    authors = named_owners(line.author_id for line in lines)
    return [SaidLine(line.id, line, tools[line.tool_id], authors[line.author_id]) for line in lines]


def said_choices(ids: Sequence[int]) -> list[SaidWords]:
    lines = lines_said(ids)
    tools = tools_compared(line.stackup_id for line in lines)
    names = {tool.id: tool.name for compared in tools.values() for tool in compared}
    return [
        said_words(it, tools[it.stackup_id], f"Choose {names[it.tool_id]} if…", it.text)
        for it in lines
    ]


def said_sections(ids: Sequence[int]) -> list[SaidWords]:
    sections = sections_by_ids(ids)
    tools = tools_compared(section.stackup_id for section in sections)
    return [said_words(it, tools[it.stackup_id], it.heading, excerpt(it.html)) for it in sections]


def said_words(
    it: ChooseLine | Difference, tools: list[NamedTool], heading: str, text: str
) -> SaidWords:
    return SaidWords(it.id, stackup_url(tools), title_of(tools), it.author, heading, text)


# What is shown of each kind of entry, and what programs get of it.
CARDS: dict[str, Callable[[list[int]], Sequence[Any]]] = {
    "stack": stack_cards,
    "change": stack_cards,
    "question": questions,
    "decision": decision_cards,
    "line": said_lines,
    "choice": said_choices,
    "section": said_sections,
}


def feed_page(
    user: User, after: str | None, show: str | None = None, *, everything: bool = False
) -> FeedPage:
    page = entries(user, after, show=show, everything=everything).shown(items)
    follows = {kind: followed(user, kind, size=FEW).rows for kind in FOLLOWS if kind in TOLD_OF}
    return {
        "everything": everything,
        "show": show,
        "page": page,
        "follows": follows,
        "known": [] if any(follows.values()) else most_used_tools(12),
    }


def items(found: Sequence[tuple[Entry, list[Reason]]]) -> list[Item]:
    ids = grouped((entry.kind, entry.id) for entry, _ in found)
    cards = {kind: {card.id: card for card in CARDS[kind](ids[kind])} for kind in ids}
    named = names(reason for _, why in found for reason in why)
    return [
        Item(entry.kind, entry.at, cards[entry.kind][entry.id], [named[reason] for reason in why])
        for entry, why in found
        if entry.id in cards[entry.kind]
    ]


def names(reasons: Iterable[Reason]) -> dict[Reason, Followed]:
    """What pages call all this that is followed."""
    ids = grouped(reasons)
    return {(kind, it.id): it for kind in ids for it in FOLLOWS[kind].named(ids[kind])}


def grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The ids of each kind, none twice."""
    found: dict[str, list[int]] = {}
    for kind, id in dict.fromkeys(pairs):
        found.setdefault(kind, []).append(id)
    return found


def feed_json(page: FeedPage) -> dict[str, object]:
    return {
        "entries": [item_json(it) for it in page["page"].rows],
        "next": next_page(page["page"].after),
    }


def item_json(it: Item) -> dict[str, object]:
    return {
        "kind": it.kind,
        "at": it.at.isoformat(),
        "because": [{"name": why.name, "url": why.url} for why in it.because],
        it.kind if it.kind != "change" else "stack": card_json(it.card),
    }


def card_json(card: Card) -> dict[str, object]:
    if isinstance(card, Question):
        return advice_row(card)
    if isinstance(card, DecisionCard):
        return decision_row(card)
    if isinstance(card, SaidLine):
        line = {**procon_json(card.line), "side": card.line.side}
        return {**line, "tool": card.tool.slug, "author": card.author.handle}
    if isinstance(card, SaidWords):
        words = {"stackup": card.url, "heading": card.heading, "text": card.text}
        return {**words, "author": card.author.handle}
    return {
        "name": card.name,
        "url": card.url,
        "owner": card.owner.handle,
        "purpose": card.purpose,
        "shared_at": card.created_at.isoformat(),
        "edited_at": card.updated_at.isoformat(),
        "tools": [tool.slug for tool in card.tools],
    }


class FollowingPage(TypedDict):
    kind: str
    page: Page[Followed]


def following_page(user: User, kind: str, after: str | None) -> FollowingPage:
    return {"kind": kind, "page": followed(user, kind, after)}


def following_json(page: FollowingPage) -> dict[str, object]:
    return {
        "kind": page["kind"],
        "follows": [{"name": it.name, "url": it.url} for it in page["page"].rows],
        "next": next_page(page["page"].after),
    }
