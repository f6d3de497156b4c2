"""Triggers of ours. Each is known by how its name begins, and by what it was made with.

Not frozen in migrations: whoever migrates leaves those that today's tables ask for.
"""

from sqlalchemy import Connection, text


def renewed(connection: Connection, prefix: str, wanted: dict[str, str]) -> bool:
    """Leave these and no others of this prefix. Says whether any was missing or is new."""
    if present(connection, prefix) == wanted:
        return False
    drop(connection, prefix)
    for name, made in wanted.items():
        connection.exec_driver_sql(made)
        if connection.dialect.name == "postgresql":  # which keeps it in a form of its own
            connection.exec_driver_sql(f"COMMENT ON FUNCTION {name}() IS $c${made}$c$")
    return True


def present(connection: Connection, prefix: str) -> dict[str, str]:
    """By name what each of them was made with."""
    if connection.dialect.name == "sqlite":
        known = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE :ours"
    else:
        known = """
            SELECT proname, obj_description(f.oid, 'pg_proc') FROM pg_proc f
            LEFT JOIN pg_trigger t ON t.tgfoid = f.oid WHERE proname LIKE :ours
        """
    return {name: made for name, made in connection.execute(text(known), {"ours": f"{prefix}%"})}


def drop(connection: Connection, prefix: str) -> None:
    sqlite = connection.dialect.name == "sqlite"
    for name in present(connection, prefix):
        drop = f"DROP TRIGGER {name}" if sqlite else f"DROP FUNCTION {name}() CASCADE"
        connection.exec_driver_sql(drop)


def statement(name: str, when: str, table: str, body: str, dialect: str) -> str:
    """What makes a trigger that does this for each row."""
    if dialect == "sqlite":
        return f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {body}; END"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body}; RETURN NULL; END $$; "
        f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
