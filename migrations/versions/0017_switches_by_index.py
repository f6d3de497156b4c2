"""switches are read from their index alone

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

INDEXES = {
    'ix_decision_options_moved': ('decision_options', ['tool_id', 'moved_on', 'decision_id'], 'moved_to_id'),
    'ix_stack_tools_replaced': ('stack_tools', ['tool_id', 'dropped_on', 'stack_id'], 'replaced_by_id'),
}


def upgrade() -> None:
    op.execute(
        'UPDATE stack_tools SET replaced_by_id = NULL WHERE replaced_by_id IS NOT NULL AND stack_id IN'
        " (SELECT id FROM stacks WHERE visibility <> 'public' OR removed_at IS NOT NULL)"
    )
    op.execute(
        'UPDATE decision_options SET moved_to_id = NULL, moved_on = NULL WHERE moved_to_id IS NOT NULL'
        ' AND decision_id IN (SELECT id FROM decisions WHERE removed_at IS NOT NULL)'
    )
    for name, (table, keys, other) in INDEXES.items():
        renew(name, table, [*keys, other], other)


def downgrade() -> None:
    for name, (table, keys, other) in INDEXES.items():
        renew(name, table, keys, other)


def renew(name: str, table: str, keys: list[str], other: str) -> None:
    there = sa.text(f'{other} IS NOT NULL')
    op.drop_index(name, table)
    op.create_index(name, table, keys, sqlite_where=there, postgresql_where=there)
