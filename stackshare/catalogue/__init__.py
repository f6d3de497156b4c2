"""The tools of the field as data: one file per category, one entry per tool.

An entry says what the tool is and what a scanner will look for. Adding a tool is adding an entry.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast


@cache
def categories() -> list[dict[str, Any]]:
    """Each file as it stands: slug, name, group, layer, functions and tools of a category."""
    return [yaml.load(path.read_bytes(), Loader) for path in FILES]


def entries() -> Iterator[dict[str, Any]]:
    """Every tool of every category."""
    for category in categories():
        yield from category["tools"]


def fingerprint() -> str:
    """Changes when a file does, so an unchanged catalogue is not loaded again."""
    return sha256(b"".join(path.read_bytes() for path in FILES)).hexdigest()
