"""lists that grow

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

NEW = [
    ('ix_advice_author_id_id', 'advice', ['author_id', 'id']),
    ('ix_advice_tools_tool_id_asked_at_advice_id', 'advice_tools', ['tool_id', 'asked_at', 'advice_id']),
    ('ix_stack_tools_tool_id_shared_at_stack_id', 'stack_tools', ['tool_id', 'shared_at', 'stack_id']),
    ('ix_stack_tools_tool_id_stack_size_stack_id', 'stack_tools', ['tool_id', 'stack_size', 'stack_id']),
    ('ix_stacks_owner_id_id', 'stacks', ['owner_id', 'id']),
    ('ix_tools_created_at_id', 'tools', ['created_at', 'id']),
    ('ix_view_days_kind_day_key_view_count', 'view_days', ['kind', 'day', 'key', 'view_count']),
]
OLD = [  # each is how one of the new ones begins
    ('ix_advice_author_id', 'advice', ['author_id']),
    ('ix_advice_tools_tool_id_advice_id', 'advice_tools', ['tool_id', 'advice_id']),
    ('ix_stack_tools_tool_id_stack_id', 'stack_tools', ['tool_id', 'stack_id']),
]


def upgrade() -> None:
    # Added in place: a table that SQLite rebuilds would lose the checks it has.
    long_ago = '1970-01-01 00:00:00.000000'
    moment = sa.DateTime(timezone=True)
    op.add_column('stack_tools', sa.Column('shared_at', moment, nullable=False, server_default=long_ago))
    op.add_column('stack_tools', sa.Column('stack_size', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('advice_tools', sa.Column('asked_at', moment, nullable=False, server_default=long_ago))
    for name, table, _ in OLD:
        op.drop_index(name, table)
    op.execute(
        'UPDATE stack_tools SET'
        ' shared_at = (SELECT created_at FROM stacks WHERE stacks.id = stack_tools.stack_id),'
        ' stack_size = (SELECT tool_count FROM stacks WHERE stacks.id = stack_tools.stack_id)'
    )
    op.execute(
        'UPDATE advice_tools SET'
        ' asked_at = (SELECT created_at FROM advice WHERE advice.id = advice_tools.advice_id)'
    )
    for name, table, columns in NEW:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _ in NEW:
        op.drop_index(name, table)
    op.drop_column('advice_tools', 'asked_at')
    op.drop_column('stack_tools', 'stack_size')
    op.drop_column('stack_tools', 'shared_at')
    for name, table, columns in OLD:
        op.create_index(name, table, columns)
