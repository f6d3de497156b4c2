"""What members wrote about a comparison, on pages of its own and for programs."""

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

from stackshare.core.paging import Page
from stackshare.core.web import next_page
from stackshare.stackups.models import ChooseLine, Difference
from stackshare.stackups.queries.compared import stackup_id, stackup_slug, stackup_url, title_of
from stackshare.stackups.queries.lines import lines_for
from stackshare.stackups.queries.words import Words, signed_lines
from stackshare.tools.models import ComparedTool


class LinesPage(TypedDict):
    title: str
    url: str
    tools: Sequence[ComparedTool]
    tool: ComparedTool
    page: Page[ChooseLine]


def lines_page(tools: Sequence[ComparedTool], tool: ComparedTool, after: str | None) -> LinesPage:
    """All lines that say when to choose this one of them."""
    ids = lines_for(stackup_id(tools), tool, after)
    return {
        "title": title_of(tools),
        "url": stackup_url(tools),
        "tools": tools,
        "tool": tool,
        "page": ids.shown(partial(signed_lines, tools=tools)),
    }


def lines_json(page: LinesPage) -> dict[str, object]:
    return {
        "stackup": stackup_slug(page["tools"]),
        "tool": page["tool"].slug,
        "lines": [line_json(line) for line in page["page"].rows],
        "next": next_page(page["page"].after),
    }


def line_json(line: ChooseLine) -> dict[str, object]:
    return {
        "id": line.id,
        "text": line.text,
        "votes": line.vote_count,
        "author": line.author.handle,
        "author_runs": [tool.slug for tool in line.runs],
        "written_at": line.created_at.isoformat(),
        "edited_at": line.edited_at and line.edited_at.isoformat(),
    }


def words_json(words: Words) -> dict[str, object]:
    """The lines stand with the tools that they are about."""
    summary = [section for section in words.sections if not section.heading]
    return {
        "summary": section_json(summary[0]) if summary else None,
        "differences": [section_json(section) for section in words.sections if section.heading],
        "helpful": words.stackup.helpful_count,
        "unhelpful": words.stackup.unhelpful_count,
    }


def section_json(section: Difference) -> dict[str, object]:
    return {
        "id": section.id,
        "heading": section.heading,
        "body": section.body,
        "author": section.author.handle,
        "author_runs": [tool.slug for tool in section.runs],
        "written_at": section.written_at.isoformat(),
        "version": section.version,
        "history": f"/stackups/sections/{section.id}/history.json",
    }
