"""Whether the site can be served as it is: what is looked at before anything is prepared."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from stackshare import PACKAGE, ROOT
from stackshare.config import Settings, WrongSetting


@contextmanager
def own_port(settings: Settings) -> Iterator[None]:
    """Nobody else listens there, and none of us who starts meanwhile will: the server, which
    shares its port with whoever asks it to, would let two answer by turns."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, *_, address = found[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
        holder = socket.socket(family)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(address)
    except OSError as error:
        raise WrongSetting(
            f"HOST and PORT must be free to listen on: {settings.host} {settings.port} is not"
            f" ({error.strerror})."
        ) from error
    with holder:
        yield


def facts_of(settings: Settings) -> dict[str, str]:
    """What the database says of itself; nothing where it was never prepared or does not answer."""
    engine = create_engine(settings.database_url, **settings.engine_options)
    try:
        with engine.connect() as connection:
            return {name: value for name, value in connection.execute(text(FACTS))}
    except SQLAlchemyError:
        return {}
    finally:
        engine.dispose()


FACTS = "SELECT name, value FROM facts"


def fingerprint(settings: Settings) -> str:
    """Changes with everything that a database is prepared by: code, catalogue and migrations."""
    files = [
        *PACKAGE.rglob("*.py"),
        *PACKAGE.rglob("*.yaml"),
        *ROOT.glob("migrations/versions/*.py"),
    ]
    digest = sha256(b"demo" if settings.demo else b"")
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()
