"""tool count of stacks

Revision ID: 0004
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: a table that SQLite rebuilds would lose the checks it has.
    op.add_column('stacks', sa.Column(
        'tool_count', sa.Integer(),
        sa.CheckConstraint('tool_count >= 0', name=op.f('ck_stacks_tool_count')),
        nullable=False, server_default='0',
    ))
    op.create_index(op.f('ix_stacks_tool_count_id'), 'stacks', ['tool_count', 'id'])
    op.execute(
        'UPDATE stacks SET tool_count = (SELECT count(*) FROM stack_tools'
        ' WHERE stack_tools.stack_id = stacks.id AND stack_tools.dropped_on IS NULL)'
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_stacks_tool_count_id'), 'stacks')
    op.drop_column('stacks', 'tool_count')
