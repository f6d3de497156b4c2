"""search

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

# As SQLite's tokenizer does it: no accents, and nothing but letters and digits in a word.
PLAIN = r"""
    regexp_replace(
        CASE WHEN {0} ~ '[^\u0001-\u007f]' THEN
            normalize(regexp_replace(normalize({0}, NFKD), '[\u0300-\u036f]', '', 'g'), NFC)
        ELSE {0} END,
        '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f\u2000-\u206f]+', ' ', 'g'
    )
"""
VECTOR = (
    f"setweight(to_tsvector('simple', {PLAIN.format('title')}), 'A')"
    f" || setweight(to_tsvector('simple', {PLAIN.format('words')}), 'D')"
)


ROOM, ROOMS = 2**40, 8  # each kind has ids, and on PostgreSQL a partition, of its own; more share one


def upgrade() -> None:
    # Filled once the triggers are there, when all steps are done.
    op.create_table('documents',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
    postgresql_partition_by='RANGE (id)'
    )
    connection = op.get_bind()
    if connection.dialect.name == 'sqlite':
        connection.exec_driver_sql(
            'CREATE VIRTUAL TABLE documents_words USING fts5(title, words, content=documents,'
            " content_rowid=id, prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
        )
    else:
        for n in range(ROOMS):
            connection.exec_driver_sql(
                f'CREATE TABLE documents_{n} PARTITION OF documents'
                f' FOR VALUES FROM ({n * ROOM}) TO ({(n + 1) * ROOM})'
            )
        connection.exec_driver_sql('CREATE TABLE documents_more PARTITION OF documents DEFAULT')
        connection.exec_driver_sql(
            f'ALTER TABLE documents ADD COLUMN vector tsvector GENERATED ALWAYS AS ({VECTOR}) STORED'
        )
        op.create_index('ix_documents_vector', 'documents', ['vector'], postgresql_using='gin')
    op.create_index(op.f('ix_documents_title_id'), 'documents', ['title', 'id'])


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TABLE documents_words')
    op.drop_table('documents')
