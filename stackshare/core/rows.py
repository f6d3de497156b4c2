"""Rows for pages that are read often: the columns they show, and no entities."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Executable, Table, bindparam
from sqlalchemy.orm import DeclarativeBase

from stackshare.extensions import db

Shape = TypeVar("Shape", bound=NamedTuple)


def columns_of(model: type[DeclarativeBase], shape: type[NamedTuple]) -> list[ColumnElement[Any]]:
    """The table's columns that are named like the fields of this shape."""
    table = model.__table__
    assert isinstance(table, Table)
    return [table.columns[name] for name in shape._fields if name in table.columns]


def many(name: str) -> BindParameter[Any]:
    """A list of values that comes with each use: column.in_(many("ids"))."""
    return bindparam(name, expanding=True)


def grouped(
    shape: type[Shape], statement: Executable, ids: Iterable[int]
) -> dict[int, list[Shape]]:
    """By each of these ids what the statement finds for it: the id is its first column."""
    found: dict[int, list[Shape]] = {id: [] for id in ids}
    for id, *fields in db.session.connection().execute(statement, {"ids": [*found]}):
        found[id].append(shape._make(fields))
    return found


def rows(shape: type[Shape], statement: Executable, **values: Any) -> list[Shape]:
    """What the statement finds, field by field. Made once, a statement is not built again."""
    return [*map(shape._make, db.session.connection().execute(statement, values))]
