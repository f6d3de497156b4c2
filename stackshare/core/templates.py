"""What templates need besides values."""

import re
from collections.abc import Iterable, MutableMapping
from functools import cache
from hashlib import sha256
from html import escape as escaped
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import jinja2
from flask import Flask, current_app, g
from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from stackshare.core import text
from stackshare.core.markdown import excerpt, shown
from stackshare.core.web import absolute, this_page, twin

SPECIAL = re.compile("[&<>\"']")


def init_app(app: Flask) -> None:
    app.jinja_environment = Templates
    words = (text.compact, text.initials, text.listed, text.plural)
    filters = {f.__name__: f for f in (*words, excerpt, host, shown)}
    helpers = {f.__name__: f for f in (absolute, chips, icon, logo, static_url, this_page, twin)}
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(helpers, site=app.config["SETTINGS"])
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def keep_compiled(app: Flask) -> None:
    """Templates are compiled once, not at every start: half a second. What compiles them decides
    where they are kept."""
    compiler = sha256(Path(__file__).read_bytes() + jinja2.__version__.encode()).hexdigest()
    folder = app.config["SETTINGS"].data_dir / "templates" / compiler[:16]
    folder.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))


class PlainOutput(CodeGenerator):
    """Jinja marks each value that it writes as safe, and joins them all into one string. Values
    that are escaped but not marked make the same string and a page a tenth sooner."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.autoescape:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Templates(Environment):
    code_generator_class = PlainOutput

    @staticmethod
    def written(value: object) -> str:
        if type(value) is Markup:
            return value
        if type(value) is str:
            return escaped(value) if SPECIAL.search(value) else value
        return escape(value)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Jinja chains them, so that later ones are seen too. We have none, and a chain is slow."""
        return {**self.globals, **(d or {})}


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


def chips(tools: Iterable[HasLogo], more: str = "") -> Markup:
    """A list of them; more is an item of another kind at its end."""
    items = "".join([f"<li>{chip(tool)}</li>" for tool in tools])
    return Markup(f'<ul class="chips">{items}{escape(more)}</ul>')


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


@cache
def icon(name: str, size: int = 18) -> Markup:
    svg = Markup('<svg class="inline" width="{1}" height="{1}" aria-hidden="true">{0}</svg>')
    return svg.format(Markup('<use href="{}#i-{}"/>').format(static_url("sprite.svg"), name), size)


@cache
def static_url(name: str) -> str:
    """The address of a static file; it changes with the file, so browsers may keep it for good."""
    file = Path(current_app.static_folder or "") / name
    return f"/static/{name}?v={sha256(file.read_bytes()).hexdigest()[:10]}"


def host(url: str) -> str:
    """What of a link is shown: its host, or owner/name where it is a repository's."""
    parts = urlsplit(url)
    if parts.netloc in ("github.com", "gitlab.com", "codeberg.org"):
        return parts.path.strip("/") or parts.netloc
    return parts.netloc.removeprefix("www.")
