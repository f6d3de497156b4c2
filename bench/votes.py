"""Votes that others cast meanwhile, and reads that miss them.

They are committed in plain SQL, not sent through the site: what is measured is how the page is
served while its rows change, whoever changes them.
"""

import re
import signal
import sqlite3
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_double
from http.client import HTTPConnection
from itertools import cycle
from multiprocessing import active_children, get_context
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from typing import Any, NamedTuple

from bench.servers import DATABASE, SLUG

processes = get_context("fork")  # we have no threads, and it starts at once

WRITERS, READERS = 8, 2
VOTES_A_SECOND = 200  # of all writers together
MAY_MISS = 0.05  # seconds: others' votes may take this long to be seen
CONNECTIONS = 8  # of each reader, so that it meets both workers
MOST_VOTES = 20_000  # of one writer
SHOWN = re.compile(rb'do=vote-(\d+)".*?<data value="(\d+)"')


class Line(NamedTuple):
    """A pro or a con on the page."""

    id: int
    tool_id: int
    side: str
    vote_count: int


def connect() -> sqlite3.Connection:
    connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    connection.executescript("PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON")
    return connection


def lines_on_page(connection: sqlite3.Connection) -> list[Line]:
    """The best five of each side."""
    slugs = SLUG.split("-vs-")
    found = connection.execute(
        "SELECT id, tool_id, side, vote_count FROM (SELECT p.*, row_number() OVER"
        " (PARTITION BY tool_id, side ORDER BY p.vote_count DESC, p.id DESC) AS place"
        f" FROM proscons p JOIN tools t ON t.id = p.tool_id"
        f" WHERE t.slug IN ({', '.join('?' * len(slugs))})) WHERE place <= 5 ORDER BY id",
        slugs,
    )
    return [Line(*row) for row in found]


def users_without(connection: sqlite3.Connection, line: Line) -> list[int]:
    """Those who have not voted for this line."""
    found = connection.execute(
        "SELECT id FROM users WHERE id NOT IN"
        " (SELECT user_id FROM procon_votes WHERE procon_id = ?) ORDER BY id DESC LIMIT ?",
        (line.id, MOST_VOTES),
    )
    return [id for (id,) in found]


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")


def turn_vote(connection: sqlite3.Connection, user: int, line: Line) -> None:
    """Cast this vote, or take it back if it is there; move its counters."""
    pair = (user, line.id)
    delete = "DELETE FROM procon_votes WHERE user_id = ? AND procon_id = ?"
    gone = connection.execute(delete, pair).rowcount
    if not gone:
        connection.execute(
            "INSERT INTO procon_votes (user_id, procon_id, created_at)"
            " VALUES (?, ?, strftime('%Y-%m-%d %H:%M:%f000', 'now'))",
            pair,
        )
    step = -1 if gone else 1
    move = "UPDATE {} SET vote_count = vote_count + ? WHERE id = ?"
    connection.execute(move.format("proscons"), (step, line.id))
    if line.side == "pro":
        connection.execute(move.format("tools"), (step, line.tool_id))


def beats(a_second: float) -> Iterator[None]:
    """Steps at a steady pace; late ones are made up for."""
    due = time.monotonic()
    while True:
        yield
        due += 1 / a_second
        time.sleep(max(0, due - time.monotonic()))


# Processes beside ours


def start(work: Callable[..., None], *arguments: Any) -> ForkProcess:
    process = processes.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def wait_until(ready: Callable[[], bool], *workers: ForkProcess) -> None:
    while not ready() and all(worker.is_alive() for worker in workers):
        time.sleep(0.01)


def join(*workers: ForkProcess) -> None:
    for worker in workers:
        worker.join()
        if worker.exitcode:
            sys.exit("A process of the measurement failed.")


@contextmanager
def ending_all() -> Iterator[None]:
    """Whoever is left when the block ends has nothing more to do."""
    try:
        yield
    finally:
        for child in active_children():
            child.terminate()


# Votes all over the page, while it is under load


@contextmanager
def votes_meanwhile(achieved: list[float]) -> Iterator[None]:
    """Votes at a steady pace from another process; adds how many a second they really were."""
    stop, done = processes.Event(), processes.Value("i")
    with ending_all():
        voter = start(keep_voting, stop, done)
        wait_until(lambda: done.value > 0, voter)
        begun, before = time.monotonic(), done.value
        yield
        achieved.append((done.value - before) / (time.monotonic() - begun))
        stop.set()
        join(voter)


def keep_voting(stop: Event, done: "Synchronized[int]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = connect()
    lines = lines_on_page(connection)
    (user, *_) = users_without(connection, lines[0])
    for line, _ in zip(cycle(lines), beats(VOTES_A_SECOND), strict=False):
        if stop.is_set():
            return
        with writing(connection):
            turn_vote(connection, user, line)
        done.value += 1


# Stale reads


class Ledger:
    """What one writer has committed, for all to see: when each of its votes for its line was."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.moments = processes.RawArray(c_double, MOST_VOTES)
        self.count = processes.RawValue("i")

    def add(self) -> None:
        self.moments[self.count.value] = time.monotonic()
        self.count.value += 1

    def votes_before(self, moment: float) -> int:
        """How many votes the line had then, at the least."""
        return self.line.vote_count + bisect_right(self.moments, moment, 0, self.count.value)


class Staleness(NamedTuple):
    stale: int
    reads: int
    commits: int


def stale_reads(port: int, path: str, reads: int) -> Staleness:
    """Read the page while each writer votes for a line of its own."""
    connection = connect()
    ledgers = [Ledger(line) for line in lines_on_page(connection)[:WRITERS]]
    connection.close()
    stop, stale = processes.Event(), [processes.Value("i") for _ in range(READERS)]
    each = reads // READERS
    with ending_all():
        writers = [start(keep_adding, ledger, stop) for ledger in ledgers]
        wait_until(lambda: all(ledger.count.value for ledger in ledgers), *writers)
        join(*[start(keep_reading, port, path, each, ledgers, mine) for mine in stale])
        stop.set()
        join(*writers)
    commits = sum(ledger.count.value for ledger in ledgers)
    return Staleness(sum(mine.value for mine in stale), each * READERS, commits)


def keep_adding(ledger: Ledger, stop: Event) -> None:
    """One more vote at each step, so the count only grows. At the end all are taken back."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = connect()
    users = users_without(connection, ledger.line)
    for user, _ in zip(users, beats(VOTES_A_SECOND / WRITERS), strict=False):
        if stop.is_set():
            break
        with writing(connection):
            turn_vote(connection, user, ledger.line)
        ledger.add()
    stop.wait()
    with writing(connection):
        for user in users[: ledger.count.value]:
            turn_vote(connection, user, ledger.line)


def keep_reading(
    port: int, path: str, reads: int, ledgers: list[Ledger], stale: "Synchronized[int]"
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connections = [HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(CONNECTIONS)]
    for _, connection in zip(range(reads), cycle(connections), strict=False):
        sent = time.monotonic()
        connection.request("GET", path)
        page = connection.getresponse().read()
        shown = {int(id): int(votes) for id, votes in SHOWN.findall(page)}
        stale.value += any(
            shown[ledger.line.id] < ledger.votes_before(sent - MAY_MISS) for ledger in ledgers
        )
