"""What names two tools at once is found by the two: it has a row for each pair that it names.

Looked for tool by tool, what is rare between two frequent ones would be far down in both.
"""

from itertools import combinations
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, bindparam, select


def newest_of_pairs(
    pairs: FromClause, id: ColumnElement[int], at: ColumnElement[Any], count: int
) -> list[Select[Any]]:
    """Of each two of so many tools, the newest that name both. To be bound: the tools' ids,
    ascending, as tool_0, tool_1 and so on; and the limit."""
    newest = select(id, at).order_by(at.desc(), id.desc()).limit(bindparam("limit"))
    tools: list[BindParameter[Any]] = [bindparam(f"tool_{n}") for n in range(count)]
    return [
        newest.where(pairs.c.tool_id == one, pairs.c.other_id == other)
        for one, other in combinations(tools, 2)
    ]
