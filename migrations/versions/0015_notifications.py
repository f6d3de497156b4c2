"""notifications

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

ONE_OF_KINDS = "kind IN ('reply', 'mention', 'accept', 'answer')"
UNREAD, UNMAILED = sa.text('read_at IS NULL'), sa.text('mail_due_at IS NOT NULL')


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.execute("ALTER TABLE threads ADD COLUMN title VARCHAR NOT NULL DEFAULT ''")
    op.execute('ALTER TABLE mails ADD COLUMN unsubscribe_url VARCHAR')
    op.create_table(
        'thread_follows',
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('thread_id', sa.Integer(), nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_follows_thread_id_threads')),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_thread_follows_user_id_users')),
        sa.PrimaryKeyConstraint('user_id', 'thread_id', name=op.f('pk_thread_follows')),
    )
    op.create_table(
        'notifications',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('label', sa.String(), nullable=False),
        sa.Column('url', sa.String(), nullable=False),
        sa.Column('created_at', moment, nullable=False),
        sa.Column('read_at', moment),
        sa.Column('mail_due_at', moment),
        sa.CheckConstraint(ONE_OF_KINDS, name=op.f('ck_notifications_kind')),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_notifications_user_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notifications')),
        sa.UniqueConstraint('user_id', 'kind', 'url', name=op.f('uq_notifications_user_id_kind_url')),
    )
    op.create_table(
        'mail_choices',
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('choice', sa.String(), nullable=False),
        sa.CheckConstraint(ONE_OF_KINDS, name=op.f('ck_mail_choices_kind')),
        sa.CheckConstraint("choice IN ('now', 'daily', 'never')", name=op.f('ck_mail_choices_choice')),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_mail_choices_user_id_users')),
        sa.PrimaryKeyConstraint('user_id', 'kind', name=op.f('pk_mail_choices')),
    )
    op.create_index('ix_thread_follows_thread_id', 'thread_follows', ['thread_id'])
    op.create_index('ix_notifications_user_id_id', 'notifications', ['user_id', 'id'])
    op.create_index('ix_notifications_read_at', 'notifications', ['read_at'])
    op.create_index('ix_notifications_url', 'notifications', ['url'])
    unread = {'sqlite_where': UNREAD, 'postgresql_where': UNREAD}
    op.create_index('ix_notifications_unread', 'notifications', ['user_id'], **unread)
    unmailed = {'sqlite_where': UNMAILED, 'postgresql_where': UNMAILED}
    op.create_index('ix_notifications_unmailed', 'notifications', ['mail_due_at'], **unmailed)
    fill_from_advice()


def fill_from_advice() -> None:
    """A thread is called what was asked or decided, and whoever did follows it, unless they left."""
    for table in ('advice', 'decisions'):
        op.execute(
            f'UPDATE threads SET title = (SELECT title FROM {table} WHERE thread_id = threads.id)'
            f' WHERE id IN (SELECT thread_id FROM {table})'
        )
        op.execute(
            'INSERT INTO thread_follows (user_id, thread_id, created_at)'
            f' SELECT author_id, thread_id, {table}.created_at FROM {table}'
            " JOIN users ON users.id = author_id WHERE email <> ''"
        )
    op.execute(
        'UPDATE threads SET title = (SELECT name FROM stacks WHERE thread_id = threads.id)'
        ' WHERE id IN (SELECT thread_id FROM stacks)'
    )


def downgrade() -> None:
    for table in ('mail_choices', 'notifications', 'thread_follows'):
        op.drop_table(table)
    for table, column in (('mails', 'unsubscribe_url'), ('threads', 'title')):
        op.drop_column(table, column)
