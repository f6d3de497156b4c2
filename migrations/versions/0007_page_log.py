"""page log

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('page_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('logged_at', sa.DateTime(timezone=True), server_default=sa.text('CURRENT_TIMESTAMP'), nullable=False),
    sa.Column('transaction_id', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_page_log')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('page_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_page_log_logged_at'), ['logged_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_page_log_transaction_id'), ['transaction_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('page_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_page_log_transaction_id'))
        batch_op.drop_index(batch_op.f('ix_page_log_logged_at'))

    op.drop_table('page_log')
