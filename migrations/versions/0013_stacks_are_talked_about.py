"""stacks are talked about

Revision ID: 0013
Revises: 0012
"""

from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place, with what it refers to: SQLite would rebuild the table without its checks.
    op.execute(
        'ALTER TABLE stacks ADD COLUMN thread_id INTEGER'
        ' CONSTRAINT fk_stacks_thread_id_threads REFERENCES threads (id)'
    )
    op.create_index('uq_stacks_thread_id', 'stacks', ['thread_id'], unique=True)


def downgrade() -> None:
    op.drop_index('uq_stacks_thread_id', 'stacks')
    op.drop_column('stacks', 'thread_id')
