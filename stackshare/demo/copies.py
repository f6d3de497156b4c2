"""A larger community: the sample one over and over, each time with people of its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, cast, func, literal, select, update

from stackshare.accounts.models import Owner, OwnerFollow, User
from stackshare.advice.models import Advice, AdvicePair, AdviceTool
from stackshare.comments.models import Comment, CommentVote, Thread, ThreadFollow
from stackshare.companies.models import Company, CompanyMember
from stackshare.core.facts import amount, remember
from stackshare.decisions.models import Decision, DecisionOption, DecisionPair
from stackshare.extensions import Base, db
from stackshare.proscons.models import ProCon, ProConVote
from stackshare.stacks.models import Stack, StackFollow, StackTool, ToolPair
from stackshare.stacks.queries import LISTED
from stackshare.stackups.models import (
    Stackup,
    StackupAnswer,
    StackupFollow,
    StackupLine,
    StackupLineVote,
)
from stackshare.tools.models import Tool, ToolFollow

# What there is more of, each after what it refers to. Tools and what is said of them stay as many.
COPIED: tuple[type[Base], ...] = (
    *(Owner, User, Company, CompanyMember),
    *(Thread, Comment, CommentVote, ThreadFollow),
    *(Stack, StackTool, ProConVote, StackupLineVote, StackupAnswer),
    *(ToolFollow, OwnerFollow, StackFollow, StackupFollow),
    *(Advice, AdviceTool, AdvicePair, Decision, DecisionOption, DecisionPair),
)
COUNTS = (
    *(Tool.stack_count, Tool.follower_count, Tool.vote_count),
    *(ProCon.vote_count, ToolPair.stack_count),
    *(StackupLine.vote_count, Stackup.helpful_count, Stackup.unhelpful_count),
)
NAMES = ("owners.handle", "users.email")  # no two rows have the same


def copies(number: int) -> Iterator[int]:
    """Make so many copies of all there is, and say after each how many rows it has."""
    tables = [Base.metadata.tables[model.__tablename__] for model in COPIED]
    sizes = {t.name: size_of(t) for t in tables if "id" in t.columns and not t.c.id.foreign_keys}
    for copy in range(1, number + 1):
        for table in tables:
            columns = {column: again(column, copy, sizes) for column in table.columns}
            first = next(column for column in table.primary_key if root_of(column) in sizes)
            original = select(*columns.values()).where(first <= sizes[root_of(first)])
            made = db.session.execute(table.insert().from_select([*columns], original))
            yield made.rowcount  # type: ignore[attr-defined]


def size_of(table: Table) -> int:
    """Its highest id: a copy's ids are so much higher."""
    return db.session.scalar(select(func.max(table.c.id))) or 0


def root_of(column: Column[Any]) -> str:
    """The table whose ids the column holds."""
    for key in column.foreign_keys:
        return root_of(key.column)
    return column.table.name if column.name == "id" else ""


def again(column: Column[Any], copy: int, sizes: Mapping[str, int]) -> ColumnElement[Any]:
    """What the column holds in a copy: whom it refers to is of the same copy."""
    if str(column) in NAMES:
        return literal(f"c{copy}-").concat(column)
    return column + copy * sizes[root_of(column)] if root_of(column) in sizes else column


def count_copies(number: int) -> None:
    """Every copy counts as much as the original did."""
    for count in COUNTS:
        grown = update(count.class_).values({count: count * (number + 1)})
        db.session.execute(grown)
    remember(LISTED, str(amount(LISTED) * (number + 1)))


def lead_to_copies() -> None:
    """A copied thread is read on a copied page."""
    for model, path in ((Advice, "/advice/"), (Decision, "/decisions/")):
        url = literal(path).concat(cast(model.id, String)).concat("-").concat(model.slug)
        of_thread = select(url).where(model.thread_id == Thread.id).scalar_subquery()
        theirs = update(Thread).where(Thread.id.in_(select(model.thread_id)))
        db.session.execute(theirs.values(url=of_thread))
