"""Links that prove something: what we signed for one purpose is worth nothing for another."""

from datetime import timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer


def sign(purpose: str, *facts: int | str) -> str:
    return str(serializer(purpose).dumps(facts))


def signed(purpose: str, token: str, lifetime: timedelta) -> list[Any] | None:
    """The facts that were signed, if it was for this purpose and not too long ago."""
    try:
        facts: list[Any] = serializer(purpose).loads(token, max_age=int(lifetime.total_seconds()))
    except BadData:
        return None
    return facts


def serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=purpose)
