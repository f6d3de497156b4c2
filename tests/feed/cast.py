"""What the tests of the feed read and write."""

from typing import Any

from tests.cast import Browser, Member


def told(who: Browser, path: str = "/feed.json") -> list[tuple[str, list[str]]]:
    """What each entry tells of, and the names of what is followed there."""
    return [
        (name_of(entry), [why["name"] for why in entry["because"]])
        for entry in who.read(path)["entries"]
    ]


def name_of(entry: dict[str, Any]) -> str:
    kind = entry["kind"]
    thing = entry["stack" if kind == "change" else kind]
    return f"{kind}: {thing.get('name') or thing.get('title') or thing['text']}"


def ask(who: Member, title: str, *slugs: str) -> str:
    asked = {"title": title, "body": "Help.", "tool": list(slugs)}
    return who.post("/advice", data=asked).location


def edit(who: Member, url: str, **more: object) -> None:
    typed = {"name": "Shop", "purpose": "It sells.", "tool": "react", **more}
    assert who.rewrite(url, typed).status_code == 302
