"""Bringing a database up to date: its shape, the catalogue, the sample community."""

from collections.abc import Callable
from compileall import compile_dir

from flask import Flask
from rich.console import Console
from rich.progress import track

from stackshare import PACKAGE, catalogue
from stackshare.accounts.queries import is_anybody_here
from stackshare.config import WrongSetting
from stackshare.core.facts import known, remember
from stackshare.core.kept.triggers import unlogged
from stackshare.core.schema import bulk_load, migrate_to_newest, only_one_starts
from stackshare.demo.build import build_demo
from stackshare.extensions import db
from stackshare.readiness import fingerprint
from stackshare.search.actions.index import unsearched
from stackshare.tools.actions.catalogue import load_categories, load_tools

console = Console(highlight=False)


def refuse_people(app: Flask) -> None:
    """A sample community moves in nowhere but into an empty house."""
    with app.app_context(), only_one_starts():
        migrate_to_newest()
        if is_anybody_here():
            name = db.engine.url.database
            raise WrongSetting(f"A demo needs an empty database: people live in {name} already.")


def prepare(app: Flask, scale: int = 1) -> None:
    """Bring the database up to date. Of several processes that start at once, one does it."""
    with app.app_context(), only_one_starts():
        migrate_to_newest()
        if known("catalogue") != catalogue.fingerprint():
            load_catalogue()
        if app.config["SETTINGS"].demo and not known("demo"):
            if is_anybody_here():
                raise WrongSetting("DATABASE_URL must name an empty database for a demo.")
            with bulk_load():
                connection = db.session.connection()
                with unlogged(connection), unsearched(connection):
                    build_demo(console, scale)
                db.session.commit()
        compile_dir(PACKAGE, quiet=2)  # every start would do it where Python may write no bytecode
        remember("prepared", fingerprint(app.config["SETTINGS"]))
        db.session.commit()


def load_catalogue() -> None:
    steps: tuple[Callable[[], None], ...] = (
        lambda: load_categories(catalogue.categories()),
        lambda: load_tools(catalogue.entries()),
    )
    for step in track(steps, "Loading the catalogue", console=console, transient=True):
        step()
    remember("catalogue", catalogue.fingerprint())
    db.session.commit()
