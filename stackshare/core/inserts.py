"""Inserting what may be there already: each database says it in a dialect of its own."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from stackshare.extensions import Base, db

INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_into(model: type[Base]) -> Any:
    """An INSERT that knows on_conflict_do_nothing and on_conflict_do_update."""
    return INSERTS[db.engine.dialect.name](model)
