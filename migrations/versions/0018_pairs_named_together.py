"""questions and decisions are found by two tools at once

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

# By thing: the plural, the table of its tools, and when it was said.
THINGS = {
    'advice': ('advice', 'advice_tools', 'asked_at'),
    'decision': ('decisions', 'decision_options', 'recorded_at'),
}


def upgrade() -> None:
    for thing, (things, tools, moment) in THINGS.items():
        pairs, id = f'{thing}_pairs', f'{thing}_id'
        op.create_table(
            pairs,
            sa.Column(id, sa.Integer(), nullable=False),
            sa.Column('tool_id', sa.Integer(), nullable=False),
            sa.Column('other_id', sa.Integer(), nullable=False),
            sa.Column(moment, sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint([id], [f'{things}.id'], name=op.f(f'fk_{pairs}_{id}_{things}')),
            sa.ForeignKeyConstraint(['tool_id'], ['tools.id'], name=op.f(f'fk_{pairs}_tool_id_tools')),
            sa.ForeignKeyConstraint(['other_id'], ['tools.id'], name=op.f(f'fk_{pairs}_other_id_tools')),
            sa.PrimaryKeyConstraint(id, 'tool_id', 'other_id', name=op.f(f'pk_{pairs}')),
        )
        keys = ['tool_id', 'other_id', moment, id]
        op.create_index(op.f(f'ix_{pairs}_{"_".join(keys)}'), pairs, keys)
        is_read = '' if thing == 'advice' else ' WHERE d.removed_at IS NULL'
        op.execute(
            f'INSERT INTO {pairs} ({id}, tool_id, other_id, {moment})'
            f' SELECT a.{id}, a.tool_id, b.tool_id, a.{moment} FROM {tools} a'
            f' JOIN {tools} b ON b.{id} = a.{id} AND b.tool_id > a.tool_id'
            f' JOIN {things} d ON d.id = a.{id}{is_read}'
        )


def downgrade() -> None:
    for thing in THINGS:
        op.drop_table(f'{thing}_pairs')
