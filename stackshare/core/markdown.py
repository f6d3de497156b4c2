"""Markdown as members write it, to HTML that is safe to show."""

import re
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TAGS = set(
    (
        "a blockquote br code del div em h3 h4 hr li ol p pre s span strong table tbody td th "
        "thead tr ul"
    ).split()
)
ATTRIBUTES = {"a": {"href", "title"}, "span": {"class"}, "ol": {"start"}}


def paint(code: str, language: str, attributes: str) -> str:
    """Code with its words marked, where its language is known."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return highlight(code, lexer, HtmlFormatter[str](nowrap=True))


@cache
def parser() -> "MarkdownIt":
    """Made when somebody writes: a process that only serves reads loads none of it."""
    from markdown_it import MarkdownIt

    options = {"html": False, "linkify": True, "highlight": paint}
    return MarkdownIt("gfm-like", options).disable("image")


def to_html(markdown: str) -> str:
    """The HTML to store beside the text. Headings stand below those of the page."""
    tokens = parser().parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2", "h3") else "h4"
    html = parser().renderer.render(tokens, parser().options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def plain(html: str) -> str:
    """The words of rendered text."""
    blocks = re.sub(r"</(p|li|h\d|td|th|pre|blockquote)>|<br>", r" \g<0>", html)
    return " ".join(unescape(nh3.clean(blocks, tags=set())).split())


@lru_cache(maxsize=1_024)
def excerpt(html: str, longest: int = 280) -> str:
    """Its first words, for cards and descriptions."""
    words = plain(html)
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + "…"
