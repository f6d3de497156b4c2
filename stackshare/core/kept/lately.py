"""Values that are worked out once a minute: what is costly, and approximate anyway."""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import ParamSpec, TypeVar

from flask import current_app

from stackshare.core.kept.reads import noting, rests_on
from stackshare.core.kept.store import SHORTEST
from stackshare.core.kept.watch import APPROXIMATE

P = ParamSpec("P")
T = TypeVar("T")


def lately(work_out: Callable[P, T]) -> Callable[P, T]:
    """In each process, and by its arguments. A page that shows it rests on nothing it reads."""

    @wraps(work_out)
    def remembered(*args: P.args, **facts: P.kwargs) -> T:
        rests_on(APPROXIMATE)
        known: dict[object, tuple[float, T]] = current_app.extensions.setdefault("lately", {})
        key = (work_out, args, tuple(facts.items()))
        if key not in known or known[key][0] < monotonic():
            with noting():
                known[key] = monotonic() + SHORTEST, work_out(*args, **facts)
        return known[key][1]

    return remembered
