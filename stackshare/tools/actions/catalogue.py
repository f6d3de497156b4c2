"""Bringing the catalogue into the database: new entries added, known ones brought up to date."""

import re
from collections.abc import Iterable
from typing import Any

from slugify import slugify
from sqlalchemy import delete, select

from stackshare.core.text import fold
from stackshare.extensions import db
from stackshare.tools.models import Category, Tool, ToolFunction, ToolIntegration, ToolName

WORDS = (
    "name summary description website repository licence open_source first_release features "
    "deprecated"
).split()


def load_categories(categories: Iterable[dict[str, Any]]) -> None:
    """The tree, level by level. A function of a group of the same name keeps its own slug."""
    known = {category.slug: category for category in db.session.scalars(select(Category))}

    def place(slug: str, **facts: Any) -> Category:
        category = known.setdefault(slug, Category(slug=slug))
        for name, value in facts.items():
            setattr(category, name, value)
        db.session.add(category)
        return category

    for position, entry in enumerate(categories):
        group = place(slugify(entry["group"]), name=entry["group"], parent=None)
        middle = place(
            entry["slug"],
            name=entry["name"],
            parent=group,
            position=position,
            layer=entry["layer"],
        )
        for number, (slug, function) in enumerate(entry["functions"].items()):
            layer = function.get("layer", entry["layer"])
            place(
                slug,
                name=function["name"],
                summary=function["summary"],
                parent=middle,
                position=number,
                layer=layer,
            )
    db.session.flush()


def load_tools(entries: Iterable[dict[str, Any]]) -> None:
    """Idempotent. What a member edited keeps its words; the links between tools are ours.

    A tool or a category that no file names any more stays: stacks and votes refer to it.
    """
    entries = list(entries)
    tools = {tool.slug: tool for tool in db.session.scalars(select(Tool))}
    functions = {slug: id for slug, id in db.session.execute(select(Category.slug, Category.id))}
    for entry in entries:
        tool = tools[entry["slug"]] = known_as(entry, tools) or Tool()
        tool.slug = entry["slug"]
        tool.function_id = functions[entry["functions"][0]]
        tool.logo = logo_of(entry)
        if tool.edited_at is None:
            for word in WORDS:
                if word in entry or tool.id is not None:
                    setattr(tool, word, entry.get(word, EMPTY.get(word)))
        db.session.add(tool)
    db.session.flush()
    ids = {slug: tool.id for slug, tool in tools.items()}
    for entry in entries:
        tool = tools[entry["slug"]]
        tool.successor_id = ids.get(entry.get("successor", ""))
        tool.language_id = ids.get(entry.get("language", ""))
    link(entries, tools, functions)


def known_as(entry: dict[str, Any], tools: dict[str, Tool]) -> Tool | None:
    """The tool of this slug, or of one that it had before: a new slug makes no new tool."""
    slugs = [entry["slug"], *entry.get("former", [])]
    return next((tools[slug] for slug in slugs if slug in tools), None)


EMPTY: dict[str, Any] = {
    "summary": "",
    "description": "",
    "open_source": False,
    "features": [],
    "deprecated": False,
}


def link(entries: list[dict[str, Any]], tools: dict[str, Tool], functions: dict[str, int]) -> None:
    """Functions, names and integrations of these tools, written anew."""
    ours = [tools[entry["slug"]].id for entry in entries]
    for model in (ToolFunction, ToolName, ToolIntegration):
        db.session.execute(delete(model).where(model.tool_id.in_(ours)))
    db.session.flush()
    stands, names, works = [], [], []
    for entry in entries:
        tool = tools[entry["slug"]]
        stands += [
            {"tool_id": tool.id, "category_id": functions[slug]} for slug in entry["functions"]
        ]
        names += [
            {"folded": key, "tool_id": tool.id, "shown": name}
            for key, name in names_of(entry, tool).items()
        ]
        works += [
            {"tool_id": tool.id, "other_id": tools[slug].id}
            for slug in entry.get("integrations", [])
            if slug in tools
        ]
    for model, rows in ((ToolFunction, stands), (ToolName, names), (ToolIntegration, works)):
        if rows:
            db.session.execute(model.__table__.insert(), rows)  # type: ignore[attr-defined]


def names_of(entry: dict[str, Any], tool: Tool) -> dict[str, str]:
    """By its folded form, everything this tool answers to, as it is best shown."""
    slugs = [entry["slug"], *entry.get("former", [])]
    names = [*entry.get("aliases", []), entry["name"], tool.name]
    return {fold(name): name for name in [*slugs, *names]}


def logo_of(entry: dict[str, Any]) -> str | None:
    """The path of the tool's logo, from the icon package; None: its first letter is drawn."""
    if "logo" not in entry:
        return None
    from simplepycons import all_icons  # half a second: only when loading

    icon = getattr(all_icons, f"get_{entry['logo']}_icon", None)
    if icon is None:  # the package's newer versions drop some
        return None
    path = " ".join(icon().raw_svg.partition(' d="')[2].partition('"')[0].split())
    return rounded(path) or None


def rounded(path: str) -> str:
    """An SVG path as fine as anybody sees on a grid of 24: to hundredths. Fractions alone are
    touched, for what stands before a point may be a flag too: “01.5” is 0 and 1.5."""
    return re.sub(r"\.\d{3,}", hundredths, path)


def hundredths(fraction: re.Match[str]) -> str:
    return f"{min(round(float(fraction[0]), 2), 0.99):.2f}"[1:]
