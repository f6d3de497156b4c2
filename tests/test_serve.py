import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stackshare.cli import started, watch


@pytest.fixture(autouse=True)
def own_handler() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def script(words: str) -> list[str]:
    return [sys.executable, "-c", words]


def test_a_mail_worker_that_ends_is_started_again_until_the_server_ends(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    pipe.touch()
    wait = f"while len(open({str(pipe)!r}).read()) < 2: time.sleep(0.02)"
    server = script(f"import sys, time\n{wait}\nsys.exit(7)")
    worker = script(f"open({str(pipe)!r}, 'a').write('x')")
    with started(server, worker) as processes:
        assert watch(processes) == 7


def test_both_end_with_us() -> None:
    forever = script("import time\nwhile True: time.sleep(60)")
    with started(forever, forever) as processes:
        pass
    assert [process.returncode for process in processes] == [-signal.SIGTERM] * 2


def test_both_end_when_we_are_told_to() -> None:
    forever = script("import time\nwhile True: time.sleep(60)")
    with pytest.raises(SystemExit) as end, started(forever, forever) as processes:
        signal.raise_signal(signal.SIGTERM)
    assert end.value.code == 0
    assert all(process.returncode == -signal.SIGTERM for process in processes)
