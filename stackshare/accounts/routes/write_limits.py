"""How often a member may change something. These limits live in Redis, or without it in the
memory of each worker, which then allows its share."""

import time
from math import ceil
from typing import cast

from flask import Flask, Response, current_app, make_response, request
from flask.blueprints import BlueprintSetupState
from flask_limiter import Limiter, RequestLimit
from werkzeug.exceptions import TooManyRequests

from stackshare.accounts.routes.who import bp, viewer
from stackshare.core.errors import explain

MINUTE, HOUR = "minute", "hour"
# By endpoint; each is counted for itself.
MOST = {
    "proscons.vote": (240, MINUTE),
    "tools.follow": (240, MINUTE),
    "proscons.create": (40, HOUR),
    "stackups.vote": (240, MINUTE),
    "stackups.create_line": (40, HOUR),
    "stackups.update_line": (40, HOUR),
    "stackups.create_section": (40, HOUR),
    "stackups.update_section": (80, HOUR),
    "advice.create": (20, HOUR),
    "comments.create": (80, HOUR),
    "comments.create_reply": (80, HOUR),
    "stacks.comment": (80, HOUR),
    "companies.create": (10, HOUR),
    "companies.invite_member": (60, HOUR),
    "decisions.create": (20, HOUR),
    "decisions.read_record": (40, HOUR),
    "stacks.create": (200, HOUR),  # looking up tools for a stack counts too
}
MOST_OF_ANYTHING_ELSE = (240, MINUTE)


def rate() -> str:
    settings = current_app.config["SETTINGS"]
    most, window = MOST.get(request.endpoint or "", MOST_OF_ANYTHING_ELSE)
    share = most if settings.redis_url else ceil(most / settings.workers)
    return f"{share} per {window}"


def writer() -> str:
    user = viewer()
    return str(user.id) if user else ""


def is_no_write_of_a_member() -> bool:
    return request.method in ("GET", "HEAD", "OPTIONS") or viewer() is None


def refuse(limit: RequestLimit) -> Response:
    wait = max(1, int(limit.reset_at - time.time()))
    return make_response(explain(TooManyRequests(retry_after=wait)))


@bp.record_once
def limit_writes(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    settings = app.config["SETTINGS"]
    timeouts: dict[str, str | int] = {"socket_connect_timeout": 1, "socket_timeout": 1}
    limiter = Limiter(
        writer,
        app=app,
        enabled=settings.rate_limits,
        default_limits=[rate],
        storage_uri=settings.redis_url or "memory://",
        storage_options=timeouts if settings.redis_url else None,
        in_memory_fallback_enabled=bool(settings.redis_url),  # while Redis is away
        on_breach=refuse,
    )
    limiter.request_filter(is_no_write_of_a_member)
