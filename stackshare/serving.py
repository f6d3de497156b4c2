"""Running the site: the processes, and what is said while they start. Loads as little as it can."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from stackshare import PACKAGE, ROOT
from stackshare.config import Settings, WrongSetting

MAIL_WORKER = [sys.executable, "-m", "stackshare.cli", "mail-worker"]
PATIENCE = 15  # seconds that a process which was told to end may take

Process = subprocess.Popen[bytes]


def web_server(settings: Settings) -> list[str]:
    """The command of the process that answers requests. It serves once it reads go."""
    facts = [settings.host, str(settings.port), str(settings.workers)]
    return [sys.executable, "-m", "stackshare.web_server", *facts]


@contextmanager
def started(*commands: list[str]) -> Iterator[list[Process]]:
    """Processes beside ours that end with ours. They are new, not forked: nothing is shared."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    processes: list[Process] = []
    try:
        processes += [subprocess.Popen(command, stdin=subprocess.PIPE) for command in commands]
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


def begin(server: Process) -> None:
    """The database is ready."""
    assert server.stdin
    with suppress(BrokenPipeError):  # it ended already: whoever watches it says so
        server.stdin.write(b"go")
        server.stdin.close()


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
    engine = create_engine(settings.database_url, **settings.engine_options)
    try:
        with engine.connect() as connection:
            return {name: value for name, value in connection.execute(text(FACTS))}
    except SQLAlchemyError:
        return {}
    finally:
        engine.dispose()


FACTS = "SELECT name, value FROM facts"


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
