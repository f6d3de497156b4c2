"""How well pages are kept, over all processes of this machine, for Prometheus.

A process writes its figures to a file every few seconds, and when it is asked itself.
"""

import json
import os
from collections import Counter
from pathlib import Path

MEANING = {
    "hits": "Pages that were answered without being made.",
    "misses": "Pages that were made.",
    "drops": "Pages and readers that were dropped because something changed.",
    "bytes": "Memory that pages and readers take, about.",
}


def write_counts(folder: Path, counts: Counter[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{os.getpid()}"
    draft.write_text(json.dumps(counts))
    draft.rename(folder / f"{os.getpid()}.json")


def forget_counts(folder: Path) -> None:
    """What processes of an earlier start left. Whoever reads counters expects them to restart."""
    for file in folder.glob("*.json"):
        file.unlink()


def as_prometheus(folder: Path) -> str:
    total: Counter[str] = Counter()
    for file in folder.glob("*.json"):
        total.update(json.loads(file.read_text()))
    lines: list[str] = []
    for name, meaning in MEANING.items():
        kind = "gauge" if name == "bytes" else "counter"
        full = f"stackshare_pages_{name}" + ("_total" if kind == "counter" else "")
        lines += [f"# HELP {full} {meaning}", f"# TYPE {full} {kind}", f"{full} {total[name]}"]
    return "\n".join([*lines, ""])
