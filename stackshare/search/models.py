import re

from sqlalchemy import BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from stackshare.extensions import Base

ROOM = 2**40  # so many ids for each kind of document: more than any table has
UNMAPPED = re.compile(r"documents_\w+|vector|ix_documents_vector")


class Document(Base):
    """The words by which a row is found. Triggers keep it, nothing else writes it, no page shows
    it: the row itself is shown.

    Each database keeps what finds words in it in a form of its own: SQLite the table
    documents_words beside it, PostgreSQL the column vector, and a partition for each kind: what is
    frequent in one kind may be rare in another, and its planner must know.
    """

    __tablename__ = "documents"
    __table_args__ = (Index(None, "title", "id"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )  # the row's id, in the room of its kind
    title: Mapped[str]  # in small letters
    words: Mapped[str]


def is_mapped(item: object, name: str | None, kind: str, found: bool, known: object) -> bool:
    """Whether a model says how this part of the database must look: Alembic leaves the others."""
    return not (found and known is None and UNMAPPED.fullmatch(name or ""))
