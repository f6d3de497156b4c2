"""Sixteen members who vote without a pause, each in a process, by the site's own verb."""

import time
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
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
ready: Barrier


class Contest(NamedTuple):
    votes: int
    seconds: float
    longest: float  # seconds that one vote took, from asking to committed


def contest() -> Contest:
    """All at once. Their votes are taken back in turn, so counters end about where they began."""
    lines = [line.id for line in lines_on_page(connect())]
    with processes.Pool(WRITERS, get_ready, [processes.Barrier(WRITERS)]) as pool:
        results = pool.starmap(write, [(n, lines[n % len(lines)]) for n in range(WRITERS)])
    return Contest(sum(n for n, _ in results), SECONDS, max(longest for _, longest in results))


def get_ready(barrier: Barrier) -> None:
    global ready
    ready = barrier


def write(writer: int, line: int) -> tuple[int, float]:
    """Two votes before the others are there: a process that just started is slow by itself."""
    app, votes, longest = create_app(Settings.from_env(OURS)), 0, 0.0
    with app.app_context():
        strangers = select(User.id).order_by(User.id.desc()).offset(writer).limit(1)
        user_id = db.session.scalars(strangers).one()
        db.session.rollback()
        for wanted in (True, False):
            turn(user_id, line, wanted=wanted)
        ready.wait()
        end = time.monotonic() + SECONDS
        while (began := time.monotonic()) < end:
            turn(user_id, line, wanted=votes % 2 == 0)
            votes, longest = votes + 1, max(longest, time.monotonic() - began)
    return votes, longest


def turn(user_id: int, line: int, *, wanted: bool) -> None:
    user, procon = db.session.get_one(User, user_id), db.session.get_one(ProCon, line)
    vote_for(user, procon, wanted=wanted)
    db.session.commit()
