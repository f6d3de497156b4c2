"""more kinds of documents

Revision ID: 0022
Revises: 0021
"""

from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

ROOM, ROOMS = 2**40, range(8, 16)  # more kinds are found: each has a partition on PostgreSQL


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != 'sqlite':
        for n in ROOMS:
            connection.exec_driver_sql(
                f'CREATE TABLE documents_{n} PARTITION OF documents'
                f' FOR VALUES FROM ({n * ROOM}) TO ({(n + 1) * ROOM})'
            )


def downgrade() -> None:
    if op.get_bind().dialect.name != 'sqlite':
        for n in ROOMS:
            op.execute(f'DROP TABLE documents_{n}')
