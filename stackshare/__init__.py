"""A community platform for technology stacks. This sign loads nothing: commands start fast."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from stackshare.config import Settings

PACKAGE = Path(__file__).parent
# templates/, static/ and migrations/ stand beside the package; a wheel carries them inside.
ROOT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else PACKAGE / "_bundle"

# The floor plan, left to right. A new feature is a new folder and a word here.
ROOMS = (
    "accounts",
    "notifications",
    "companies",
    "tools",
    "proscons",
    "comments",
    "stacks",
    "advice",
    "decisions",
    "stackups",
    "search",
    "feed",
    "settings",
    "site",
)


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The app with these settings, or with those of the environment. Touches no database."""
    app: Flask = import_module("stackshare.factory").create_app(settings)
    return app
