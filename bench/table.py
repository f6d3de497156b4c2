"""Figures as one Markdown table, and where they were taken."""

import json
import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median
from typing import NamedTuple

from bench.servers import ROOT

NOTHING = "–"
PACKAGES = ("flask", "werkzeug", "jinja2", "sqlalchemy", "granian")


class Row(NamedTuple):
    what: str
    figure: str = NOTHING
    against: str = NOTHING
    ratio: str = NOTHING
    bar: str = ""


def as_markdown(rows: Sequence[Row]) -> str:
    heading = Row("what", "median (range)", "÷", "ratio of the same round: median (range)", "bar")
    lines = [heading, Row("---", "--:", "---", "--:", "---"), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def spread(figures: Sequence[float], unit: str = "") -> str:
    """The median and the range."""
    if not figures:
        return NOTHING
    middle = f"{short(median(figures))} {unit}".strip()
    return f"{middle} ({short(min(figures))}–{short(max(figures))})"


def short(n: float) -> str:
    """As many digits as mean something: 33,900, 34.1, 0.45."""
    digits = 0 if n >= 100 else 1 if n >= 10 else 2 if n >= 0.1 else 3
    return f"{n:,.{digits}f}"


def ratios(figures: Sequence[float], peers: Sequence[float]) -> list[float]:
    return [ours / theirs for ours, theirs in zip(figures, peers, strict=bool(figures and peers))]


def surroundings() -> str:
    """The machine, the day, and the versions of all that takes part."""
    cpu = re.search(r"model name\s*: (.*)", read("/proc/cpuinfo"))
    memory = int(read("/proc/meminfo").split()[1]) // 1024**2
    pinned = json.loads((ROOT / "bench/express/package.json").read_text())["dependencies"]
    asked = "console.log(new (require('better-sqlite3'))(':memory:').prepare("
    asked += "'SELECT sqlite_version()').pluck().get())"
    versions = [
        f"Python {platform.python_version()} with SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version(name)}" for name in PACKAGES),
        f"Node {said_by('node', '--version')} with SQLite {said_by('node', '-e', asked)}",
        *(f"{name} {number}" for name, number in pinned.items()),
        said_by("nginx", "-v").removeprefix("nginx version: "),
        said_by("wrk", "-v").partition(" [")[0],
    ]
    moment = datetime.now(UTC)
    return (
        f"{moment:%-d %B %Y}, {os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}),"
        f" {memory} GB, Linux {platform.release()}.\n\n{', '.join(versions)}."
    )


def read(file: str) -> str:
    with open(file) as lines:
        return lines.read()


def said_by(*command: str) -> str:
    """Its first line, to whichever stream, whatever it returned."""
    folder = ROOT / "bench/express"  # where Node finds its packages
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return (done.stdout or done.stderr).strip().partition("\n")[0]
