"""Settings: each one from the environment, each with a default that is safe."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

LOOPBACK = ["localhost", "127.0.0.1", "::1"]


class WrongSetting(ValueError):
    """The sentence that says which setting is wrong, and what would be right."""


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    database_url: str
    redis_url: str | None
    mail_url: str
    secret_key: str
    base_url: str | None  # without it any loopback host and port
    site_name: str
    host: str
    port: int
    workers: int
    trusted_proxies: int
    rate_limits: bool
    demo: bool

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        data_dir = Path(env.get("DATA_DIR") or "data").resolve()
        demo = is_demo(env.get("DEMO"))
        return cls(
            data_dir=data_dir,
            database_url=database_url(env.get("DATABASE_URL"), data_dir, demo=demo),
            redis_url=redis_url(env),
            mail_url=mail_url(env.get("MAIL_URL")),
            secret_key=env.get("SECRET_KEY") or kept_secret(data_dir),
            base_url=base_url(env),
            site_name=env.get("SITE_NAME") or "Cairn",
            host=env.get("HOST") or "127.0.0.1",
            port=number(env, "PORT", 8000, 1, 65_535),
            workers=number(env, "WORKERS", min(os.cpu_count() or 1, 4), 1, 64),
            trusted_proxies=number(env, "TRUSTED_PROXIES", 0, 0, 10),
            rate_limits=switch(env, "RATE_LIMITS"),
            demo=demo,
        )

    def for_flask(self) -> dict[str, Any]:
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": self.engine_options,
            "OUR_HOSTS": [urlsplit(self.base_url).hostname] if self.base_url else LOOPBACK,
            "SESSION_COOKIE_NAME": "__Host-session" if self.is_https else "session",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.is_https,
            "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 90,
            "SESSION_REFRESH_EACH_REQUEST": False,  # after_a_visit renews the cookie
            "SESSION_PROTECTION": None,  # Flask-Login's would mark every visitor's cookie
            "WTF_CSRF_TIME_LIMIT": None,  # a page may stay open for as long as its session lives
            "MAX_CONTENT_LENGTH": 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 512 * 1024,
            "MAX_FORM_PARTS": 500,
        }

    @property
    def engine_options(self) -> dict[str, Any]:
        """A PostgreSQL that is away is noticed soon, and one that came back is found."""
        if self.database_url.startswith("sqlite"):
            return {}
        args = {"connect_timeout": 3, "tcp_user_timeout": 5_000}  # seconds, milliseconds
        return {"pool_pre_ping": True, "pool_timeout": 5, "connect_args": args}

    @property
    def is_https(self) -> bool:
        return bool(self.base_url and self.base_url.startswith("https:"))

    @property
    def listens_at(self) -> str:
        """Where the site answers on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def mail_from(self) -> str:
        """Who writes our mails: the address in MAIL_URL's ?from=, or one of this host."""
        named = parse_qs(urlsplit(self.mail_url).query).get("from")
        host = urlsplit(self.base_url or "").hostname or "localhost"
        return named[0] if named else f"noreply@{host}"


def number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = env.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise WrongSetting(f"{name} must be a number from {low} to {high}, not “{value}”.")
    return int(value)


def url_of(env: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    """A wrong value is not repeated: it may hold a password."""
    value = env.get(name) or None
    try:
        right = value is None or (urlsplit(value).scheme in schemes and urlsplit(value).port != 0)
    except ValueError:
        right = False
    if not right:
        allowed = " or ".join(f"{scheme}:" for scheme in schemes)
        raise WrongSetting(f"{name} must be a whole URL that begins with {allowed}.")
    return value


def is_demo(value: str | None) -> bool:
    if value not in (None, "", "y"):
        raise WrongSetting(f"DEMO must be y or empty, not “{value}”.")
    return value == "y"


def switch(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name) or "on"
    if value not in ("on", "off"):
        raise WrongSetting(f"{name} must be on or off, not “{value}”.")
    return value == "on"


def mail_url(value: str | None) -> str:
    """Where mail goes. A wrong value is not repeated: it may hold a password."""
    value = value or "console:"
    try:
        url = urlsplit(value)
        file = url.scheme == "file" and not url.netloc and len(url.path) > 1
        server = url.scheme in ("smtp", "smtps") and url.hostname and url.port != 0
        senders = parse_qs(url.query, strict_parsing=bool(url.query)).get("from", [])
        right = (file or server or value == "console:") and all(
            re.fullmatch(r"[^@\s]+@[^@\s]+", sender) for sender in senders
        )
    except ValueError:
        right = False
    if not right:
        raise WrongSetting(
            "MAIL_URL must look like console:, file:///folder or smtp://user:password@host:port"
            " (smtps: likewise), with ?from=address where the sender is not noreply@ this host."
        )
    return value


def base_url(env: Mapping[str, str]) -> str | None:
    value = url_of(env, "BASE_URL", ("http", "https"))
    if value is None:
        return None
    parts = urlsplit(value)
    if not parts.hostname or parts.path.strip("/") or parts.query:
        raise WrongSetting(f"BASE_URL must name a host and no path, not “{value}”.")
    return f"{parts.scheme}://{parts.netloc}"


def redis_url(env: Mapping[str, str]) -> str | None:
    value = url_of(env, "REDIS_URL", ("redis", "rediss", "unix"))
    if value:
        require("redis", "REDIS_URL", extra="redis")
    return value


def require(package: str, setting: str, *, extra: str) -> None:
    if find_spec(package) is None:
        raise WrongSetting(
            f"{setting} needs the package {package}: install it with pip install '.[{extra}]'."
        )


def database_url(value: str | None, data_dir: Path, *, demo: bool) -> str:
    """SQLAlchemy's form of the address. A demo has a database of its own."""
    if not value:
        return f"sqlite:///{data_dir / ('demo.db' if demo else 'stackshare.db')}"
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and rest.strip("/"):
        return (
            f"sqlite:///{Path(rest[1:]).absolute()}"  # Flask-SQLAlchemy would take another folder
        )
    from sqlalchemy import make_url  # which takes long to load, and is needed for servers alone
    from sqlalchemy.exc import ArgumentError

    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and rest:
        url = f"postgresql+psycopg://{rest}"  # bare postgresql: would mean psycopg2
        require("psycopg", "DATABASE_URL", extra="postgres")
    else:
        url = ""
    try:
        make_url(url)
    except (ArgumentError, ValueError):  # what they say repeats the value, and its password
        raise WrongSetting(
            "DATABASE_URL must look like postgresql://host/name or sqlite:///file."
        ) from None
    return url


def kept_secret(data_dir: Path) -> str:
    """The secret that was made at the first start; of several first starts, one makes it."""
    path = data_dir / "secret_key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = data_dir / f".secret_key.{secrets.token_hex(8)}"
        if not path.exists():
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_hex(32))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text()
    except OSError as error:
        raise WrongSetting(f"DATA_DIR must be a folder that can be written to: {error}.") from error
