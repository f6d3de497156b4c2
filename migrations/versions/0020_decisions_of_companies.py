"""decisions of companies, and what is new in a thread and of a tool

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place, with what they refer to: SQLite would rebuild the table without its checks.
    for column, table in (('company_id', 'companies'), ('edited_by_id', 'users')):
        op.execute(
            f'ALTER TABLE decisions ADD COLUMN {column} INTEGER'
            f' CONSTRAINT fk_decisions_{column}_{table} REFERENCES {table} (id)'
        )
    op.execute('UPDATE decisions SET edited_by_id = author_id WHERE edited_at IS NOT NULL')
    few = sa.text('company_id IS NOT NULL')
    op.create_index(
        'ix_decisions_of_company',
        'decisions',
        ['company_id', 'id'],
        sqlite_where=few,
        postgresql_where=few,
    )
    op.create_index('ix_comments_thread_id_id', 'comments', ['thread_id', 'id'])
    op.create_index('ix_proscons_tool_id_side_id', 'proscons', ['tool_id', 'side', 'id'])


def downgrade() -> None:
    op.drop_index('ix_proscons_tool_id_side_id', 'proscons')
    op.drop_index('ix_comments_thread_id_id', 'comments')
    op.drop_index('ix_decisions_of_company', 'decisions')
    op.drop_column('decisions', 'edited_by_id')
    op.drop_column('decisions', 'company_id')
