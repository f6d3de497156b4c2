"""What templates need besides values."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, current_app, g

from stackshare.core import text
from stackshare.core.markdown import excerpt
from stackshare.core.web import absolute, this_page


def init_app(app: Flask) -> None:
    filters = {f.__name__: f for f in (text.compact, text.initials, text.plural, excerpt, host)}
    helpers = {f.__name__: f for f in (absolute, static_url, this_page, use_logo)}
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(helpers, site=app.config["SETTINGS"])
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def use_logo(slug: str, path: str) -> str:
    """The id of a logo's symbol. Each logo that a page shows is drawn once, at its end."""
    if "logos" not in g:
        g.logos = {}
    g.logos[f"l-{slug}"] = path
    return f"l-{slug}"


def static_url(name: str) -> str:
    """The address of a static file; it changes with the file, so browsers may keep it for good."""
    return fingerprinted(current_app.static_folder or "", name)


@cache
def fingerprinted(folder: str, name: str) -> str:
    return f"/static/{name}?v={sha256((Path(folder) / name).read_bytes()).hexdigest()[:10]}"


def host(url: str) -> str:
    """What of a link is shown: its host, or owner/name where it is a repository's."""
    parts = urlsplit(url)
    if parts.netloc in ("github.com", "gitlab.com", "codeberg.org"):
        return parts.path.strip("/")
    return parts.netloc.removeprefix("www.")
