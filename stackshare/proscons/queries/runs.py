"""Who runs the tools that they write about: lists them in a public stack today."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from stackshare.core.kept.values import remembered
from stackshare.core.rows import many
from stackshare.extensions import db
from stackshare.proscons.models import Run
from stackshare.stacks.models import Stack, StackTool
from stackshare.tools.models import AnyTool

Runs = dict[int, tuple[Run, ...]]  # by the id of whoever runs them

RUNNING = (
    select(Stack.owner_id, StackTool.tool_id)
    .join(StackTool, StackTool.stack_id == Stack.id)
    .where(
        Stack.owner_id.in_(many("owners")),
        StackTool.tool_id.in_(many("tools")),
        StackTool.dropped_on.is_(None),
        Stack.visibility == "public",
        Stack.removed_at.is_(None),
    )
)


def runs_of(owners: Iterable[int], tools: Sequence[AnyTool]) -> Runs:
    """Those of these tools that each of these people runs, in this order."""
    running = runners(owners, (tool.id for tool in tools))
    return {
        owner: tuple(Run(tool.slug, tool.name) for tool in tools if (owner, tool.id) in running)
        for owner in {owner for owner, _ in running}
    }


def runners(owners: Iterable[int], tools: Iterable[int]) -> set[tuple[int, int]]:
    """Who of these people runs which of these tools."""
    people, named = tuple(sorted(set(owners))), tuple(sorted(set(tools)))
    return running(people, named) if people and named else set()


@remembered
def running(owners: tuple[int, ...], tools: tuple[int, ...]) -> set[tuple[int, int]]:
    found = db.session.connection().execute(RUNNING, {"owners": owners, "tools": tools})
    return {(owner, tool) for owner, tool in found}
