"""The command line: `stackshare serve` and the commands of the rooms."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click
from flask import Flask
from rich.console import Console

from stackshare import catalogue, create_app
from stackshare.config import Settings, WrongSetting
from stackshare.core.facts import known, remember
from stackshare.core.schema import migrate_to_newest, only_one_starts
from stackshare.demo.actions import build_demo
from stackshare.extensions import db
from stackshare.tools.actions.catalogue import load_categories, load_tools

THREADS = 4  # in each worker: how many requests it works on at once

console = Console(highlight=False)


@click.group()
def cli() -> None:
    """Run and look after a stackshare site. Settings come from the environment."""


@cli.command()
@click.option("--demo", is_flag=True, help="Serve a sample community from a database of its own.")
@click.option("--host", help="Address to listen on; HOST by default.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to listen on; PORT by default.")
def serve(demo: bool, host: str | None, port: int | None) -> None:
    """Prepare the database, then serve the site until stopped."""
    if demo:
        os.environ["DEMO"] = "y"
    with one_sentence_on_error():
        settings = Settings.from_env()
        settings = replace(settings, host=host or settings.host, port=port or settings.port)
        refuse_taken_port(settings)
    app = create_app(settings)
    prepare(app)
    with app.app_context():
        accounts = known("demo accounts")
    with started(web_server(settings)) as server:
        announce(settings, accounts)
        sys.exit(server.wait())


@cli.command("prepare")
def prepare_command() -> None:
    """Bring the database and its catalogue up to date, as serve does first."""
    with one_sentence_on_error():
        app = create_app()
    prepare(app)


def web_server(settings: Settings) -> list[str]:
    """The command of the process that answers requests, in workers of its own."""
    options = {
        "--interface": "wsgi",
        "--host": settings.host,
        "--port": settings.port,
        "--workers": settings.workers,
        "--blocking-threads": THREADS,
        "--workers-kill-timeout": 10,
        "--log-level": "warning",
    }
    pairs = [str(word) for pair in options.items() for word in pair]
    flags = ["--factory", "--no-ws", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *pairs, *flags, "stackshare:create_app"]


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process beside ours that ends with ours. It is new, not forked: nothing is shared."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    process = subprocess.Popen(command)
    try:
        yield process
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def one_sentence_on_error() -> Iterator[None]:
    try:
        yield
    except WrongSetting as error:
        click.echo(error, err=True)
        sys.exit(2)


def refuse_taken_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise WrongSetting(
                f"HOST and PORT must be free to listen on: {settings.host}:{settings.port} is not"
                f" ({error.strerror})."
            ) from error


def prepare(app: Flask) -> None:
    """Bring the database up to date. Of several processes that start at once, one does it."""
    with app.app_context(), only_one_starts():
        migrate_to_newest()
        if known("catalogue") != catalogue.fingerprint():
            with console.status("Loading the catalogue"):
                load_catalogue()
        if app.config["SETTINGS"].demo and not known("demo"):
            build_demo(console)


def load_catalogue() -> None:
    load_categories(catalogue.categories())
    load_tools(catalogue.entries())
    remember("catalogue", catalogue.fingerprint())
    db.session.commit()


def announce(settings: Settings, accounts: str | None) -> None:
    """Say that the site is ready once it answers."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    address = f"http://{host}:{settings.port}"
    while not answers(f"{address}/healthz"):
        time.sleep(0.02)
    console.print(f"Ready: {settings.base_url or address}")
    if settings.demo and accounts:
        console.print("Sign in with one of these (username password):")
        console.print(accounts)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True  # an answer all the same: a site with a base URL turns this host away
    except OSError:
        return False
