"""Markdown as members write it, to HTML that is safe to show."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from html import unescape
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TAGS = set(
    (
        "a blockquote br code del div em h3 h4 hr li ol p pre s span strong table tbody td th "
        "thead tr ul"
    ).split()
)
MENTION = re.compile(r"(?<![\w@/.-])@([a-z0-9]+(?:-[a-z0-9]+)*)", re.IGNORECASE)
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


def to_html(markdown: str, people: Mapping[str, str] | None = None) -> str:
    """The HTML to store beside the text. Headings stand below those of the page; where one of
    these people is named, as @ada, stands a link: they come by username, with their URLs."""
    tokens = parser().parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2", "h3") else "h4"
        if people and token.type == "inline":
            token.children = [*with_people(token.children or [], people)]
    html = parser().renderer.render(tokens, parser().options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def mentioned(markdown: str, most: int = 20) -> list[str]:
    """The usernames that a text names, as @ada, outside of code and links: the first so many."""
    names: dict[str, None] = {}
    for token in parser().parse(markdown):
        for part, is_free in with_freedom(token.children or []):
            if is_free:
                names.update(dict.fromkeys(name.lower() for name in MENTION.findall(part.content)))
    return list(names)[:most]


def with_freedom(tokens: Iterable["Token"]) -> Iterator[tuple["Token", bool]]:
    """Each token, and whether it is words that lead nowhere yet."""
    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        yield token, token.type == "text" and not links


def with_people(tokens: Iterable["Token"], people: Mapping[str, str]) -> Iterator["Token"]:
    from markdown_it.token import Token

    for token, is_free in with_freedom(tokens):
        if not is_free:
            yield token
            continue
        for n, words in enumerate(MENTION.split(token.content)):
            url = people.get(words.lower()) if n % 2 else None
            if url:
                yield Token("link_open", "a", 1, attrs={"href": url})
            yield Token("text", "", 0, content=f"@{words}" if n % 2 else words)
            if url:
                yield Token("link_close", "a", -1)


def shown(html: str) -> Markup:
    """Rendered text on a page: code that is wider than its place is scrolled by keyboard too."""
    return Markup(html.replace("<pre>", '<pre tabindex="0">'))


def plain(html: str) -> str:
    """The words of rendered text."""
    blocks = re.sub(r"</(p|li|h\d|td|th|pre|blockquote)>|<br>", r" \g<0>", html)
    return " ".join(unescape(nh3.clean(blocks, tags=set())).split())


@lru_cache(maxsize=1_024)
def excerpt(html: str, longest: int = 280) -> str:
    """Its first words, for cards and descriptions."""
    words = plain(html)
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + "…"
