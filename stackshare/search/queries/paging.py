"""What was found, a page at a time."""

from flask import abort, current_app
from itsdangerous import BadData, URLSafeSerializer

from stackshare.core.paging import Page
from stackshare.search.queries.closest import CLOSEST, closest_ids
from stackshare.search.queries.kinds import Kind
from stackshare.search.queries.words import Wanted

PAGE_SIZE = 20


def page_of_closest(kind: Kind, wanted: Wanted, after: str | None) -> tuple[Page[int], int]:
    """A page of ids, and how many there are in all. What is written meanwhile comes into none of
    the later pages, and what goes meanwhile shifts none."""
    cursor = cursor_of(kind, wanted)
    until, place, last = None, 0, 0
    if after is not None:
        try:
            until, place, last = cursor.loads(after)
        except BadData:
            abort(404)
    found = closest_ids(kind, wanted, until)
    ids = found[:CLOSEST]
    begin = ids.index(last) + 1 if last in ids else place
    shown, end = ids[begin : begin + PAGE_SIZE], begin + PAGE_SIZE
    if end >= len(ids):
        return Page(shown, after=None), len(found)
    newest = until or kind.rooms[0] + max(found)
    return Page(shown, str(cursor.dumps([newest, end, shown[-1]]))), len(found)


def cursor_of(kind: Kind, wanted: Wanted) -> URLSafeSerializer:
    """Signed: only what we gave out for this very search comes back."""
    secret = current_app.config["SECRET_KEY"]
    return URLSafeSerializer(secret, salt=f"search {kind.name} {wanted.typed}")
