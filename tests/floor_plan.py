"""Where every module of the house stands, and what it imports, read from its text."""

import ast
from collections.abc import Iterator
from pathlib import Path

from stackshare import ROOMS

LEVELS = ("models", "queries", "actions", "forms", "shapes", "pages", "routes commands")
SHELVES = {shelf: level for level, names in enumerate(LEVELS) for shelf in names.split()}
GROUND = ("config", "catalogue", "scanner", "extensions", "core")  # under all rooms
ROOF = (len(LEVELS), 0, "roof")  # what may know every room: the factory, cli.py, the demo
SIGNS = [f"stackshare.{room}" for room in ROOMS]  # each room's __init__.py

HOUSE = Path(__file__).parent.parent / "stackshare"


def module_of(path: Path) -> str:
    parts = path.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


TEXTS = {module_of(path): path.read_text() for path in sorted(HOUSE.rglob("*.py"))}
TREES = {module: ast.parse(text) for module, text in TEXTS.items()}


def place(module: str) -> tuple[int, int, str]:
    """How high, how far right, on which shelf: stackshare.tools.routes is (6, 2, "routes")."""
    top, room, shelf = [*module.split("."), "", ""][:3]
    if top == "stackshare" and room in GROUND:
        return -1, GROUND.index(room), room
    if top == "stackshare" and room in ROOMS and shelf in SHELVES:
        return SHELVES[shelf], ROOMS.index(room), shelf
    return ROOF


def imports(module: str) -> Iterator[str]:
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from (f"{origin}.{alias.name}" for alias in node.names)
