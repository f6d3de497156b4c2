"""The process that answers requests. It loads the house once; its workers are forked from it and
share the memory. It begins when it reads go: until then the database may not be ready."""

import gc
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from stackshare import factory
from stackshare.core.kept.counts import forget_counts

THREADS = 4  # in each worker: they wait for bodies and locks, and one makes pages at a time


def main(host: str, port: str, workers: str) -> None:
    app = factory.loaded()
    server = Granian(
        "stackshare.factory:loaded",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=int(port),
        workers=int(workers),
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
    if sys.stdin.read() == "go":
        forget_counts(app.config["SETTINGS"].data_dir / "metrics")
        gc.freeze()  # what is loaded stays: no worker copies it to look through it
        server.serve()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(0)
