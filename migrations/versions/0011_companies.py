"""companies

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('companies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('website', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('html', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['owners.id'], name=op.f('fk_companies_id_owners')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_companies'))
    )
    op.create_table('company_members',
    sa.Column('company_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('admin', 'member', native_enum=False), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('admin', 'member')", name=op.f('ck_company_members_role')),
    sa.CheckConstraint(
        "role = 'member' OR joined_at IS NOT NULL", name=op.f('ck_company_members_admins_joined')
    ),
    sa.ForeignKeyConstraint(['company_id'], ['companies.id'], name=op.f('fk_company_members_company_id_companies')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_company_members_user_id_users')),
    sa.PrimaryKeyConstraint('company_id', 'user_id', name=op.f('pk_company_members'))
    )
    op.create_index(
        op.f('ix_company_members_company_id_joined_at_user_id'),
        'company_members', ['company_id', 'joined_at', 'user_id'],
    )
    op.create_index(op.f('ix_company_members_user_id'), 'company_members', ['user_id'])
    # Added in place: a table that SQLite rebuilds would lose the checks it has.
    op.add_column('stack_tools', sa.Column(
        'of_company', sa.Boolean(), nullable=False, server_default=sa.false(),
    ))
    op.create_index(
        'ix_stack_tools_of_company', 'stack_tools', ['tool_id', 'shared_at', 'stack_id'],
        sqlite_where=sa.text('of_company = 1'), postgresql_where=sa.text('of_company'),
    )


def downgrade() -> None:
    op.drop_index('ix_stack_tools_of_company', 'stack_tools')
    op.drop_column('stack_tools', 'of_company')
    op.drop_index(op.f('ix_company_members_user_id'), 'company_members')
    op.drop_index(op.f('ix_company_members_company_id_joined_at_user_id'), 'company_members')
    op.drop_table('company_members')
    op.drop_table('companies')
