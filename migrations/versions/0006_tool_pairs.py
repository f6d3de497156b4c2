"""tool pairs

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('tool_pairs',
    sa.Column('tool_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('stack_count', sa.Integer(), nullable=False),
    sa.CheckConstraint('stack_count >= 0', name=op.f('ck_tool_pairs_stack_count')),
    sa.ForeignKeyConstraint(['other_id'], ['tools.id'], name=op.f('fk_tool_pairs_other_id_tools')),
    sa.ForeignKeyConstraint(['tool_id'], ['tools.id'], name=op.f('fk_tool_pairs_tool_id_tools')),
    sa.PrimaryKeyConstraint('tool_id', 'other_id', name=op.f('pk_tool_pairs'))
    )
    op.create_index(
        op.f('ix_tool_pairs_tool_id_stack_count_other_id'),
        'tool_pairs', ['tool_id', 'stack_count', 'other_id'],
    )
    op.execute(
        'INSERT INTO tool_pairs (tool_id, other_id, stack_count)'
        ' SELECT one.tool_id, other.tool_id, count(*) FROM stack_tools AS one'
        ' JOIN stack_tools AS other ON other.stack_id = one.stack_id'
        ' AND other.tool_id <> one.tool_id JOIN stacks ON stacks.id = one.stack_id'
        ' WHERE one.dropped_on IS NULL AND other.dropped_on IS NULL'
        " AND stacks.visibility = 'public' AND stacks.removed_at IS NULL"
        ' GROUP BY one.tool_id, other.tool_id'
    )
    op.execute(
        "INSERT INTO facts (name, value) SELECT 'listed stacks', CAST(count(*) AS VARCHAR)"
        " FROM stacks WHERE visibility = 'public' AND removed_at IS NULL"
    )


def downgrade() -> None:
    op.execute("DELETE FROM facts WHERE name = 'listed stacks'")
    op.drop_index(op.f('ix_tool_pairs_tool_id_stack_count_other_id'), 'tool_pairs')
    op.drop_table('tool_pairs')
