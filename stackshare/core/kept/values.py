"""What many pages show, kept like pages are: values, and what is drawn of them."""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g, has_request_context
from markupsafe import Markup

from stackshare.core.kept.reads import noting, rests_on
from stackshare.core.kept.store import SHORTEST, Draft
from stackshare.core.kept.watch import APPROXIMATE

SIZE = 10_000  # bytes, about

P = ParamSpec("P")
T = TypeVar("T")


def remembered(work_out: Callable[P, T]) -> Callable[P, T]:
    """Worked out once for these arguments, until something it rests on changes. For what changes
    seldom and is asked for by pages that change often."""

    @wraps(work_out)
    def known(*args: P.args, **facts: P.kwargs) -> T:
        draft = g.get("draft") if has_request_context() else None
        if draft is None:  # nobody would know what changed meanwhile
            return work_out(*args, **facts)
        store, key = current_app.extensions["kept"].store, (work_out, args, *facts.items())
        found: tuple[T, set[str]] | None = store.get(key)
        if found is None:
            with noting() as words:
                found = work_out(*args, **facts), words
            store.put(key, found, words, SIZE, draft)
        value, words = found
        rests_on(*words)
        return value

    return known


def lately(work_out: Callable[P, T]) -> Callable[P, T]:
    """Worked out once a minute, for what is costly and approximate anyway. A page that shows it
    rests on nothing it reads."""

    @wraps(work_out)
    def known(*args: P.args, **facts: P.kwargs) -> T:
        rests_on(APPROXIMATE)
        values: dict[object, tuple[float, T]] = current_app.extensions.setdefault("lately", {})
        key = (work_out, args, *facts.items())
        if key not in values or values[key][0] < monotonic():
            with noting():
                values[key] = monotonic() + SHORTEST, work_out(*args, **facts)
        return values[key][1]

    return known


def once(macro: Any, *facts: Any) -> Markup:
    """What a macro draws of these facts, and of nothing else: the same facts are not drawn again.
    When one line of a page changes, the others need not be."""
    store = current_app.extensions["kept"].store
    key = (once, macro.name, *[tuple(fact) if isinstance(fact, list) else fact for fact in facts])
    found: tuple[Markup, dict[str, Markup]] | None = store.get(key)
    around = g.setdefault("logos", {})
    if found is None:
        g.logos = {}
        found = macro(*facts), g.logos
        g.logos = around
        store.put(key, found, set(), 1_000 + len(found[0]), Draft())
    drawn, logos = found
    around.update(logos)
    return drawn
