"""names in order

Revision ID: 0003
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('tools', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('sort_name', sa.String(), nullable=False, server_default='')
        )
        batch_op.create_index(batch_op.f('ix_tools_sort_name_id'), ['sort_name', 'id'], unique=False)
    op.execute("UPDATE tools SET sort_name = lower(replace(name, '.', ''))")


def downgrade() -> None:
    with op.batch_alter_table('tools', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tools_sort_name_id'))
        batch_op.drop_column('sort_name')
