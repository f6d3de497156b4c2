"""The command line: `stackshare serve` and the commands of the rooms."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import click
from flask import Flask
from rich.console import Console
from rich.progress import track
from sqlalchemy.exc import OperationalError

from stackshare import catalogue, create_app
from stackshare.accounts.queries import is_anybody_here
from stackshare.config import Settings, WrongSetting
from stackshare.core.facts import known, remember
from stackshare.core.kept.counts import forget_counts
from stackshare.core.kept.log import log_everything
from stackshare.core.kept.triggers import unlogged
from stackshare.core.schema import bulk_load, migrate_to_newest, only_one_starts
from stackshare.core.text import plural
from stackshare.demo.build import build_demo
from stackshare.extensions import db
from stackshare.mail_worker import work_off_mails
from stackshare.site.actions import recount
from stackshare.tools.actions.catalogue import load_categories, load_tools

THREADS = 2  # in each worker: one answers what is kept while the other waits or works
MAIL_WORKER = [sys.executable, "-m", "stackshare.cli", "mail-worker"]
PATIENCE = 15  # seconds that a process which was told to end may take

Process = subprocess.Popen[bytes]

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
    forget_counts(settings.data_dir / "metrics")
    with app.app_context():
        accounts = known("demo accounts")
    with started(web_server(settings)) as processes:
        announce(settings, accounts, processes[0])
        processes.append(subprocess.Popen(MAIL_WORKER))  # mail can wait for the first page
        sys.exit(watch(processes))


@cli.command("prepare")
def prepare_command() -> None:
    """Bring the database and its catalogue up to date, as serve does first."""
    with one_sentence_on_error():
        prepare(create_app())


@cli.command("demo")
@click.option(
    "--scale",
    type=click.IntRange(1, 1_000),
    default=1,
    help="How many times as many people and stacks as the demo that serve shows.",
)
def demo_command(scale: int) -> None:
    """Prepare an empty database with a sample community in it, and serve nothing yet."""
    os.environ["DEMO"] = "y"
    with one_sentence_on_error():
        app = create_app()
        refuse_people(app)
        prepare(app, scale)


@cli.command("mail-worker")
def mail_worker_command() -> None:
    """Send the mails that are due, until stopped. serve starts one of these itself."""
    with one_sentence_on_error():
        app = create_app()
    with app.app_context():
        work_off_mails()


@cli.command("recount")
def recount_command() -> None:
    """Compare every counter with the rows it stands for, and mend those that differ."""
    with one_sentence_on_error():
        app = create_app()
    with app.app_context():
        mended = recount()
        db.session.commit()
    console.print(f"{plural(mended, 'counter')} mended.")


@cli.command("forget-pages")
def forget_pages_command() -> None:
    """Have every process make anew whatever page it keeps."""
    with one_sentence_on_error():
        app = create_app()
    with app.app_context():
        log_everything()
        db.session.commit()
    console.print("Every page is made anew from here on.")


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
def started(*commands: list[str]) -> Iterator[list[Process]]:
    """Processes beside ours that end with ours. They are new, not forked: nothing is shared."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    processes: list[Process] = []
    try:
        processes += [subprocess.Popen(command) for command in commands]
        yield processes
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def watch(processes: list[Process]) -> int:
    """Wait for the first to end, and say how it did. The others are started again when they end."""
    while True:
        with suppress(subprocess.TimeoutExpired):
            return processes[0].wait(timeout=1)
        for place, process in enumerate(processes[1:], 1):
            if process.poll() is not None:
                processes[place] = subprocess.Popen(process.args)


@contextmanager
def one_sentence_on_error() -> Iterator[None]:
    try:
        yield
    except WrongSetting as error:
        click.echo(error, err=True)
        sys.exit(2)
    except (OperationalError, OSError) as error:
        why = str(getattr(error, "orig", error)).strip().splitlines()[0]
        click.echo(f"The database that DATABASE_URL names cannot be used: {why}", err=True)
        sys.exit(1)


def refuse_taken_port(settings: Settings) -> None:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, *_, address = found[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise WrongSetting(
            f"HOST and PORT must be free to listen on: {settings.host} {settings.port} is not"
            f" ({error.strerror})."
        ) from error


def address_of(settings: Settings) -> str:
    """Where the site answers on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


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
                with unlogged(db.session.connection()):
                    build_demo(console, scale)
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


def announce(settings: Settings, accounts: str | None, server: Process) -> None:
    """Say that the site is ready once it answers."""
    address = address_of(settings)
    while not answers(f"{address}/healthz"):
        if server.poll() is not None:
            return
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


if __name__ == "__main__":
    cli()
