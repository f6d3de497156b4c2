"""The process that answers requests. It loads the house once; its workers are forked from it and
share the memory. It begins when it reads go: until then the database may not be ready."""

import gc
import sys

THREADS = 4  # in each worker: they wait for bodies and locks, and one makes pages at a time


def main() -> None:
    gc.disable()  # nothing that is loaded goes: looking for it would be a tenth of the start
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from stackshare import factory
    from stackshare.config import Settings, WrongSetting
    from stackshare.core.kept.counts import forget_counts

    try:
        app = factory.loaded()
    except WrongSetting:
        sys.exit(2)  # whoever started us says what is wrong
    settings: Settings = app.config["SETTINGS"]
    server = Granian(
        "stackshare.factory:loaded",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
    if sys.stdin.read() == "go":
        forget_counts(settings.data_dir / "metrics")
        gc.freeze()  # no worker copies it to look through it
        gc.enable()
        server.serve()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
