from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypedDict

from flask import abort

from stackshare.comments.models import Comment, Thread
from stackshare.comments.queries import (
    SORTS,
    Branch,
    Said,
    branch_from,
    branches_from,
    branches_of,
    shown_comments,
)
from stackshare.core.history import revisions_of
from stackshare.core.web import next_page, number_or_404
from stackshare.extensions import db
from stackshare.proscons.queries.runs import Runs, runs_of
from stackshare.tools.models import AnyTool


class Discussion(TypedDict):
    """What a page shows of its thread."""

    thread: Thread
    sort: str
    pinned: int | None  # the comment that was accepted: its branch stands first
    branches: list[Branch]
    after: str | None
    alone: bool  # one branch, on a page of its own
    runs: Runs  # those of the tools it is about


def discussion(
    thread: Thread,
    asked: Mapping[str, str],
    *,
    pinned: int | None = None,
    tools: Sequence[AnyTool] = (),
    by: Iterable[int] = (),
) -> Discussion:
    """As asked for: in an order (`sort`), from a place (`after`), or one branch (`branch`).
    It is about these tools, and belongs to what these owners wrote."""
    sort, after = asked.get("sort", "best"), asked.get("after")
    if sort not in SORTS:
        abort(422)
    alone = "branch" in asked
    if alone:
        page = branch_from(root_in(thread, asked["branch"]), number_or_404(asked.get("from", "0")))
    else:
        page = branches_of(thread.id, sort, after)
    branches = list(page.rows)
    first = db.session.get(Comment, pinned) if pinned else None
    if first and first.removed_at:
        pinned = None
    elif first and not alone:
        root = first.root_id or first.id
        own = branch_with(first) if after is None else []
        branches = [*own, *[branch for branch in branches if branch.comment.id != root]]
    return {
        "thread": thread,
        "sort": sort,
        "pinned": pinned,
        "branches": branches,
        "after": page.after,
        "alone": alone,
        "runs": runs_of([*by, *authors_of(branches)], tools),
    }


def authors_of(branches: Iterable[Branch]) -> Iterator[int]:
    for branch in branches:
        if not branch.comment.removed_at:
            yield branch.comment.author_id
        yield from authors_of(branch.replies)


def branch_with(comment: Comment) -> list[Branch]:
    """The branch that a comment stands in, from its beginning if that reaches so far."""
    root = comment.root_id or comment.id
    own = branches_from(comment.thread_id, [root])
    if comment.root_id and not any(holds(branch, comment.id) for branch in own):
        own = list(branch_from(db.session.get_one(Comment, root), comment.id).rows)
        own[0].has_more = True
    return own


def holds(branch: Branch, id: int) -> bool:
    return branch.comment.id == id or any(holds(reply, id) for reply in branch.replies)


def root_in(thread: Thread, id: str) -> Comment:
    root = db.session.get(Comment, number_or_404(id))
    if root is None or root.thread_id != thread.id or root.root_id:
        abort(404)
    return root


def discussion_json(page: Discussion) -> list[dict[str, object]]:
    return [branch_json(branch, page["runs"]) for branch in page["branches"]]


def rest_of(page: Discussion) -> str | None:
    """Where a program reads on."""
    return next_page(page["after"], "from" if page["alone"] else "after")


def runs_json(runs: Runs, owner_id: int | None) -> list[str]:
    return [tool.slug for tool in runs.get(owner_id or 0, ())]


def branch_json(branch: Branch, runs: Runs) -> dict[str, object]:
    said = branch.comment
    return {
        **said_json(said),
        "author_runs": runs_json(runs, None if said.removed_at else said.author_id),
        "replies": [branch_json(reply, runs) for reply in branch.replies],
        "more": f"/comments/{said.id}" if branch.has_more else None,
    }


def said_json(comment: Said) -> dict[str, object]:
    said = {} if comment.removed_at else {"author": comment.author.handle, "body": comment.body}
    return {
        "id": comment.id,
        "url": f"/comments/{comment.id}",
        **said,
        "removed": bool(comment.removed_at),
        "written_at": comment.created_at.isoformat(),
        "edited_at": comment.edited_at and comment.edited_at.isoformat(),
        "votes_for": comment.up_count,
        "votes_against": comment.down_count,
    }


def comment_json(comment: Comment) -> dict[str, object]:
    """One comment by itself, and where it is read."""
    (said,) = shown_comments(comment.thread_id, [comment.id])
    facts = {"parent": comment.parent_id, "thread": comment.thread_id, "page": place_of(comment)}
    return {**said_json(said), **facts}


def place_of(comment: Comment) -> str:
    """On a page that has it, however long the thread is."""
    root = comment.root_id or comment.id
    start = f"&from={comment.id}" if comment.root_id else ""
    return f"{comment.thread.url}?branch={root}{start}#comment-{comment.id}"


class Version(NamedTuple):
    body: str
    until: datetime | None  # None: it stands today


def versions_of(comment: Comment) -> list[Version]:
    """What it says, and what it said before."""
    former = revisions_of("comment", comment.id)
    return [Version(comment.body, None), *[Version(was.body, was.replaced_at) for was in former]]


def history_json(comment: Comment) -> dict[str, object]:
    return {
        "id": comment.id,
        "url": comment.url,
        "author": comment.author.handle,
        "versions": [
            {"body": version.body, "until": version.until and version.until.isoformat()}
            for version in versions_of(comment)
        ],
    }
