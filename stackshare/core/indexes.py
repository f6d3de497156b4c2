"""Indexes that hold some rows alone."""

from typing import Any

from sqlalchemy import ColumnElement, MetaData, text


def where(condition: str | ColumnElement[bool]) -> dict[str, Any]:
    """To stand last among an index's arguments. No dialect is named there: SQLAlchemy would load
    its drivers, whether or not they are needed."""
    return {"info": {"where": text(condition) if isinstance(condition, str) else condition}}


def tell_conditions(metadata: MetaData, dialect: str) -> None:
    """What each index holds, as this dialect is told it: for those who make or compare them."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if "where" in index.info:
                index.dialect_kwargs[f"{dialect}_where"] = index.info["where"]
