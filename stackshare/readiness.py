"""What is looked at while the web server loads: whether the site can be served as it is, and when
it answers. It loads no room, and asks the database without SQLAlchemy: that would slow the server
down."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from importlib import import_module
from typing import Any

from stackshare import PACKAGE, ROOT
from stackshare.config import Settings, WrongSetting
from stackshare.serving import Process


@contextmanager
def own_port(settings: Settings) -> Iterator[None]:
    """Nobody else listens there, and none of us who starts meanwhile will: the server, which
    shares its port with whoever asks it to, would let two answer by turns."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, *_, address = found[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
        holder = socket.socket(family)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(address)
    except OSError as error:
        raise WrongSetting(
            f"HOST and PORT must be free to listen on: {settings.host} {settings.port} is not"
            f" ({error.strerror})."
        ) from error
    with holder:
        yield


def facts_of(settings: Settings) -> dict[str, str]:
    """What the database says of itself; nothing where it was never prepared or does not answer."""
    url, args = settings.database_url, settings.engine_options.get("connect_args", {})
    on_sqlite = url.startswith("sqlite")
    driver: Any = import_module("sqlite3" if on_sqlite else "psycopg")
    file = url.removeprefix("sqlite:///").partition("?")[0]
    address = file if on_sqlite else url.replace("+psycopg", "", 1)
    try:
        with closing(driver.connect(address, **args)) as connection:
            return dict(connection.execute("SELECT name, value FROM facts").fetchall())
    except driver.Error:
        return {}


def fingerprint(settings: Settings) -> str:
    """Changes with everything that a database is prepared by: code, catalogue and migrations."""
    files = [
        *PACKAGE.rglob("*.py"),
        *PACKAGE.rglob("*.yaml"),
        *ROOT.glob("migrations/versions/*.py"),
    ]
    digest = sha256(b"demo" if settings.demo else b"")
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def announce(settings: Settings, accounts: str | None, server: Process) -> None:
    """Say that the site is ready once it answers."""
    while not answers(f"{settings.listens_at}/healthz"):
        if server.poll() is not None:
            return
        time.sleep(0.02)
    print(f"Ready: {settings.base_url or settings.listens_at}", flush=True)
    if settings.demo and accounts:
        print("Sign in with one of these (username password):", accounts, sep="\n", flush=True)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True  # an answer all the same: a site with a base URL turns this host away
    except OSError:
        return False
