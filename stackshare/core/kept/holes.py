"""The places of a page that differ from reader to reader.

A template marks them, so what it renders is the same for everybody, with holes; then the holes
are filled for whoever reads. A mark (a vote, a follow) is a link to sign in for a visitor and a
button for a member. A part is rendered for each member. A region is for members or for an owner.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

EDGE, COMMA = "\0", "\1"  # no text of ours holds one: the gate turns NUL away
PARTS = ("account", "notices", "token")
UNPRESSED = b'value="y" aria-pressed="false"'
PRESSED = b'value="n" aria-pressed="true"'


def init_app(app: Flask) -> None:
    helpers = {f.__name__: f for f in (hole, mark, end_mark, for_reader)}
    app.jinja_env.globals.update(helpers)


# --- what templates say


def hole(kind: str, *facts: object) -> Markup:
    words = COMMA.join([kind, *(str(escape(fact)) for fact in facts)])
    return Markup(f"{EDGE}{words}{EDGE}")


def mark(kind: str, id: int, key: int | str, author_id: int = 0) -> Markup:
    """In the place of a tag's name: <{{ mark(…) }} class="vote">…</{{ end_mark() }}>. The key
    is what URLs call the thing, the author is who may not mark it."""
    return Markup(f"{EDGE}mark{COMMA}{kind}{COMMA}{id}{COMMA}{key}{COMMA}{author_id}{EDGE}")


def end_mark() -> Markup:
    return hole("end mark")


def for_reader(owner_id: int = 0, *, caller: Any) -> Markup:
    """{% call(it) for_reader() %}: it is true for members; with an id for that one alone."""
    yes, no = hole("if", owner_id), hole("else", owner_id)
    return Markup("").join([yes, caller(True), no, caller(False), hole("end")])


# --- who reads


class MarkKind(NamedTuple):
    action: str  # where its button posts to: {} stands for the key
    marked_by: Callable[[int], Iterable[int]]  # the ids that a member has marked


@dataclass
class Reader:
    """What fills the holes for one member. Asked for when needed, and then remembered."""

    id: int
    kinds: Mapping[str, MarkKind]
    parts: dict[str, bytes] = field(default_factory=dict)
    marks: dict[str, frozenset[int]] = field(default_factory=dict)

    def part(self, name: str, takes: str = "") -> bytes:
        if name not in self.parts:
            self.parts[name] = members_part(name, takes)
        return self.parts[name]

    def marked(self, kind: str) -> frozenset[int]:
        if kind not in self.marks:
            self.marks[kind] = frozenset(self.kinds[kind].marked_by(self.id))
        return self.marks[kind]

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        marks = sum(len(ids) for ids in self.marks.values())
        return 2_000 + sum(len(part) for part in self.parts.values()) + 80 * marks

    def know_all(self) -> None:
        """From here on nothing is asked: the reader can be kept beside the pages."""
        for name in PARTS:
            self.part(name)
        for kind in self.kinds:
            self.marked(kind)


def members_part(name: str, takes: str) -> bytes:
    if name == "token":
        return str(generate_csrf()).encode()
    return render_template(f"_{name}.html", takes=Markup(takes)).strip().encode()


def visitors_part(name: str, takes: str) -> bytes:
    """Rendered past Flask, which would look up who reads."""
    if name == "token":
        return b""
    template = current_app.jinja_env.get_template(f"_{name}.html")
    return template.render(viewer=None, takes=Markup(takes)).strip().encode()


# --- a page in pieces


@dataclass(frozen=True)
class Text:
    content: bytes

    def visitors(self) -> bytes:
        return self.content

    def members(self, reader: Reader | None) -> bytes:
        return self.content


@dataclass(frozen=True)
class Part:
    name: str
    takes: str = ""

    def visitors(self) -> bytes:
        return visitors_part(self.name, self.takes)

    def members(self, reader: Reader | None) -> bytes:
        return reader.part(self.name, self.takes) if reader else b""


@dataclass(frozen=True)
class Mark:
    kind: str
    id: int
    key: str
    action: str
    author_id: int

    def visitors(self) -> bytes:
        login = f"/login?next={quote(request.path)}&amp;do={self.kind}-{self.key}"
        return f'a href="{login}" rel="nofollow"'.encode()

    def members(self, reader: Reader | None) -> bytes:
        button = f'button form="act" formaction="{self.action}" name="wanted" '.encode()
        is_on = reader is not None and self.id in reader.marked(self.kind)
        is_own = reader is not None and reader.id == self.author_id
        return button + (PRESSED if is_on else UNPRESSED) + (b" disabled" if is_own else b"")


@dataclass(frozen=True)
class EndMark:
    def visitors(self) -> bytes:
        return b"a"

    def members(self, reader: Reader | None) -> bytes:
        return b"button"


@dataclass(frozen=True)
class Region:
    """A piece that only some read: the members or all others, an owner or all others."""

    inside: "Piece"
    owner_id: int  # 0: any member
    for_them: bool

    def visitors(self) -> bytes:
        return b"" if self.for_them else self.inside.visitors()

    def members(self, reader: Reader | None) -> bytes:
        is_one = not self.owner_id or (reader is not None and reader.id == self.owner_id)
        return self.inside.members(reader) if is_one == self.for_them else b""


Piece = Text | Part | Mark | EndMark | Region


def pieces(page: bytes) -> Iterator[Piece]:
    region: tuple[int, bool] | None = None
    for number, piece in enumerate(page.split(EDGE.encode())):
        found: Piece = Text(piece)
        if number % 2:
            kind, *facts = piece.decode().split(COMMA)
            if kind in ("if", "else", "end"):
                region = None if kind == "end" else (int(facts[0]), kind == "if")
                continue
            found = piece_of(kind, facts)
        yield Region(found, *region) if region else found


def piece_of(kind: str, facts: list[str]) -> Piece:
    if kind == "end mark":
        return EndMark()
    if kind == "mark":
        name, id, key, author_id = facts
        action: str = current_app.extensions["kept"].marks[name].action.format(key)
        return Mark(name, int(id), key, action, int(author_id))
    return Part(kind, *facts)


def filled(page: bytes, reader: Reader | None) -> bytes:
    if reader is None:
        return b"".join(piece.visitors() for piece in pieces(page))
    return b"".join(piece.members(reader) for piece in pieces(page))


class Pieces:
    """A page that can be filled for one member after another: only what may differ is looked at."""

    def __init__(self, page: bytes) -> None:
        plain: list[bytes] = []
        self.shared: list[bytes] = []  # as most members read it
        self.personal: list[tuple[int, Piece]] = []
        self.marks: dict[str, dict[int, list[tuple[int, Mark]]]] = defaultdict(dict)
        self.own: dict[int, list[tuple[int, Mark]]] = defaultdict(list)
        for piece in pieces(page):
            place = len(self.shared)
            if isinstance(piece, Mark):
                self.marks[piece.kind].setdefault(piece.id, []).append((place, piece))
                self.own[piece.author_id].append((place, piece))
            elif isinstance(piece, Part | Region):
                self.personal.append((place, piece))
            plain.append(piece.visitors())
            self.shared.append(piece.members(None))
        self.plain = b"".join(plain)  # as visitors read it

    @property
    def differ(self) -> bool:
        """Not everybody reads the same."""
        return bool(self.personal or self.marks)

    def filled(self, reader: Reader) -> bytes:
        parts = self.shared.copy()
        for place, piece in self.personal:
            parts[place] = piece.members(reader)
        for kind, places in self.marks.items():
            for id in places.keys() & reader.marked(kind):
                for place, mark in places[id]:
                    parts[place] = mark.members(reader)
        for place, mark in self.own.get(reader.id, ()):
            parts[place] = mark.members(reader)
        return b"".join(parts)
