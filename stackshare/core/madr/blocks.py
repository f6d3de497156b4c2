"""Markdown as blocks: headings and list items by their lines, everything else as it is."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MARKER = re.compile(r"\s*(?:[*+-]|\d{1,9}[.)])(?:\s+|$)")
# A heading in what somebody wrote stands three levels deeper in a record, and closes with as many
# signs as it had, so that it can be told from those of the record and brought back.
HIGH = re.compile(r"^( {0,3})(#{1,3})((?:[ \t].*)?)$")
LOWERED = re.compile(r"^( {0,3})###(#{1,3})((?:[ \t].*)?) \2$")


class Part(NamedTuple):
    level: int  # 0: what stands above the first heading
    name: str
    body: str


@cache
def parser() -> "MarkdownIt":
    """Blocks alone. What looks like HTML is text, as it is wherever members write. Made when a
    record comes or goes."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable("inline")


def headings(text: str) -> Iterator[tuple["Token", str]]:
    """Those of the text itself, not of its lists and quotes, each with what it says."""
    tokens = parser().parse(text)
    for token, inline in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and token.level == 0 and token.markup.startswith("#"):
            yield token, inline.content


def parts(text: str, deepest: int = 3) -> list[Part]:
    """The text, cut at its headings down to this level."""
    lines, cuts = text.split("\n"), [(0, 0, "", 0)]
    for token, name in headings(text):
        if token.map and len(token.markup) <= deepest:
            cuts.append((token.map[0], token.map[1], name, len(token.markup)))
    ends = [cut[0] for cut in cuts[1:]] + [len(lines)]
    return [
        Part(level, name.strip(), "\n".join(lines[first:end]).strip("\n"))
        for (_, first, name, level), end in zip(cuts, ends, strict=True)
    ]


def items(text: str) -> tuple[list[str], str]:
    """The items of the text's lists, and the text without them."""
    lines, found, taken = text.split("\n"), list[str](), set[int]()
    for token in parser().parse(text):
        if token.type == "list_item_open" and token.level == 1 and token.map:
            first, end = token.map
            taken.update(range(first, end))
            ours = [MARKER.sub("", lines[first], count=1), *map(str.strip, lines[first + 1 : end])]
            found.append("\n".join(ours).strip())
    rest = [line for n, line in enumerate(lines) if n not in taken]
    return found, "\n".join(rest).strip()


def lowered(text: str) -> str:
    """As it can stand inside a record."""
    text = with_headings(text, lambda line: HIGH.sub(r"\1###\2\3 \2", line))
    last = parser().parse(f"{text}\n\n# end")[-3:]
    if last and last[0].type != "heading_open":  # its last block of code was never closed
        text += f"\n{last[-1].markup}"
    return text


def brought_back(text: str) -> str:
    return with_headings(text, lambda line: LOWERED.sub(r"\1\2\3", line))


def with_headings(text: str, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    if all(change(line) == line for line in lines):
        return text
    for token, _ in headings(text):
        if token.map:
            lines[token.map[0]] = change(lines[token.map[0]])
    return "\n".join(lines)
