"""Running the site's processes. Loads next to nothing, so that they start soon."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# It serves once it reads go.
WEB_SERVER = [sys.executable, "-m", "stackshare.web_server"]
MAIL_WORKER = [sys.executable, "-m", "stackshare.cli", "mail-worker"]
PATIENCE = 15  # seconds that a process which was told to end may take

Process = subprocess.Popen[bytes]


@contextmanager
def started(*commands: list[str]) -> Iterator[list[Process]]:
    """Processes beside ours that end with ours. They are new, not forked: nothing is shared."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    processes: list[Process] = []
    try:
        processes += [subprocess.Popen(command, stdin=subprocess.PIPE) for command in commands]
        yield processes
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def watch(processes: list[Process]) -> int:
    """Wait for the first to end, and say how it did. The others are started again when they end."""
    while True:
        with suppress(subprocess.TimeoutExpired):
            return processes[0].wait(timeout=1)
        for place, process in enumerate(processes[1:], 1):
            if process.poll() is not None:
                processes[place] = subprocess.Popen(process.args)


def begin(server: Process) -> None:
    """The database is ready."""
    assert server.stdin
    with suppress(BrokenPipeError):  # it ended already: whoever watches it says so
        server.stdin.write(b"go")
        server.stdin.close()
