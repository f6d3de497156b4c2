from typing import TypedDict

from stackshare.accounts.models import NamedOwner
from stackshare.accounts.queries import named_owners
from stackshare.core.paging import Page
from stackshare.core.web import next_page
from stackshare.proscons.models import Line, Side
from stackshare.proscons.queries.lines import lines_by_ids, lines_on
from stackshare.tools.models import Tool
from stackshare.tools.pages import procon_json


class LinesPage(TypedDict):
    tool: Tool
    side: Side
    page: Page[Line]
    authors: dict[int, NamedOwner]


def lines_page(tool: Tool, side: Side, after: str | None) -> LinesPage:
    """All lines of one side, and who wrote them."""
    page = lines_on(tool, side, after).shown(lines_by_ids)
    authors = named_owners(line.author_id for line in page.rows)
    return {"tool": tool, "side": side, "page": page, "authors": authors}


def lines_json(page: LinesPage) -> dict[str, object]:
    return {
        "tool": page["tool"].slug,
        "side": page["side"],
        "lines": [
            {**procon_json(line), "author": page["authors"][line.author_id].handle}
            for line in page["page"].rows
        ],
        "next": next_page(page["page"].after),
    }
