"""lines with proof

Revision ID: 0010
Revises: 0009
"""

import unicodedata

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

NEW = ('folded', 'link', 'context', 'version')


def upgrade() -> None:
    # Added in place: a table that SQLite rebuilds would lose the checks it has.
    for name in NEW:
        op.add_column('proscons', sa.Column(name, sa.String(), nullable=False, server_default=''))
    fold_all(op.get_bind())
    op.create_index('uq_proscons_said', 'proscons', ['tool_id', 'side', 'folded'], unique=True)


def fold_all(connection: sa.Connection) -> None:
    """The best of several that say the same has it; the others are told apart by their numbers."""
    lines = connection.execute(sa.text(
        'SELECT id, tool_id, side, text FROM proscons ORDER BY vote_count DESC, id'
    )).all()
    said, rows = set(), []
    for id, tool_id, side, text in lines:
        folded = fold_words(text)
        if (tool_id, side, folded) in said:
            folded = f'{folded} ({id})'
        said.add((tool_id, side, folded))
        rows.append({'id': id, 'folded': folded})
    if rows:
        connection.execute(sa.text('UPDATE proscons SET folded = :folded WHERE id = :id'), rows)


def fold_words(text: str) -> str:
    plain = unicodedata.normalize('NFKD', text).casefold()
    if not any(c.isalnum() for c in plain):
        return text.casefold()[:240]
    kept = (c for c in plain if unicodedata.combining(c) < 200)
    words = ''.join(
        c if c.isalnum() or c in '+#' or unicodedata.category(c).startswith('M') else ' '
        for c in kept
    )
    return ' '.join(words.split())[:240]


def downgrade() -> None:
    op.drop_index('uq_proscons_said', 'proscons')
    for name in reversed(NEW):
        op.drop_column('proscons', name)
