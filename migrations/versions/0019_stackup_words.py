"""what members write about stackups

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

STANDS = sa.text('removed_at IS NULL')
STANDING = {'sqlite_where': STANDS, 'postgresql_where': STANDS}
ANSWERS = ('helpful_count', 'unhelpful_count')


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    for name in ANSWERS:  # written out: added in place, a column keeps its check on both databases
        check = f'CONSTRAINT ck_stackups_{name} CHECK ({name} >= 0)'
        op.execute(f'ALTER TABLE stackups ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0 {check}')
    op.create_table(
        'stackup_lines',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('stackup_id', sa.Integer(), nullable=False),
        sa.Column('tool_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('folded', sa.String(), nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.Column('edited_at', moment),
        sa.Column('removed_at', moment),
        sa.Column('vote_count', sa.Integer(), nullable=False),
        sa.CheckConstraint('vote_count >= 0', name=op.f('ck_stackup_lines_vote_count')),
        sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_stackup_lines_author_id_users')),
        sa.ForeignKeyConstraint(['stackup_id'], ['stackups.id'], name=op.f('fk_stackup_lines_stackup_id_stackups')),
        sa.ForeignKeyConstraint(['tool_id'], ['tools.id'], name=op.f('fk_stackup_lines_tool_id_tools')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_stackup_lines')),
    )
    op.create_table(
        'stackup_line_votes',
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('line_id', sa.Integer(), nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.ForeignKeyConstraint(['line_id'], ['stackup_lines.id'], name=op.f('fk_stackup_line_votes_line_id_stackup_lines')),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_stackup_line_votes_user_id_users')),
        sa.PrimaryKeyConstraint('user_id', 'line_id', name=op.f('pk_stackup_line_votes')),
    )
    op.create_table(
        'stackup_sections',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('stackup_id', sa.Integer(), nullable=False),
        sa.Column('begun_by_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('heading', sa.String(), nullable=False),
        sa.Column('folded', sa.String(), nullable=False),
        sa.Column('body', sa.String(), nullable=False),
        sa.Column('html', sa.String(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.Column('written_at', moment, nullable=False),
        sa.Column('removed_at', moment),
        sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_stackup_sections_author_id_users')),
        sa.ForeignKeyConstraint(['begun_by_id'], ['users.id'], name=op.f('fk_stackup_sections_begun_by_id_users')),
        sa.ForeignKeyConstraint(['stackup_id'], ['stackups.id'], name=op.f('fk_stackup_sections_stackup_id_stackups')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_stackup_sections')),
    )
    op.create_table(
        'stackup_answers',
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('stackup_id', sa.Integer(), nullable=False),
        sa.Column('value', sa.Integer(), nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.CheckConstraint('value IN (-1, 1)', name=op.f('ck_stackup_answers_value')),
        sa.ForeignKeyConstraint(['stackup_id'], ['stackups.id'], name=op.f('fk_stackup_answers_stackup_id_stackups')),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_stackup_answers_user_id_users')),
        sa.PrimaryKeyConstraint('user_id', 'stackup_id', name=op.f('pk_stackup_answers')),
    )
    for table, column in (
        ('stackup_lines', 'tool_id'),
        ('stackup_lines', 'author_id'),
        ('stackup_line_votes', 'line_id'),
        ('stackup_sections', 'begun_by_id'),
        ('stackup_sections', 'author_id'),
        ('stackup_answers', 'stackup_id'),
    ):
        op.create_index(f'ix_{table}_{column}', table, [column])
    best = ['stackup_id', 'tool_id', 'vote_count', 'id']
    op.create_index('ix_stackup_lines_best', 'stackup_lines', best, **STANDING)
    said = ['stackup_id', 'tool_id', 'folded']
    op.create_index('uq_stackup_lines_said', 'stackup_lines', said, unique=True, **STANDING)
    op.create_index('ix_stackup_sections_standing', 'stackup_sections', ['stackup_id', 'id'], **STANDING)
    heading = ['stackup_id', 'folded']
    op.create_index('uq_stackup_sections_heading', 'stackup_sections', heading, unique=True, **STANDING)


def downgrade() -> None:
    op.execute("DELETE FROM revisions WHERE kind IN ('stackup_line', 'stackup_section')")
    for table in ('stackup_answers', 'stackup_sections', 'stackup_line_votes', 'stackup_lines'):
        op.drop_table(table)
    for name in reversed(ANSWERS):
        op.drop_column('stackups', name)
