"""Put our stackup page and its peers under load in alternating rounds; print the table."""

import argparse
import gzip
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import partial

from bench import feed, growth
from bench.load import Member, Target, put_under_load, refusals
from bench.servers import (
    PAGE,
    SLUG,
    Answer,
    express,
    memory_of_workers,
    nginx,
    ours,
    prepare,
)
from bench.table import Row, as_markdown, ratios, short, spread, surroundings
from bench.votes import Staleness, connect, lines_on_page, stale_reads, votes_meanwhile
from bench.writers import WRITERS, Contest, contest
from stackshare.demo.build import ACCOUNTS, PASSWORD

NAMES = {
    "visitor": "our page: visitor",
    "gzip": "our page: visitor, gzipped",
    "304": "our page: visitor, not modified (304)",
    "member": "our page: member, own votes shown",
    "first": "our page: nothing kept, first render",
    "voted": "our page: visitor, under {votes} votes/s on it",
    "gzip voted": "our page: visitor, gzipped, under {votes} votes/s on it",
    "render": "Express: `res.render`",
    "precompiled": "Express: precompiled templates",
    "cached": "Express: page kept in memory",
    "hello": "Express: “hello”",
    "static": "nginx: the same bytes as a file",
    "static gzip": "nginx: the same, gzipped",
}
PEERS = {  # whom each is measured against, and the bars: the first and the one after
    "visitor": {
        "render": "≥ 20, ≥ 30",
        "cached": "",
        "hello": "≥ 1.5, ≥ 2",
        "static": "≥ 0.45, ≥ 0.85",
    },
    "gzip": {"static gzip": ""},
    "304": {"visitor": ""},
    "member": {"render": "≥ 5, ≥ 15"},
    "first": {"render": "", "precompiled": "≥ 0.35, ≥ 1"},
    "voted": {"visitor": "≥ 0.7, ≥ 0.9"},
    "gzip voted": {"gzip": ""},
    "precompiled": {"render": ""},
    "cached": {"render": ""},
}
LIBRARIES = "flask, sqlalchemy.orm"  # how long a Python takes on this machine to begin at all
SAME_SIZE = 0.05  # by so much the peer's page may differ

Figures = dict[str, list[float]]


def main() -> None:
    options = asked_for()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        measure(options)
    except KeyboardInterrupt:
        sys.exit(130)  # every server has ended with its block


def asked_for() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of every target (5)")
    parser.add_argument("--seconds", type=int, default=4, help="of load in each round (4)")
    parser.add_argument("--starts", type=int, default=5, help="of our server (5)")
    parser.add_argument("--reads", type=int, default=10_000, help="to look for stale ones (10000)")
    parser.add_argument("--port", type=int, default=8600, help="the first of three (8600)")
    parser.add_argument("--growth", action="store_true", help="SQL time of larger databases too")
    return parser.parse_args()


def measure(options: argparse.Namespace) -> None:
    say("Preparing the demo's database")
    prepare()
    starts: Figures = {"page": [], "libraries": []}
    for _ in range(options.starts):
        starts["page"].append(seconds_to_first_page(options.port))
        starts["libraries"].append(seconds_to_load(LIBRARIES))
    with ExitStack() as stack:
        bench = Bench(options.port, stack)
        say("Warming up")
        bench.round(options.seconds)
        bench.forget()
        for number in range(options.rounds):
            say(f"Round {number + 1} of {options.rounds}")
            bench.round(options.seconds)
        say("Looking for stale reads")
        seen = stale_reads(options.port, PAGE, options.reads)
        frozen = stale_reads(options.port + 2, "/page.html", options.reads)
    say("Letting sixteen write at once")
    rows = [*bench.rows(), *start_rows(starts), *stale_rows(seen, frozen), writers_row(contest())]
    if options.growth:
        say("Timing the SQL of the page")
        rows += growth_rows("our page", growth.sql_of_page(), bar="≤ 2.5, ≤ 1.5")
        for name, taken in feed.sql_of_members().items():
            rows += growth_rows(name, taken)
    print(as_markdown(rows))
    print(f"\n{options.rounds} rounds of {options.seconds} s each. {bench.sizes}\n")
    print(surroundings())
    for refusal in refusals:
        print(f"\nNot all was answered: {refusal}")


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def seconds_to_first_page(port: int) -> float:
    begun = time.monotonic()
    with ours(port):
        return time.monotonic() - begun


def seconds_to_load(modules: str) -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", f"import {modules}"], check=True)
    return time.monotonic() - begun


