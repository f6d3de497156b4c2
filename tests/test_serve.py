import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from stackshare import create_app, readiness
from stackshare.accounts.models import User
from stackshare.catalogue import fingerprint
from stackshare.config import Settings, WrongSetting
from stackshare.core.facts import remember
from stackshare.core.schema import migrate_to_newest
from stackshare.extensions import db
from stackshare.readiness import facts_of, own_port
from stackshare.readiness import fingerprint as fingerprint_of_house
from stackshare.serving import WEB_SERVER, started, watch
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


def preparing(env: dict[str, str], *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "stackshare", *(words or ["prepare"])]
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
    larger = preparing(env, "demo", "--scale", "10")
    assert larger.communicate()[1].startswith("A demo needs an empty database: people live in ")
    assert larger.returncode == 2


def refused() -> pytest.RaisesExc[WrongSetting]:
    return pytest.raises(WrongSetting, match="^HOST and PORT must be free")


@pytest.mark.parametrize("host, family", [("::1", "AF_INET6"), ("127.0.0.1", "AF_INET")])
def test_a_taken_port_is_refused_in_either_family(tmp_path: Path, host: str, family: str) -> None:
    with socket.socket(socket.AddressFamily[family]) as other:
        try:
            other.bind((host, 0))
        except OSError:
            pytest.skip("no such network here")
        other.listen()
        port = other.getsockname()[1]
        env = {"DATA_DIR": str(tmp_path), "HOST": host, "PORT": str(port)}
        settings = Settings.from_env(env)
        with refused(), own_port(settings):
            pass
    with own_port(settings), refused(), own_port(settings):  # two of us, though neither listens yet
        pass
    with own_port(settings):
        pass


def test_a_host_nobody_knows_is_refused(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path), "HOST": "no host at all"}
    settings = Settings.from_env(env)
    with refused(), own_port(settings):
        pass


@pytest.mark.parametrize(
    "host, address",
    [
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("localhost", "http://localhost:8000"),
    ],
)
def test_the_announced_address_can_be_opened(tmp_path: Path, host: str, address: str) -> None:
    assert Settings.from_env({"DATA_DIR": str(tmp_path), "HOST": host}).listens_at == address


def test_the_server_itself_is_not_started_again() -> None:
    with started(script(""), script("import signal\nsignal.pause()")) as processes:
        server = processes[0]
        assert watch(processes) == 0
        assert processes[0] is server


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/none", "sqlite:////proc/none/site.db"])
def test_a_database_that_is_away_is_one_sentence(tmp_path: Path, url: str) -> None:
    away = preparing({"DATA_DIR": str(tmp_path), "DATABASE_URL": url})
    [sentence] = away.communicate()[1].splitlines()
    assert sentence.startswith("The database that DATABASE_URL names cannot be used: ")
    assert away.returncode == 1


@pytest.mark.parametrize("command", ["prepare", "recount"])
def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path, command: str) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("These are words, and no database." * 99)
    lost = preparing({"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{notes}"}, command)
    [sentence] = lost.communicate()[1].splitlines()
    assert sentence.endswith("cannot be used: file is not a database")
    assert lost.returncode == 1


@pytest.mark.parametrize("command", ["recount", "reindex", "forget-pages"])
def test_a_database_that_nobody_prepared_is_one_sentence(env: dict[str, str], command: str) -> None:
    early = preparing(env, command)
    assert early.communicate()[1] == (
        "The database is not prepared for this version: run stackshare prepare first.\n"
    )
    assert early.returncode == 1
    away = preparing({**env, "DATABASE_URL": "postgresql://127.0.0.1:1/none"}, command)
    [sentence] = away.communicate()[1].splitlines()
    assert sentence.startswith("The database that DATABASE_URL names cannot be used: ")
    assert away.returncode == 1


def test_what_is_prepared_is_not_prepared_again(env: dict[str, str]) -> None:
    settings = Settings.from_env(env)
    assert facts_of(settings) == {}
    assert preparing(env).communicate()[1] == ""
    assert facts_of(settings)["prepared"] == fingerprint_of_house(settings)
    assert facts_of(settings)["prepared"] != fingerprint_of_house(replace(settings, demo=True))


def test_what_starts_often_loads_only_what_it_needs() -> None:
    """Each of these modules takes a twentieth of a second; rooms need them when somebody writes."""
    heavy = {"email_validator", "markdown_it", "sqlalchemy.dialects.postgresql"}
    assert not heavy & loaded_with("stackshare.web_server", "stackshare.factory")
    assert "sqlalchemy" not in loaded_with("stackshare.cli", "stackshare.readiness")


def loaded_with(*modules: str) -> set[str]:
    words = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    return set(subprocess.check_output(script(words), text=True).split())


def test_what_is_prepared_is_compiled_even_where_python_writes_no_bytecode(
    env: dict[str, str],
) -> None:
    compiled = Path(cache_from_source(readiness.__file__))
    compiled.unlink(missing_ok=True)
    assert preparing({**env, "PYTHONDONTWRITEBYTECODE": "1"}).communicate()[1] == ""
    assert compiled.exists()


def test_options_of_an_address_are_no_part_of_its_file(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/site.db?timeout=9"}
    assert preparing(env).communicate()[1] == ""
    assert "prepared" in facts_of(Settings.from_env(env))
    assert not list(tmp_path.glob("*timeout*"))


def test_the_web_server_begins_when_it_is_told_to_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with started(WEB_SERVER) as (server,):
        assert server.stdin
        server.stdin.close()  # nobody will ever say go
        assert server.wait(timeout=30) == 0
