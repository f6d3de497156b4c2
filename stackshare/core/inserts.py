"""Inserting what may be there already: each database says it in a dialect of its own."""

from typing import Any

from stackshare.extensions import Base, db


def insert_into(model: type[Base]) -> Any:
    """An INSERT that knows on_conflict_do_nothing and on_conflict_do_update."""
    insert: Any  # of the one dialect that is loaded anyway
    if db.engine.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert
    return insert(model)
