"""follows of owners, stacks and stackups; what a feed is read from

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

FOLLOWS = {'owner': 'owners', 'stack': 'stacks', 'stackup': 'stackups'}
NEW = [
    ('ix_advice_author_id_created_at_id', 'advice', ['author_id', 'created_at', 'id']),
    ('ix_decisions_author_id_created_at_id', 'decisions', ['author_id', 'created_at', 'id']),
    ('ix_decisions_stack_id_created_at_id', 'decisions', ['stack_id', 'created_at', 'id']),
    ('ix_decisions_company_id_created_at_id', 'decisions', ['company_id', 'created_at', 'id']),
    ('ix_stackup_lines_created_at_id', 'stackup_lines', ['created_at', 'id']),
    ('ix_stackup_lines_stackup_id_created_at_id', 'stackup_lines', ['stackup_id', 'created_at', 'id']),
    ('ix_stackup_sections_stackup_id_written_at_id', 'stackup_sections', ['stackup_id', 'written_at', 'id']),
    ('ix_stackup_sections_written_at_id', 'stackup_sections', ['written_at', 'id']),
    ('ix_proscons_created_at_id', 'proscons', ['created_at', 'id']),
    ('ix_proscons_tool_id_created_at_id', 'proscons', ['tool_id', 'created_at', 'id']),
    ('ix_stacks_owner_id_created_at_id', 'stacks', ['owner_id', 'created_at', 'id']),
]
# Moments that are the same were taken one a little later than the other.
AT_ONCE = {
    'sqlite': 'julianday(updated_at) - julianday(created_at) < 1.0 / 86400',
    'postgresql': "updated_at - created_at < interval '1 second'",
}


def upgrade() -> None:
    for what, table in FOLLOWS.items():
        op.create_table(
            f'{what}_follows',
            sa.Column('user_id', sa.Integer(), nullable=False),
            sa.Column(f'{what}_id', sa.Integer(), nullable=False),
            sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint([f'{what}_id'], [f'{table}.id'], name=op.f(f'fk_{what}_follows_{what}_id_{table}')),
            sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f(f'fk_{what}_follows_user_id_users')),
            sa.PrimaryKeyConstraint('user_id', f'{what}_id', name=op.f(f'pk_{what}_follows')),
        )
        op.create_index(f'ix_{what}_follows_{what}_id', f'{what}_follows', [f'{what}_id'])
    op.create_table(
        'stackup_tools',
        sa.Column('stackup_id', sa.Integer(), nullable=False),
        sa.Column('tool_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['stackup_id'], ['stackups.id'], name=op.f('fk_stackup_tools_stackup_id_stackups')),
        sa.ForeignKeyConstraint(['tool_id'], ['tools.id'], name=op.f('fk_stackup_tools_tool_id_tools')),
        sa.PrimaryKeyConstraint('stackup_id', 'tool_id', name=op.f('pk_stackup_tools')),
    )
    op.create_index('ix_stackup_tools_tool_id', 'stackup_tools', ['tool_id'])
    for name, table, columns in NEW:
        op.create_index(name, table, columns)
    fill_stackup_tools()
    op.execute(
        'UPDATE advice_tools SET asked_at ='
        ' (SELECT created_at FROM advice WHERE advice.id = advice_tools.advice_id)'
    )
    op.execute(
        'UPDATE stacks SET updated_at = created_at'
        f' WHERE updated_at > created_at AND {AT_ONCE[op.get_bind().dialect.name]}'
    )


def fill_stackup_tools() -> None:
    """A key such as 3-17 names the tools."""
    stackups = op.get_bind().execute(sa.text('SELECT id, key FROM stackups')).all()
    pair = sa.text('INSERT INTO stackup_tools (stackup_id, tool_id) VALUES (:stackup, :tool)')
    for id, key in stackups:
        for tool in key.split('-'):
            op.get_bind().execute(pair, {'stackup': id, 'tool': int(tool)})


def downgrade() -> None:
    for name, table, _ in NEW:
        op.drop_index(name, table)
    op.drop_table('stackup_tools')
    for what in FOLLOWS:
        op.drop_table(f'{what}_follows')
