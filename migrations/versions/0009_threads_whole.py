"""threads whole

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

# Written out: added in place, a column keeps its checks and references on both databases.
COLUMNS = [
    ('comments', 'root_id', 'INTEGER CONSTRAINT fk_comments_root_id_comments REFERENCES comments (id)'),
    ('comments', 'edited_at', '{moment}'),
    ('comments', 'removed_at', '{moment}'),
    ('comments', 'removed_by_id', 'INTEGER CONSTRAINT fk_comments_removed_by_id_users REFERENCES users (id)'),
    ('comments', 'up_count', 'INTEGER NOT NULL DEFAULT 0 CONSTRAINT ck_comments_up_count CHECK (up_count >= 0)'),
    ('comments', 'down_count', 'INTEGER NOT NULL DEFAULT 0 CONSTRAINT ck_comments_down_count CHECK (down_count >= 0)'),
    ('comments', 'score', '{real} NOT NULL DEFAULT 0'),
    ('advice', 'must_have', "VARCHAR NOT NULL DEFAULT ''"),
    ('advice', 'language', "VARCHAR NOT NULL DEFAULT ''"),
    ('advice', 'team', "VARCHAR NOT NULL DEFAULT ''"),
    ('advice', 'deadline', "VARCHAR NOT NULL DEFAULT ''"),
    ('advice', 'accepted_id', 'INTEGER CONSTRAINT fk_advice_accepted_id_comments REFERENCES comments (id)'),
    ('advice', 'answered_at', '{moment}'),
    ('advice', 'chosen', "VARCHAR NOT NULL DEFAULT ''"),
    ('advice', 'chosen_id', 'INTEGER CONSTRAINT fk_advice_chosen_id_tools REFERENCES tools (id)'),
    ('advice', 'chosen_at', '{moment}'),
    ('advice', 'outcome', "VARCHAR NOT NULL DEFAULT ''"),
    ('advice', 'outcome_html', "VARCHAR NOT NULL DEFAULT ''"),
]
INDEXES = [
    ('ix_comments_root_id', 'comments', ['root_id']),
    ('ix_comments_removed_by_id', 'comments', ['removed_by_id']),
    ('ix_comments_thread_id_root_id_id', 'comments', ['thread_id', 'root_id', 'id']),
    ('ix_comments_thread_id_root_id_score_id', 'comments', ['thread_id', 'root_id', 'score', 'id']),
    ('ix_advice_accepted_id', 'advice', ['accepted_id']),
    ('ix_advice_chosen_id', 'advice', ['chosen_id']),
    ('ix_advice_answered_at_created_at_id', 'advice', ['answered_at', 'created_at', 'id']),
    ('ix_comment_votes_comment_id', 'comment_votes', ['comment_id']),
    ('ix_revisions_author_id', 'revisions', ['author_id']),
    ('ix_revisions_kind_subject_id_id', 'revisions', ['kind', 'subject_id', 'id']),
]


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    types = {'moment': 'DATETIME', 'real': 'DOUBLE'} if is_sqlite else {
        'moment': 'TIMESTAMP WITH TIME ZONE', 'real': 'DOUBLE PRECISION'
    }
    for table, column, kind in COLUMNS:
        op.execute(f'ALTER TABLE {table} ADD COLUMN {column} {kind.format(**types)}')
    moment = sa.DateTime(timezone=True)
    op.create_table(
        'comment_votes',
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('comment_id', sa.Integer(), nullable=False),
        sa.Column('value', sa.Integer(), nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.CheckConstraint('value IN (-1, 1)', name=op.f('ck_comment_votes_value')),
        sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_comment_votes_comment_id_comments')),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_comment_votes_user_id_users')),
        sa.PrimaryKeyConstraint('user_id', 'comment_id', name=op.f('pk_comment_votes')),
    )
    op.create_table(
        'revisions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('body', sa.String(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('replaced_at', moment, nullable=False),
        sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_revisions_author_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_revisions')),
    )
    fill_roots()
    op.drop_index('ix_comments_thread_id_id', 'comments')
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def fill_roots() -> None:
    """Each reply names the comment that its branch began with."""
    connection = op.get_bind()
    replies = 'SELECT id, parent_id FROM comments WHERE parent_id IS NOT NULL ORDER BY id'
    roots: dict[int, int] = {}
    for id, parent_id in connection.execute(sa.text(replies)):
        roots[id] = roots.get(parent_id, parent_id)
    if roots:
        fill = sa.text('UPDATE comments SET root_id = :root WHERE id = :id')
        connection.execute(fill, [{'id': id, 'root': root} for id, root in roots.items()])


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
    op.create_index('ix_comments_thread_id_id', 'comments', ['thread_id', 'id'])
    op.drop_table('revisions')
    op.drop_table('comment_votes')
    for table, column, _ in reversed(COLUMNS):
        op.drop_column(table, column)
