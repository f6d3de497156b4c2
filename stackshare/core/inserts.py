"""Inserting what may be there already: each database says it in a dialect of its own."""

from importlib import import_module
from typing import Any

from stackshare.extensions import Base, db


def insert_into(model: type[Base]) -> Any:
    """An INSERT that knows on_conflict_do_nothing and on_conflict_do_update."""
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    return dialect.insert(model)
