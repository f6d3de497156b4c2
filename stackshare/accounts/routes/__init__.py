"""Signing up, in and out, recovering an account, and the pages of people."""

from stackshare.accounts.routes import people, recovery, sign_in
from stackshare.accounts.routes.who import bp, member, viewer

__all__ = ["bp", "member", "people", "recovery", "sign_in", "viewer"]
