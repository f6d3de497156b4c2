"""How Alembic reaches the database: through the app, on a connection set up for migrating."""

from alembic import context
from flask import current_app
from sqlalchemy import text

from stackshare.core.indexes import tell_conditions
from stackshare.core.kept.triggers import drop_triggers, renew_triggers
from stackshare.search.actions.index import drop_search_triggers, renew_index
from stackshare.search.models import is_mapped

db = current_app.extensions["migrate"].db


def plain_types(kind: str, item: object, autogen: object) -> str | bool:
    """Migrations import nothing of ours: what a type is today, it may not be tomorrow."""
    if kind == "type" and type(item).__name__ == "Moment":
        return "sa.DateTime(timezone=True)"
    return False


def is_newest() -> bool:
    return context.get_head_revision() == context.get_context().get_current_revision()


def goes_back() -> bool:
    asked_for = context.get_context().opts.get("destination_rev")
    return asked_for not in (None, "head", "heads")


def run() -> None:
    with db.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        tell_conditions(db.metadata, connection.dialect.name)
        if on_sqlite:
            # A table that is rebuilt under foreign_keys=ON empties those that refer to it.
            # The switch does nothing inside a transaction, so it goes past SQLAlchemy's.
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=plain_types,
            include_object=is_mapped,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            # No table can be renamed while a trigger of another names it.
            if not is_newest() or goes_back():
                drop_triggers(connection)
                drop_search_triggers(connection)
            context.run_migrations()
            if is_newest():
                renew_triggers(connection)
                renew_index(connection)
            else:
                drop_triggers(connection)
                drop_search_triggers(connection)
            if on_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                raise RuntimeError("A migration left rows that refer to nothing.")
        if on_sqlite:
            connection.connection.execute("PRAGMA foreign_keys=ON")


run()
