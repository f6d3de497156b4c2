"""What templates need besides values."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from flask import Flask, current_app, g
from markupsafe import Markup

from stackshare.core import text
from stackshare.core.markdown import excerpt
from stackshare.core.web import absolute, this_page


def init_app(app: Flask) -> None:
    filters = {f.__name__: f for f in (text.compact, text.initials, text.plural, excerpt, host)}
    helpers = {f.__name__: f for f in (absolute, chip, icon, logo, static_url, this_page)}
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(helpers, site=app.config["SETTINGS"])
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


class HasLogo(Protocol):
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def logo(self) -> str | None: ...


def logo(tool: HasLogo) -> Markup:
    """A tool's logo, or the first letter of its name. Each path that a page uses is drawn once,
    at its end."""
    if not tool.logo:
        return letter(text.initials(tool.name)[0])
    g.setdefault("logos", {})[tool.slug] = symbol(tool.slug, tool.logo)
    return use(tool.slug)


def chip(tool: HasLogo) -> Markup:
    """A link to a tool, as small as its name."""
    return drawn_chip(logo(tool), tool.slug, tool.name)


@cache
def drawn_chip(logo: Markup, slug: str, name: str) -> Markup:
    return Markup('<a class="chip" href="/tools/{}">{}{}</a>').format(slug, logo, name)


@cache
def letter(initial: str) -> Markup:
    return Markup('<span class="letter" aria-hidden="true"><b>{}</b></span>').format(initial)


@cache
def symbol(slug: str, path: str) -> Markup:
    symbol = Markup('<symbol id="l-{}" viewBox="0 0 24 24"><path d="{}"/></symbol>')
    return symbol.format(slug, path)


@cache
def use(slug: str) -> Markup:
    return Markup('<svg class="logo" aria-hidden="true"><use href="#l-{}"/></svg>').format(slug)


def icon(name: str, size: int = 18) -> Markup:
    return drawn(static_url("sprite.svg"), name, size)


@cache
def drawn(sprite: str, name: str, size: int) -> Markup:
    svg = Markup('<svg class="inline" width="{1}" height="{1}" aria-hidden="true">{0}</svg>')
    return svg.format(Markup('<use href="{}#i-{}"/>').format(sprite, name), size)


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
