"""What can be found: one declaration for each kind. Another kind is another one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    case,
    cast,
    func,
    literal,
    select,
)

from stackshare.accounts.models import Owner, User
from stackshare.advice.models import Advice
from stackshare.comments.models import Comment, Thread
from stackshare.companies.models import Company
from stackshare.decisions.models import Decision
from stackshare.proscons.models import ProCon
from stackshare.search.models import ROOM
from stackshare.stacks.models import Stack
from stackshare.stacks.queries import IN_LISTS
from stackshare.stackups.models import StackupLine, StackupSection
from stackshare.tools.models import Category, Tool
from stackshare.tools.queries.names import ids_by_name

Expression = SQLColumnExpression[Any]


@dataclass(frozen=True, eq=False)
class Kind:
    """Rows of one kind: the words that find them, and what is shown of those found.

    The tables that title, words and listed name all have the row's id, but for one that it
    follows.
    """

    name: str  # in addresses
    label: str
    model: Any
    url: Expression
    title: Expression
    words: tuple[Expression, ...]
    listed: tuple[ColumnElement[bool], ...] = ()  # what is not is found by nobody
    follows: Any = None  # its column that names the row of another table, on which it rests too
    html: Expression | None = None  # excerpts are taken of this, not of the words
    heading: Expression | None = None  # shown instead of the title
    by: Expression | None = None  # the id of its owner
    at: Expression | None = None
    logo: Expression | None = None
    stackup: Expression | None = None  # the id of the comparison that it is part of
    by_name: Callable[[str, int], Sequence[int]] | None = None  # the ids that come first

    @cached_property
    def rooms(self) -> tuple[int, int]:
        """The first and the last id that its documents can have."""
        place = KINDS.index(self)
        return place * ROOM, (place + 1) * ROOM - 1


def title_of(thread_id: Expression) -> ColumnElement[str]:
    """Of whatever this thread is about."""
    asked = select(Advice.title).where(Advice.thread_id == thread_id).scalar_subquery()
    decided = select(Decision.title).where(Decision.thread_id == thread_id).scalar_subquery()
    shared = select(Stack.name).where(Stack.thread_id == thread_id).scalar_subquery()
    return func.coalesce(asked, decided, shared, "A comment")


def name_of(tool_id: Expression) -> ColumnElement[str]:
    named = select(Tool.name).where(Tool.id == tool_id)
    return func.coalesce(named.scalar_subquery(), "")


def is_open(thread_id: Expression) -> ColumnElement[bool]:
    """Whether everybody may read what this thread is about."""
    place = select(Thread.url).where(Thread.id == thread_id).scalar_subquery()
    return place != ""


KINDS = (
    Kind(
        "tools",
        "Tools",
        Tool,
        url="/tools/" + Tool.slug,
        title=Tool.name,
        words=(Tool.summary, Tool.description),
        logo=Tool.logo,
        by_name=ids_by_name,
    ),
    Kind(
        "proscons",
        "Pros and cons",
        ProCon,
        url="/proscons/" + cast(ProCon.id, String),
        title=ProCon.text,
        words=(
            case((ProCon.side == "pro", "Pro of "), else_="Con of ") + name_of(ProCon.tool_id),
            ProCon.context,
            ProCon.version,
        ),
        follows=ProCon.tool_id,
        by=ProCon.author_id,
        at=ProCon.created_at,
    ),
    Kind(
        "choose",
        "Reasons to choose",
        StackupLine,
        url="/stackups/lines/" + cast(StackupLine.id, String),
        title=StackupLine.text,
        words=(name_of(StackupLine.tool_id),),
        listed=(StackupLine.removed_at.is_(None),),
        follows=StackupLine.tool_id,
        html=literal(""),
        heading="Choose " + name_of(StackupLine.tool_id) + " if " + StackupLine.text,
        by=StackupLine.author_id,
        at=StackupLine.created_at,
        stackup=StackupLine.stackup_id,
    ),
    Kind(
        "differences",
        "Differences",
        StackupSection,
        url="/stackups/sections/" + cast(StackupSection.id, String),
        title=StackupSection.heading,
        words=(StackupSection.body,),
        listed=(StackupSection.removed_at.is_(None),),
        html=StackupSection.html,
        heading=case((StackupSection.heading == "", "Summary"), else_=StackupSection.heading),
        by=StackupSection.author_id,
        at=StackupSection.written_at,
        stackup=StackupSection.stackup_id,
    ),
    Kind(
        "stacks",
        "Stacks",
        Stack,
        url="/stacks/" + Owner.handle + "/" + Stack.slug,
        title=Stack.name,
        words=(Stack.purpose,),
        listed=IN_LISTS,
        by=Stack.owner_id,
        at=Stack.created_at,
    ),
    Kind(
        "advice",
        "Advice",
        Advice,
        url="/advice/" + cast(Advice.id, String) + "-" + Advice.slug,
        title=Advice.title,
        words=(Advice.body,),
        html=Advice.html,
        by=Advice.author_id,
        at=Advice.created_at,
    ),
    Kind(
        "comments",
        "Comments",
        Comment,
        url="/comments/" + cast(Comment.id, String),
        title=literal(""),
        words=(Comment.body,),
        listed=(Comment.removed_at.is_(None), is_open(Comment.thread_id)),
        follows=Comment.thread_id,
        html=Comment.html,
        heading=title_of(Comment.thread_id),
        by=Comment.author_id,
        at=Comment.created_at,
    ),
    Kind(
        "people",
        "People",
        User,
        url="/people/" + User.handle,
        title=User.name,
        words=(User.headline, User.employer, User.about, User.handle),
        # Whose account is closed has no name left, and nobody else may have such a one.
        listed=(func.substr(User.handle, 1, 7) != "closed-",),
    ),
    Kind(
        "decisions",
        "Decisions",
        Decision,
        url="/decisions/" + cast(Decision.id, String) + "-" + Decision.slug,
        title=Decision.title,
        words=(Decision.reason, Decision.context, Decision.outcome),
        listed=(Decision.removed_at.is_(None),),
        html=Decision.reason_html + Decision.context_html + Decision.outcome_html,
        by=Decision.author_id,
        at=Decision.created_at,
    ),
    Kind(
        "companies",
        "Companies",
        Company,
        url="/companies/" + Company.handle,
        title=Company.name,
        words=(Company.summary, Company.about, Company.handle),
        html=Company.summary + " " + Company.html,
    ),
    Kind(
        "categories",
        "Categories",
        Category,
        url="/categories/" + Category.slug,
        title=Category.name,
        words=(Category.summary,),
    ),
)
KINDS_BY_NAME = {kind.name: kind for kind in KINDS}