class Bench:
    """All servers, the targets on them, and the figures so far."""

    def __init__(self, port: int, stack: ExitStack) -> None:
        self.ours = stack.enter_context(ours(port))
        self.express = stack.enter_context(express(port + 1))
        home, peer, files = (f"http://127.0.0.1:{port + n}" for n in range(3))
        page = home + PAGE
        whole, theirs = Answer(page).body, Answer(peer + PAGE).body
        if abs(len(theirs) / len(whole) - 1) > SAME_SIZE:
            sys.exit(
                f"Our page has {len(whole):,} bytes, Express's {len(theirs):,}: bench/express/views"
                " must show what templates/ do."
            )
        accept = {"Accept-Encoding": "gzip"}
        gzipped = Answer(page, accept).headers["Content-Encoding"] == "gzip"
        small = gzip.compress(whole, 6)  # as ours is once it is a second old
        stack.enter_context(nginx(port + 2, whole, small))
        self.sizes = (
            f"Our page has {len(whole):,} bytes ({len(small):,} gzipped), Express's {len(theirs):,}"
        )
        self.sizes += "." if gzipped else "; ours is not served gzipped."

        member = Member(home, next(iter(ACCOUNTS)), PASSWORD)
        connection = connect()
        member.vote_for({line.id for line in lines_on_page(connection)[::4]})
        connection.close()

        self.targets = {
            "visitor": Target(page),
            "member": Target(page, member.cookies),
            "first": Target(page, script="miss.lua"),
            "voted": Target(page),
            "render": Target(peer + PAGE),
            "precompiled": Target(f"{peer}/precompiled/{SLUG}"),
            "cached": Target(f"{peer}/cached/{SLUG}"),
            "hello": Target(f"{peer}/hello"),
            "static": Target(f"{files}/page.html"),
            "static gzip": Target(f"{files}/page.html", lambda: accept),
        }
        if gzipped:
            self.targets["gzip"] = self.targets["gzip voted"] = Target(page, lambda: accept)
        if Answer(page).headers["ETag"] and Answer(page, condition(page)).status == 304:
            self.targets["304"] = Target(page, lambda: condition(page))
        self.figures: Figures = {name: [] for name in NAMES}
        self.memory: Figures = {"visitor": [], "render": []}
        self.votes: list[float] = []

    def forget(self) -> None:
        """The figures so far: they were taken while all was cold."""
        for figures in (*self.figures.values(), *self.memory.values(), self.votes):
            figures.clear()

    def round(self, seconds: int) -> None:
        """Every target once."""
        for name in NAMES:
            if name in self.targets:
                self.figures[name].append(self.figure_of(name, seconds))

    def figure_of(self, name: str, seconds: int) -> float:
        target = self.targets[name]
        if name.endswith("voted"):
            with votes_meanwhile(self.votes):
                return put_under_load(target, seconds)
        if name in self.memory:
            return put_under_load(target, seconds, partial(self.note_memory, name))
        return put_under_load(target, seconds)

    def note_memory(self, name: str) -> None:
        server = (self.ours, "web_server") if name == "visitor" else (self.express, "server.mjs")
        self.memory[name].append(memory_of_workers(*server))

    def rows(self) -> list[Row]:
        rows = []
        for name, label in NAMES.items():
            figures = self.figures[name]
            shown = label.format(votes=short(min(self.votes))), spread(figures, "req/s")
            for peer, bar in PEERS.get(name, {"": ""}).items():
                if peer:
                    paired = spread(ratios(figures, self.figures[peer])) if figures else "–"
                    rows.append(Row(*shown, NAMES[peer], paired, bar))
                else:
                    rows.append(Row(*shown))
                shown = "", ""
        return [*rows, *self.memory_rows()]

    def memory_rows(self) -> list[Row]:
        mine, theirs = self.memory["visitor"], self.memory["render"]
        paired = spread(ratios(mine, theirs))
        return [
            Row(
                "memory of our two serving processes under load (PSS)",
                spread(mine, "MB"),
                "Express's two",
                paired,
                "≤ 200, ≤ 150 MB",
            ),
            Row("memory of Express's two", spread(theirs, "MB")),
        ]


def condition(page: str) -> dict[str, str]:
    """Asks for the page only if it is no longer what it is now."""
    return {"If-None-Match": Answer(page).headers["ETag"]}


def start_rows(starts: Figures) -> list[Row]:
    what, alone = "`stackshare serve` to its first page, database there", f"`import {LIBRARIES}`"
    paired = spread(ratios(starts["page"], starts["libraries"]))
    return [
        Row(what, spread(starts["page"], "s"), alone, paired, "≤ 1.5, ≤ 1 s"),
        Row(alone, spread(starts["libraries"], "s")),
    ]


def stale_rows(seen: Staleness, frozen: Staleness) -> list[Row]:
    def figure(of: Staleness) -> str:
        return f"{of.stale:,} of {of.reads:,}, {of.commits:,} votes"

    return [
        Row("stale reads: without a commit older than 50 ms", figure(seen), bar="0, 0"),
        Row("stale reads, control: nginx's file, never renewed", figure(frozen)),
    ]


def writers_row(of: Contest) -> Row:
    what = f"{WRITERS} writers without a pause: votes by the site's own verb"
    figure = f"{of.votes / of.seconds:,.0f}/s, the slowest took {of.longest:.2f} s"
    return Row(what, figure, bar="none waits 1 s")


def growth_rows(page: str, taken: dict[int, list[float]], bar: str = "") -> list[Row]:
    def row(scale: int, figures: list[float]) -> Row:
        what = f"SQL of {page}, {scale}× the rows"
        if scale == 1:
            return Row(what, spread(figures, "ms"))
        paired = spread(ratios(figures, taken[1]))
        return Row(what, spread(figures, "ms"), "1×", paired, bar if scale == 100 else "")

    return [row(scale, figures) for scale, figures in taken.items()]


if __name__ == "__main__":
    main()
