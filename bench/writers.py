"""Sixteen members who vote without a pause, each in a process, by the site's own verb."""

import time
from multiprocessing import get_context
from typing import NamedTuple

from sqlalchemy import select

from bench.servers import OURS
from bench.votes import connect, lines_on_page
from stackshare import create_app
from stackshare.accounts.models import User
from stackshare.config import Settings
from stackshare.extensions import db
from stackshare.proscons.actions import vote_for
from stackshare.proscons.models import ProCon

WRITERS, SECONDS = 16, 4.0

processes = get_context("fork")


class Contest(NamedTuple):
    votes: int
    seconds: float
    longest: float  # seconds that one vote took, from asking to committed


def contest() -> Contest:
    """All at once. Their votes are taken back in turn, so counters end about where they began."""
    lines = [line.id for line in lines_on_page(connect())]
    with processes.Pool(WRITERS) as pool:
        results = pool.starmap(write, [(n, lines[n % len(lines)]) for n in range(WRITERS)])
    return Contest(sum(n for n, _ in results), SECONDS, max(longest for _, longest in results))


def write(writer: int, line: int) -> tuple[int, float]:
    app, votes, longest = create_app(Settings.from_env(OURS)), 0, 0.0
    with app.app_context():
        strangers = select(User.id).order_by(User.id.desc()).offset(writer).limit(1)
        user_id = db.session.scalars(strangers).one()
        db.session.rollback()
        end = time.monotonic() + SECONDS
        while (began := time.monotonic()) < end:
            user, procon = db.session.get_one(User, user_id), db.session.get_one(ProCon, line)
            vote_for(user, procon, wanted=votes % 2 == 0)
            db.session.commit()
            votes, longest = votes + 1, max(longest, time.monotonic() - began)
    return votes, longest
