"""Which text of a record stands where: its facts, its title and its sections."""

import json
import re
from dataclasses import dataclass, field

from stackshare.core.madr.blocks import Part, brought_back, parts
from stackshare.core.text import fold

SECTIONS = {
    "contextandproblemstatement": "context",
    "context": "context",
    "problemstatement": "context",
    "consideredoptions": "options",
    "options": "options",
    "consideredalternatives": "options",
    "alternatives": "options",
    "decisionoutcome": "decision",
    "decision": "decision",
    "outcome": "decision",
    "prosandconsoftheoptions": "arguments",
    "prosandcons": "arguments",
    "consequences": "outcome",
    "positiveconsequences": "outcome",
    "negativeconsequences": "outcome",
    "status": "status",
    "date": "date",
}
TOLD_APART = ("positiveconsequences", "negativeconsequences")
FACT = re.compile(
    r"(?:[*+-][ \t]+)?\**(status|date|deciders?|decision[- ]makers|consulted|informed|tags)\**"
    r"[ \t]*:\**[ \t]*(.*)",
    re.IGNORECASE,
)
IN_FRONT = re.compile(r"([\w-]+)[ \t]*:[ \t]*(.*)")
OPTIONAL = re.compile(r"<!--.{0,200}?-->|\(optional\)$", re.IGNORECASE)


@dataclass
class Outline:
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[Part]] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)  # sections that no decision of ours has

    def text(self, section: str) -> str:
        return joined(self.sections.get(section, []))


def outline(text: str) -> Outline:
    found = Outline()
    text = take_front_matter(found, text)
    above = section = "context"  # that of the last heading of the highest levels
    for part in parts(without_comments(text)):
        name = OPTIONAL.sub("", part.name).strip()
        body = brought_back(part.body if part.level > 1 else take_facts(found, part.body))
        known = SECTIONS.get(fold(name)) if part.level <= 2 or above == "decision" else None
        if known:
            section = known
            name = name if fold(name) in TOLD_APART else ""
        elif part.level <= 1 and not found.title:
            found.title, name = name, ""
        elif part.level <= 2 or above == "decision":
            section = "rest"
            found.moved += [name] if body else []
        if 1 <= part.level <= 2:
            above = section
        if body or section != "rest":
            found.sections.setdefault(section, []).append(Part(part.level, name, body))
    return found


def take_front_matter(found: Outline, text: str) -> str:
    """Lines of key: value between two of ---. The rest of the text."""
    if not text.startswith("---\n"):
        return text
    front, fence, rest = text[4:].partition("\n---")
    if not fence:
        return text
    for line in front.split("\n"):
        fact = IN_FRONT.fullmatch(line.strip())
        if fact and fact[2]:
            found.facts.setdefault(fact[1].lower(), fact[2].strip("\"' "))
    return rest.partition("\n")[2]


def take_facts(found: Outline, text: str) -> str:
    """Older records name them in a list below the title."""
    kept = []
    for line in text.split("\n"):
        fact = FACT.fullmatch(line.strip())
        if fact:
            found.facts.setdefault(fact[1].lower(), OPTIONAL.sub("", fact[2]).strip())
        else:
            kept.append(line)
    return "\n".join(kept).strip("\n")


def without_comments(text: str) -> str:
    """Those that begin a line; one of ours that was written with a sign in front comes back."""
    kept: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        if line.startswith("<!--"):
            while "-->" not in line:
                following = next(lines, None)
                if following is None:
                    return "\n".join(kept)
                line = following
            continue
        is_ours = line.startswith("\\") and line.lstrip("\\").startswith("<!--")
        kept.append(line[1:] if is_ours else line)
    return "\n".join(kept)


def joined(found: list[Part]) -> str:
    """Their texts, those with a name below it."""
    texts = (f"### {part.name}\n\n{part.body}" if part.name else part.body for part in found)
    return "\n\n".join(text.strip() for text in texts if text.strip())


def names_in(fact: str) -> list[str]:
    """What front matter lists: ["Flask", "Koa"], or Flask, Koa."""
    try:
        listed = json.loads(fact)
    except (ValueError, RecursionError):
        return [name.strip("[]\"' ") for name in fact.split(",")]
    return [str(name) for name in listed] if isinstance(listed, list) else [str(listed)]
