"""What a page rests on, noted from the statements it asks, in the words of the log.

`proscons.tool_id=3` stands for the rows with that key, `proscons` for the whole table,
`tools/votes.id=3` for a counter that moves more often than the rest of its row. A condition
that is not understood leaves the table whole: the page is then made anew too often, never too
seldom.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    CTE,
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    Column,
    Engine,
    FromClause,
    Join,
    Select,
    Subquery,
    Table,
    TextClause,
    event,
)
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import ClauseElement, ColumnElement, Grouping
from sqlalchemy.sql.selectable import AliasedReturnsRows, FromGrouping

from stackshare.core.kept.watch import (
    APPROXIMATE,
    EVERYTHING,
    Watch,
    is_approximate,
    watch_of,
    word,
)

Words = set[str]
Bound = tuple[str, BindParameter[Any]]  # the rows whose key has one of these values

noted: ContextVar[Words | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[Words]:
    """Everything that is read inside, as words."""
    words: Words = set()
    token = noted.set(words)
    try:
        yield words
    finally:
        noted.reset(token)


def rests_on(*words: str) -> None:
    """For what was read before anything was noted."""
    known = noted.get()
    if known is not None:
        known.update(words)


@dataclass
class Read:
    """One table in one place of a statement. Unbound it is read as a whole."""

    source: FromClause
    table: Table
    bound: list[Bound] = field(default_factory=list)
    through: bool = False  # its changes are logged as those of another table, which is bound

    @property
    def watch(self) -> Watch:
        return watch_of(self.table) or Watch()


@dataclass(frozen=True)
class Plan:
    """What a statement reads: words that are always the same, and those made of its values."""

    words: frozenset[str]
    # Kind, key, and the name of the parameter. The values of an IN are numbered: id_1 comes as
    # id_1_1, id_1_2.
    bound: tuple[tuple[str, str, str, re.Pattern[str]], ...]


plans: WeakKeyDictionary[Any, Plan] = WeakKeyDictionary()


@event.listens_for(Engine, "before_cursor_execute")
def note(_: Any, __: Any, statement: str, ___: Any, context: Any, ____: bool) -> None:
    words = noted.get()
    if words is None or statement.startswith("BEGIN"):
        return
    if context.compiled is None:
        words.add(EVERYTHING)
        return
    plan = plans.get(context.compiled)
    if plan is None:
        plan = plans[context.compiled] = plan_of(context.compiled)
    lagging = context.execution_options.get("lagging", ())
    words.update(plan.words.difference(lagging))
    values = context.compiled_parameters[0]
    for kind, key, name, numbered in plan.bound:
        if kind in lagging:
            continue
        if name in values:
            words.add(word(kind, key, values[name]))
        else:
            found = (value for name, value in values.items() if numbered.fullmatch(name))
            words.update(word(kind, key, value) for value in found)


def plan_of(compiled: Any) -> Plan:
    state = compiled.compile_state
    statement = getattr(state, "statement", None)
    parts = list(visitors.iterate(compiled.statement if statement is None else statement))
    try:
        return understood(compiled, parts)
    except NotUnderstood:
        return Plan(frozenset({EVERYTHING}), ())


class NotUnderstood(Exception):
    """A statement of a shape that nobody has met: whatever it reads, its page is not kept."""


def understood(compiled: Any, parts: list[Any]) -> Plan:
    if any(isinstance(part, TextClause) for part in parts):
        raise NotUnderstood
    kinds = kinds_of(parts)
    whole: Words = set()
    bound: list[tuple[str, str, str, re.Pattern[str]]] = []
    for select in parts:
        if isinstance(select, Select):
            for read in reads_of(select, compiled):
                for kind in kinds[read.table] if not read.through else ():
                    if not read.bound:
                        whole.add(kind)
                    for key, parameter in read.bound:
                        name = compiled.bind_names[parameter]
                        numbered = re.compile(rf"{re.escape(name)}_\d+")
                        bound.append((kind, key, name, numbered))
    return Plan(frozenset(whole), tuple(bound))


def kinds_of(parts: Iterable[Any]) -> dict[Table, set[str]]:
    """By table the kinds of change that matter: to its rows, and to columns apart that are read."""
    kinds: dict[Table, set[str]] = {}
    for part in parts:
        table = table_of(part.table) if isinstance(part, Column) else table_of(part)
        if table is None:
            continue
        watch = watch_of(table)
        if watch is None:
            kinds[table] = {APPROXIMATE if is_approximate(table) else EVERYTHING}
        else:
            kinds.setdefault(table, set())
            if isinstance(part, Column) and not part.primary_key:  # which never changes
                kinds[table].add(watch.kind(table, part.name))
    for table, found in kinds.items():
        if not found:
            found.add((watch_of(table) or Watch()).kind(table))
    return kinds


def table_of(source: Any) -> Table | None:
    """The table behind an alias."""
    while isinstance(source, AliasedReturnsRows):
        source = source.element
    return source if isinstance(source, Table) else None


def reads_of(select: Select[Any], compiled: Any) -> list[Read]:
    """The tables this very select names, each with what bounds it."""
    reads: dict[FromClause, Read] = {}
    facts: list[tuple[ClauseElement, FromClause | None]] = []  # and whom alone they bound
    # What get_final_froms does, but for compiling each select once more: half a cold page's time.
    for source in select._compile_state_factory(select, compiled)._get_display_froms():
        gather(source, reads, facts)
    if select.whereclause is not None:
        facts.append((select.whereclause, None))
    for read in reads.values():
        for fact, alone in facts:
            if not read.bound and alone in (None, read.source):
                read.bound = bounds(fact, read) or []
    equal = [pair for fact, alone in facts if alone is None for pair in equalities(fact) if pair]
    for _ in reads:  # each round may reach one table further
        for here, there in [*equal, *[(b, a) for a, b in equal]]:
            follow(reads.get(here.table), here, reads.get(there.table), there)
    return list(reads.values())


def gather(
    source: FromClause,
    reads: dict[FromClause, Read],
    facts: list[tuple[ClauseElement, FromClause | None]],
) -> None:
    if isinstance(source, Join) and not source.full:
        gather(source.left, reads, facts)
        gather(source.right, reads, facts)
        if source.onclause is not None:  # an outer join bounds its right side alone
            facts.append((source.onclause, source.right if source.isouter else None))
    elif isinstance(source, FromGrouping):
        gather(source.element, reads, facts)
    elif (table := table_of(source)) is not None:
        reads[source] = Read(source, table)
    elif not isinstance(source, Subquery | CTE):  # whose selects are looked at by themselves
        raise NotUnderstood


def bounds(fact: Any, read: Read) -> list[Bound] | None:
    """The keys outside of which no row of this table can meet the condition; None: any may."""
    if isinstance(fact, Grouping):
        return bounds(fact.element, read)
    if isinstance(fact, BooleanClauseList):
        each = [bounds(clause, read) for clause in fact.clauses]
        if fact.operator is operators.and_:
            return next((found for found in each if found is not None), None)
        return None if None in each else [bound for found in each for bound in found or ()]
    if isinstance(fact, BinaryExpression) and fact.operator in (operators.eq, operators.in_op):
        column, value = fact.left, fact.right
        if (
            isinstance(column, Column)
            and isinstance(value, BindParameter)
            and hash(column.table) == hash(read.source)  # the ORM annotates its own
            and column.name in read.watch.keys
        ):
            return [(column.name, value)]
    return None


def equalities(fact: Any) -> Iterator[tuple[Column[Any], Column[Any]]]:
    if isinstance(fact, Grouping):
        yield from equalities(fact.element)
    elif isinstance(fact, BooleanClauseList) and fact.operator is operators.and_:
        for clause in fact.clauses:
            yield from equalities(clause)
    elif (
        isinstance(fact, BinaryExpression)
        and fact.operator is operators.eq
        and isinstance(fact.left, Column)
        and isinstance(fact.right, Column)
    ):
        yield fact.left, fact.right


def follow(
    known: Read | None, here: ColumnElement[Any], read: Read | None, there: ColumnElement[Any]
) -> None:
    """What equals a bound column is bound by the same values."""
    if known is None or read is None or not known.bound or read.bound:
        return
    assert isinstance(here, Column) and isinstance(there, Column)
    if {key for key, _ in known.bound} == {here.name} and there.name in read.watch.keys:
        read.bound = [(there.name, value) for _, value in known.bound]
    elif f"{known.table.name}.{here.name}" in read.watch.through and there.primary_key:
        read.through = True
