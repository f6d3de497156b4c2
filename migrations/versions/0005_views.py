"""views

Revision ID: 0005
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('view_days',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('view_count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'key', 'day', name=op.f('pk_view_days'))
    )
    with op.batch_alter_table('view_days', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_view_days_day'), ['day'], unique=False)

    op.create_table('viewed',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('view_count', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'key', name=op.f('pk_viewed'))
    )
    with op.batch_alter_table('viewed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_viewed_kind_created_at_key'), ['kind', 'created_at', 'key'], unique=False)
        batch_op.create_index(batch_op.f('ix_viewed_kind_view_count_key'), ['kind', 'view_count', 'key'], unique=False)

    with op.batch_alter_table('procon_votes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procon_votes_created_at'), ['created_at'], unique=False)

    with op.batch_alter_table('tool_follows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tool_follows_created_at_tool_id'), ['created_at', 'tool_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('tool_follows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tool_follows_created_at_tool_id'))

    with op.batch_alter_table('procon_votes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_procon_votes_created_at'))

    with op.batch_alter_table('viewed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_viewed_kind_view_count_key'))
        batch_op.drop_index(batch_op.f('ix_viewed_kind_created_at_key'))

    op.drop_table('viewed')
    with op.batch_alter_table('view_days', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_view_days_day'))

    op.drop_table('view_days')
