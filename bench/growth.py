"""What the SQL of the stackup page costs as the tables grow."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from bench.servers import DATABASE, OURS, PAGE, WORK
from stackshare import create_app
from stackshare.config import Settings

ROUNDS = 50
Statement = tuple[str, tuple[Any, ...]]


def databases() -> dict[int, Path]:
    """By scale, those that are there: the demo, and `.work/scale-10/demo.db` and the like."""
    larger = {
        int(file.parent.name.removeprefix("scale-")): file for file in WORK.glob("scale-*/demo.db")
    }
    return {1: DATABASE, **dict(sorted(larger.items()))}


def sql_of_page() -> dict[int, list[float]]:
    """By scale, the milliseconds of all the page's statements, their rows fetched, ever again.

    The statements are those that the page really sent; they are timed without the ORM.
    """
    asked = {scale: (connect(file), statements_of(file)) for scale, file in databases().items()}
    taken: dict[int, list[float]] = {scale: [] for scale in asked}
    for _ in range(ROUNDS):
        for scale, (connection, statements) in asked.items():
            begun = time.perf_counter()
            for statement, parameters in statements:
                connection.execute(statement, parameters).fetchall()
            taken[scale].append((time.perf_counter() - begun) * 1000)
    for connection, _ in asked.values():
        connection.close()
    return taken


def connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)


def statements_of(file: Path) -> list[Statement]:
    """What a visitor's page asks of the database when nothing is kept."""
    env = {**OURS, "DATABASE_URL": f"sqlite:///{file}", "SECRET_KEY": "of no use"}
    app = create_app(Settings.from_env(env))
    app.testing = True  # its views are not written down

    def read() -> None:
        answer = app.test_client().get(PAGE, headers={"Host": "127.0.0.1"})
        assert answer.status_code == 200, answer.status

    return noted(read)


def noted(read: Callable[[], object]) -> list[Statement]:
    """What is asked of the database meanwhile."""
    said: list[Statement] = []

    def note(
        connection: Connection, cursor: Any, statement: str, parameters: Any, *others: Any
    ) -> None:
        said.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return [pair for pair in said if not pair[0].startswith(("BEGIN", "PRAGMA"))]
