import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stackshare import create_app
from stackshare.accounts.models import User
from stackshare.catalogue import fingerprint
from stackshare.cli import started, watch
from stackshare.config import Settings
from stackshare.core.facts import remember
from stackshare.core.schema import migrate_to_newest
from stackshare.extensions import db
from tests.conftest import POSTGRESQL, own_database


@pytest.fixture(autouse=True)
def own_handler() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def script(words: str) -> list[str]:
    return [sys.executable, "-c", words]


def test_a_mail_worker_that_ends_is_started_again_until_the_server_ends(tmp_path: Path) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    server = script(f"import sys\nfor _ in range(2): open({pipe!r}).read()\nsys.exit(7)")
    worker = script(f"open({pipe!r}, 'w').write('x')")
    with started(server, worker) as processes:
        assert watch(processes) == 7


def test_both_end_with_us() -> None:
    forever = script("import signal\nsignal.pause()")
    with started(forever, forever) as processes:
        pass
    assert [process.returncode for process in processes] == [-signal.SIGTERM] * 2


def test_both_end_when_we_are_told_to() -> None:
    forever = script("import signal\nsignal.pause()")
    with pytest.raises(SystemExit) as end, started(forever, forever) as processes:
        signal.raise_signal(signal.SIGTERM)
    assert end.value.code == 0
    assert all(process.returncode == -signal.SIGTERM for process in processes)


@pytest.fixture
def env(tmp_path: Path, worker_id: str) -> dict[str, str]:
    """The settings of a site whose database nobody has prepared yet."""
    url = f"sqlite:///{tmp_path / 'site.db'}"
    if POSTGRESQL:
        url = own_database(POSTGRESQL, f"{worker_id}_start")
    return {"DATA_DIR": str(tmp_path), "DATABASE_URL": url}


def preparing(env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "stackshare", "prepare"]
    return subprocess.Popen(command, env={**os.environ, **env}, stderr=subprocess.PIPE, text=True)


def test_processes_that_start_at_once_on_nothing_do_not_collide(env: dict[str, str]) -> None:
    three = [preparing(env) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in three] == [("", 0)] * 3


def test_a_demo_is_not_built_where_somebody_lives(env: dict[str, str]) -> None:
    app = create_app(Settings.from_env(env))
    with app.app_context():
        migrate_to_newest()
        db.session.add(User(handle="alice", name="Alice", email="alice@example.org"))
        db.session.commit()
        remember("catalogue", fingerprint())
        db.session.commit()
        db.engine.dispose()
    demo = preparing({**env, "DEMO": "y"})
    assert demo.communicate()[1] == "DATABASE_URL must name an empty database for a demo.\n"
    assert demo.returncode == 2
