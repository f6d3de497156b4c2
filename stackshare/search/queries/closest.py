"""Which documents come closest to what is looked for."""

from collections.abc import Iterable
from heapq import nlargest

from sqlalchemy import func, select, text

from stackshare.extensions import db
from stackshare.search.models import Document
from stackshare.search.queries.kinds import Kind
from stackshare.search.queries.words import Wanted

Range = dict[str, int]
CLOSEST = 100  # how many of a kind are found and counted: what lies further is not meant

# The newest with these words and how close each is. Whatever the words, so many are looked at.
MATCHING = (
    "SELECT id, ts_rank(vector, to_tsquery('simple', :words), 1) FROM documents"
    " WHERE vector @@ to_tsquery('simple', :words) AND id BETWEEN :first AND :last"
)
NEWEST = {
    "sqlite": text(
        "SELECT rowid, -bm25(documents_words, 8, 1) FROM documents_words"
        " WHERE documents_words MATCH :words AND rowid BETWEEN :first AND :last"
        " ORDER BY rowid DESC LIMIT :limit"
    ),
    "postgresql": text(f"{MATCHING} ORDER BY id DESC LIMIT :limit"),
}
# PostgreSQL thinks that whatever begins a word is frequent, and would look for what is rare from
# the newest document to the oldest. It is asked for any first: mostly these are all there are.
ANY = text(f"{MATCHING} LIMIT :limit")
MANY = 1_000
PLAN_ANEW = select(func.set_config("plan_cache_mode", "force_custom_plan", True))


def closest_ids(kind: Kind, wanted: Wanted, until: int | None = None) -> list[int]:
    """The ids of rows of this kind, the closest first; of documents not above this one.

    Exact names come first, then those where the words stand often, in the title above all. One
    more than CLOSEST says that there are others.
    """
    first, last = kind.rooms
    among = {"first": first, "last": min(until or last, last), "limit": CLOSEST + 1}
    named = kind.by_name(wanted.typed, CLOSEST + 1) if kind.by_name else []
    ids = [*(first + id for id in named), *exactly(wanted, among), *best_first(wanted, among)]
    return [id - first for id in dict.fromkeys(ids)][: CLOSEST + 1]


def exactly(wanted: Wanted, among: Range) -> Iterable[int]:
    """The newest with this very title."""
    named = select(Document.id).where(
        Document.title == wanted.title, Document.id.between(among["first"], among["last"])
    )
    newest = named.order_by(Document.id.desc()).limit(among["limit"])
    return db.session.scalars(newest) if wanted.terms else ()


def best_first(wanted: Wanted, among: Range) -> list[int]:
    """Where too many have the words, those with all of them in the title are looked for too."""
    if not wanted.terms:
        return []
    dialect = db.engine.dialect.name
    found = newest({**among, "words": wanted.in_sql(dialect)})
    if len(found) > CLOSEST:
        found |= newest({**among, "words": wanted.in_sql(dialect, in_title=True)})
    return sorted(found, key=lambda id: (-found[id], -id))


def newest(facts: dict[str, int | str]) -> dict[int, float]:
    """By id how close it is."""
    connection, dialect = db.session.connection(), db.engine.dialect.name
    if dialect == "postgresql":
        connection.execute(PLAN_ANEW)  # for these words: others may be as frequent as these rare
        found = {id: score for id, score in connection.execute(ANY, {**facts, "limit": MANY})}
        if len(found) < MANY:
            return {id: found[id] for id in nlargest(CLOSEST + 1, found)}
    return {id: score for id, score in connection.execute(NEWEST[dialect], facts)}
