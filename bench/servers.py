"""The servers that are measured. Each ends, with all its children, when its block does."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from string import Template
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[1]
WORK = ROOT / "bench" / ".work"
DATABASE = WORK / "data" / "demo.db"
SLUG = "expressjs-vs-flask-vs-koa"
PAGE = f"/stackups/{SLUG}"
WORKERS = 2

Process = subprocess.Popen[bytes]
STACKSHARE = [sys.executable, "-m", "stackshare"]
OURS = {  # whatever else the environment says, it is this demo
    "BASE_URL": "",
    "DATABASE_URL": "",
    "DATA_DIR": str(DATABASE.parent),
    "DEMO": "y",
    "HOST": "127.0.0.1",
    "MAIL_URL": f"file:{WORK / 'mail'}",
    "REDIS_URL": "",
    "WORKERS": str(WORKERS),
}


class Answer:
    """What came back, an error as well."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        try:
            response = urlopen(Request(url, headers=dict(headers or {})), timeout=30)
        except HTTPError as error:
            response = error
        with response:
            self.status: int = response.status
            self.headers = response.headers
            self.body: bytes = response.read()


def prepare() -> None:
    """The demo's database, made at the first run, with nothing left in its log."""
    command = [*STACKSHARE, "prepare"]
    subprocess.run(command, cwd=ROOT, env=os.environ | OURS, stdout=sys.stderr, check=True)
    with sqlite3.connect(DATABASE) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def ours(port: int) -> Iterator[Process]:
    command = [*STACKSHARE, "serve", "--port", str(port)]
    with running("ours", command, f"http://127.0.0.1:{port}{PAGE}", OURS) as process:
        yield process


@contextmanager
def express(port: int) -> Iterator[Process]:
    env = {"NODE_ENV": "production", "PORT": str(port), "DATABASE": str(DATABASE)}
    command = ["node", "bench/express/server.mjs"]
    with running("express", command, f"http://127.0.0.1:{port}/hello", env) as process:
        yield process


@contextmanager
def nginx(port: int, page: bytes, gzipped: bytes) -> Iterator[Process]:
    """These bytes as a static file, and the same packed beside it."""
    folder = WORK / "nginx"
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_bytes(page)
    (folder / "page.html.gz").write_bytes(gzipped)
    template = Template((ROOT / "bench" / "nginx.conf.in").read_text())
    (folder / "nginx.conf").write_text(template.substitute(work=folder, port=port))
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not read the file
    command = ["nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]
    command += ["-g", f"daemon off; {user}"]
    with running("nginx", command, f"http://127.0.0.1:{port}/page.html") as process:
        yield process


@contextmanager
def running(
    name: str, command: list[str], url: str, env: Mapping[str, str] | None = None
) -> Iterator[Process]:
    """A server, from the moment on that this page of it is there."""
    with (WORK / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | (env or {}),
            stdout=log,
            stderr=log,
            start_new_session=True,  # a group to end as one; Ctrl-C reaches us alone
        )
    try:
        while not is_there(url):
            if process.poll() is not None:
                sys.exit(f"{name} did not start: see {log.name}")
            time.sleep(0.005)
        yield process
    finally:
        stop(process)


def is_there(url: str) -> bool:
    try:
        return Answer(url).status == 200
    except (URLError, OSError):
        return False


def stop(process: Process) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def memory_of_workers(server: Process, name: str) -> float:
    """MB of the processes that answer requests. Shared pages count in part for each (PSS)."""
    workers = [pid for pid in below(server.pid) if name in command_of(pid) and not children(pid)]
    if len(workers) != WORKERS:
        sys.exit(f"{len(workers)} processes of {name} answer requests, not {WORKERS}.")
    return sum(proportional_kb(pid) for pid in workers) / 1024


def proportional_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def below(pid: int) -> list[int]:
    return [found for child in children(pid) for found in (child, *below(child))]


def children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for children in lists for child in children.read_text().split()]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
