"""What is kept in the memory of one process, until the log says that it changed."""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

from stackshare.core.kept.log import News
from stackshare.core.kept.watch import APPROXIMATE, EVERYTHING

LAG = 0.049  # seconds that a change by others may go unseen: less than the 50 ms promised
EARLY = 0.9  # the part of it after which one thread looks, if none does
LONGEST = 600.0  # seconds that anything is kept: what depends on the clock is never older
SHORTEST = 60.0  # seconds for what shows approximate figures
WORD = 400  # bytes that each word takes, about
BUDGET = 32 * 1024 * 1024  # bytes; beyond them goes what was not read for longest


@dataclass(eq=False)
class Draft:
    """Something being made, and all that changed since its making began."""

    missed: set[str] = field(default_factory=set)


@dataclass(frozen=True, eq=False)
class Kept:
    what: Any
    words: frozenset[str]
    size: int
    until: float


class Store:
    def __init__(self, news: News) -> None:
        self.news = news
        self.lag = LAG
        self.looked = 0.0
        self.kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self.resting: defaultdict[str, set[Hashable]] = defaultdict(set)  # by word
        self.drafts: set[Draft] = set()
        self.size = 0
        self.lock = Lock()
        self.looking = Lock()
        self.counts: Counter[str] = Counter()

    def look(self, *, now: bool = False) -> None:
        """Drop what changed. Others' changes may wait for a moment, one's own may not. Shortly
        before the moment is over one thread looks; until then nobody waits for it."""
        age = monotonic() - self.looked
        must = now or age >= self.lag
        if (must or age >= EARLY * self.lag) and self.looking.acquire(blocking=must):
            try:
                started = monotonic()
                if now or started - self.looked >= EARLY * self.lag:  # else another just did
                    news = self.news.read()
                    with self.lock:
                        self.drop(news)
                    self.looked = started
            finally:
                self.looking.release()

    def drop(self, news: set[str]) -> None:
        for draft in self.drafts:
            draft.missed |= news
        keys = set(self.kept) if EVERYTHING in news else set[Hashable]()
        for word in news & self.resting.keys():
            keys |= self.resting[word]
        for key in keys:
            self.forget(key)
        self.counts["drops"] += len(keys)

    def get(self, key: Hashable) -> Any:
        """What is kept there; None: nothing, or not any more."""
        found = self.kept.get(key)
        if found is None or found.until < monotonic():
            return None
        # Dropped this very moment, it was right when we looked.
        with self.lock, suppress(KeyError):
            self.kept.move_to_end(key)
        return found.what

    def begin(self) -> Draft:
        draft = Draft()
        with self.lock:
            self.drafts.add(draft)
        return draft

    def end(self, draft: Draft) -> None:
        with self.lock:
            self.drafts.discard(draft)

    def put(self, key: Hashable, what: Any, words: set[str], size: int, draft: Draft) -> None:
        """Keep it, unless something it rests on changed while it was made."""
        with self.lock:
            if EVERYTHING in words | draft.missed or words & draft.missed:
                return
            size += WORD * len(words)
            life = SHORTEST if APPROXIMATE in words else LONGEST
            self.forget(key)
            self.kept[key] = Kept(what, frozenset(words), size, monotonic() + life)
            self.size += size
            for word in words:
                self.resting[word].add(key)
            while self.size > BUDGET:
                self.forget(next(iter(self.kept)))

    def forget(self, key: Hashable) -> None:
        kept = self.kept.pop(key, None)
        if kept:
            self.size -= kept.size
            for word in kept.words:
                self.resting[word].discard(key)
                if not self.resting[word]:
                    del self.resting[word]
