"""The places of a page that differ from reader to reader.

A template marks them, so what it renders is the same for everybody, with holes; then the holes
are filled for whoever reads. A mark (a vote, a follow) is a link to sign in for a visitor and a
button for a member. A part is rendered for each member. A region is for members or for an owner.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from stackshare.core.kept.values import once

EDGE, COMMA = "\0", "\1"  # no text of ours holds one: the gate turns NUL away
PARTS = ("account", "notices", "token")
UNPRESSED = b'value="y" aria-pressed="false"'
PRESSED = b'value="n" aria-pressed="true"'


def init_app(app: Flask) -> None:
    helpers = {f.__name__: f for f in (hole, mark, end_mark, for_reader, once)}
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


Facts = Mapping[str, Callable[[int], object]]  # by name: what it is for a member


@dataclass
class Reader:
    """What fills the holes for one member. Asked for when needed, and then remembered."""

    id: int
    kinds: Mapping[str, MarkKind]
    facts: Mapping[str, Facts]  # by part
    parts: dict[str, bytes] = field(default_factory=dict)
    marks: dict[str, frozenset[int]] = field(default_factory=dict)

    def part(self, name: str) -> bytes:
        if name not in self.parts:
            facts = self.facts.get(name, {}).items()
            self.parts[name] = members_part(name, {fact: of(self.id) for fact, of in facts})
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


def members_part(name: str, facts: Mapping[str, object]) -> bytes:
    if name == "token":
        return str(generate_csrf()).encode()
    return render_template(f"_{name}.html", **facts).strip().encode()


def visitors_part(name: str, takes: str) -> bytes:
    """Rendered past Flask, which would look up who reads."""
    if name == "token":
        return b""
    template = current_app.jinja_env.get_template(f"_{name}.html")
    return template.render(viewer=None, takes=Markup(takes)).strip().encode()


# --- a page in pieces: bytes for everybody, and holes


class Part(NamedTuple):
    name: str
    takes: str = ""  # for visitors: a query, what they came for

    def visitors(self) -> bytes:
        return visitors_part(self.name, self.takes)

    def members(self, reader: Reader | None) -> bytes:
        return reader.part(self.name) if reader else b""


class Mark(NamedTuple):
    kind: str
    id: int
    key: str
    author_id: int
    action: str  # where its button posts to: {} stands for the key
    link: bytes

    def visitors(self) -> bytes:
        return self.link

    def members(self, reader: Reader | None) -> bytes:
        action = self.action.format(self.key)
        button = f'button form="act" formaction="{action}" name="wanted" '.encode()
        is_on = reader is not None and self.id in reader.marked(self.kind)
        is_own = reader is not None and reader.id == self.author_id
        return button + (PRESSED if is_on else UNPRESSED) + (b" disabled" if is_own else b"")


class EndMark(NamedTuple):
    def visitors(self) -> bytes:
        return b"a"

    def members(self, reader: Reader | None) -> bytes:
        return b"button"


class Region(NamedTuple):
    """A piece that only some read: the members or all others, an owner or all others."""

    inside: "Piece"
    owner_id: int  # 0: any member
    for_them: bool

    def visitors(self) -> bytes:
        return b"" if self.for_them else for_visitors(self.inside)

    def members(self, reader: Reader | None) -> bytes:
        is_one = not self.owner_id or (reader is not None and reader.id == self.owner_id)
        return for_member(self.inside, reader) if is_one == self.for_them else b""


END_MARK = EndMark()

Hole = Part | Mark | EndMark | Region
Piece = bytes | Hole


def for_visitors(piece: Piece) -> bytes:
    return piece if isinstance(piece, bytes) else piece.visitors()


def for_member(piece: Piece, reader: Reader | None) -> bytes:
    """Without a reader: for a member who marked nothing."""
    return piece if isinstance(piece, bytes) else piece.members(reader)


def pieces(page: str) -> Iterator[Piece]:
    """Of a page of this request: its links to sign in lead back here."""
    login = f"/login?next={quote(request.path)}&amp;do="
    region: tuple[int, bool] | None = None
    for number, text in enumerate(page.split(EDGE)):
        piece: Piece
        if number % 2 == 0:
            piece = text.encode()  # piece by piece: where one letter is not ASCII, all are slow
        elif (kind := text.partition(COMMA)[0]) in ("if", "else", "end"):
            region = None if kind == "end" else (int(text.partition(COMMA)[2]), kind == "if")
            continue
        else:
            piece = hole_of(text, login)
        yield Region(piece, *region) if region else piece


@lru_cache(maxsize=4_096)
def hole_of(text: str, login: str) -> Hole:
    """A link to sign in begins so. The same holes come again whenever a page is made anew."""
    kind, *facts = text.split(COMMA)
    if kind == "end mark":
        return END_MARK
    if kind != "mark":
        return Part(kind, *facts)
    name, id, key, author_id = facts
    action = current_app.extensions["kept"].marks[name].action
    link = f'a href="{login}{name}-{key}" rel="nofollow"'.encode()
    return Mark(name, int(id), key, int(author_id), action, link)


def filled(page: str, reader: Reader | None) -> bytes:
    if reader is None:
        return b"".join(map(for_visitors, pieces(page)))
    return b"".join(for_member(piece, reader) for piece in pieces(page))


class Pieces:
    """A page that is filled for one member after another: only what may differ is looked at."""

    def __init__(self, page: str) -> None:
        self.pieces = list(pieces(page))
        self.plain = b"".join(map(for_visitors, self.pieces))  # as visitors read it

    @property
    def differ(self) -> bool:
        """Not everybody reads the same."""
        return len(self.pieces) > 1

    def filled(self, reader: Reader) -> bytes:
        places = self.places
        parts = places.shared.copy()
        for place, piece in places.personal:
            parts[place] = piece.members(reader)
        for kind, by_id in places.marks.items():
            for id in by_id.keys() & reader.marked(kind):
                for place, mark in by_id[id]:
                    parts[place] = mark.members(reader)
        for place, mark in places.own.get(reader.id, ()):
            parts[place] = mark.members(reader)
        return b"".join(parts)

    @cached_property
    def places(self) -> "Places":
        """Worked out when the first member reads it."""
        places = Places([for_member(piece, None) for piece in self.pieces])
        for place, piece in enumerate(self.pieces):
            if isinstance(piece, Mark):
                places.marks[piece.kind].setdefault(piece.id, []).append((place, piece))
                places.own[piece.author_id].append((place, piece))
            elif isinstance(piece, Part | Region):
                places.personal.append((place, piece))
        return places


Placed = list[tuple[int, Mark]]


class Places:
    """Where a page differs from the one that most members read, which is shared."""

    def __init__(self, shared: list[bytes]) -> None:
        self.shared = shared
        self.personal: list[tuple[int, Part | Region]] = []
        self.marks: defaultdict[str, dict[int, Placed]] = defaultdict(dict)  # by kind and id
        self.own: defaultdict[int, Placed] = defaultdict(list)  # by author
