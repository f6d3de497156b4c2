"""Signing up, in and out, recovering an account, and the pages of people."""

from stackshare.accounts.routes import people, recovery, sign_in, write_limits
from stackshare.accounts.routes.limits import confirmed, count_mail
from stackshare.accounts.routes.who import bp, member, viewer

__all__ = [
    "bp",
    "confirmed",
    "count_mail",
    "member",
    "people",
    "recovery",
    "sign_in",
    "viewer",
    "write_limits",
]
