"""decisions

Revision ID: 0012
Revises: 0011
"""

from datetime import date

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

CLOSE = 180  # days


def upgrade() -> None:
    op.create_table('decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('stack_id', sa.Integer(), nullable=True),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('status', sa.Enum('proposed', 'accepted', 'rejected', 'deprecated', 'superseded', native_enum=False), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('reason_html', sa.String(), nullable=False),
    sa.Column('context', sa.String(), nullable=False),
    sa.Column('context_html', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('outcome_html', sa.String(), nullable=False),
    sa.Column('effort', sa.Enum('hours', 'days', 'weeks', 'months', native_enum=False), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("status IN ('proposed', 'accepted', 'rejected', 'deprecated', 'superseded')", name=op.f('ck_decisions_status')),
    sa.CheckConstraint("effort IN ('hours', 'days', 'weeks', 'months')", name=op.f('ck_decisions_effort')),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_decisions_author_id_users')),
    sa.ForeignKeyConstraint(['stack_id'], ['stacks.id'], name=op.f('fk_decisions_stack_id_stacks'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_decisions_thread_id_threads')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    sa.UniqueConstraint('thread_id', name=op.f('uq_decisions_thread_id'))
    )
    op.create_index(op.f('ix_decisions_author_id_id'), 'decisions', ['author_id', 'id'])
    op.create_index(op.f('ix_decisions_created_at_id'), 'decisions', ['created_at', 'id'])
    op.create_index(op.f('ix_decisions_stack_id_id'), 'decisions', ['stack_id', 'id'])
    op.create_table('decision_options',
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('tool_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('is_chosen', sa.Boolean(), nullable=False),
    sa.Column('moved_from', sa.Boolean(), nullable=False),
    sa.Column('good', sa.String(), nullable=False),
    sa.Column('bad', sa.String(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('moved_to_id', sa.Integer(), nullable=True),
    sa.Column('moved_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(tool_id IS NULL) = (name <> '')", name=op.f('ck_decision_options_tool_or_name')),
    sa.CheckConstraint('(moved_to_id IS NULL) = (moved_on IS NULL)', name=op.f('ck_decision_options_moved')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_decision_options_decision_id_decisions')),
    sa.ForeignKeyConstraint(['moved_to_id'], ['tools.id'], name=op.f('fk_decision_options_moved_to_id_tools')),
    sa.ForeignKeyConstraint(['tool_id'], ['tools.id'], name=op.f('fk_decision_options_tool_id_tools')),
    sa.PrimaryKeyConstraint('decision_id', 'position', name=op.f('pk_decision_options')),
    sa.UniqueConstraint('decision_id', 'tool_id', name=op.f('uq_decision_options_decision_id_tool_id'))
    )
    op.create_index(op.f('ix_decision_options_tool_id_recorded_at_decision_id'), 'decision_options', ['tool_id', 'recorded_at', 'decision_id'])
    op.create_index(op.f('ix_decision_options_moved_to_id_moved_on_decision_id'), 'decision_options', ['moved_to_id', 'moved_on', 'decision_id'])
    only('uq_decision_options_chosen', 'decision_options', ['decision_id'], 'is_chosen', unique=True)
    only('ix_decision_options_moved', 'decision_options', ['tool_id', 'moved_on', 'decision_id'], 'moved_to_id IS NOT NULL')
    # Added in place, with what it refers to: SQLite would rebuild the table without its checks.
    op.execute(
        'ALTER TABLE stack_tools ADD COLUMN replaced_by_id INTEGER'
        ' CONSTRAINT fk_stack_tools_replaced_by_id_tools REFERENCES tools (id)'
    )
    only('ix_stack_tools_replaced', 'stack_tools', ['tool_id', 'dropped_on', 'stack_id'], 'replaced_by_id IS NOT NULL')
    only('ix_stack_tools_replacing', 'stack_tools', ['replaced_by_id', 'dropped_on', 'stack_id'], 'replaced_by_id IS NOT NULL')
    tell_replacements()


def only(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)


def tell_replacements() -> None:
    """Of what was adopted about when a tool was dropped, and does the same, the nearest."""
    found: dict[tuple[int, int], tuple[int, int, int]] = {}
    pairs = op.get_bind().execute(sa.text(
        'SELECT DISTINCT one.stack_id, one.tool_id, one.dropped_on, other.tool_id, other.adopted_on,'
        ' other.position FROM stack_tools AS one'
        ' JOIN stack_tools AS other ON other.stack_id = one.stack_id AND other.tool_id <> one.tool_id'
        ' JOIN tool_functions AS here ON here.tool_id = one.tool_id'
        ' JOIN tool_functions AS there'
        ' ON there.tool_id = other.tool_id AND there.category_id = here.category_id'
        ' WHERE one.dropped_on IS NOT NULL AND other.adopted_on IS NOT NULL'
    ))
    for stack, tool, dropped, other, adopted, position in pairs:
        days = abs((date.fromisoformat(str(adopted)) - date.fromisoformat(str(dropped))).days)
        if days <= CLOSE:
            this = (days, position, other)
            found[stack, tool] = min(found.get((stack, tool), this), this)
    for (stack, tool), (_, _, other) in found.items():
        told = sa.text('UPDATE stack_tools SET replaced_by_id = :o WHERE stack_id = :s AND tool_id = :t')
        op.get_bind().execute(told, {'o': other, 's': stack, 't': tool})


def downgrade() -> None:
    op.drop_index('ix_stack_tools_replacing', 'stack_tools')
    op.drop_index('ix_stack_tools_replaced', 'stack_tools')
    op.drop_column('stack_tools', 'replaced_by_id')
    op.drop_table('decision_options')
    op.drop_table('decisions')
