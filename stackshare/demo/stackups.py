"""What the sample community says when to choose which tool, and what sets them apart."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from stackshare.core.history import Revision
from stackshare.core.markdown import to_html
from stackshare.core.text import fold_words
from stackshare.demo.builder import Builder, Row
from stackshare.demo.sayings import STACKUP_WORDS, Part, Told
from stackshare.extensions import Base
from stackshare.stackups.models import (
    Stackup,
    StackupAnswer,
    StackupLine,
    StackupLineVote,
    StackupSection,
    StackupTool,
    key_of,
)


def told_of(builder: Builder) -> dict[str, Told]:
    """What is said of each comparison whose tools are there. The first has the id 1."""
    known = {tool.slug for tool in builder.tools}
    return {slug: words for slug, words in STACKUP_WORDS.items() if known >= {*slug.split("-vs-")}}


def stackup_words(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    by_slug = {tool.slug: tool for tool in builder.tools}
    told = told_of(builder)

    def stackups() -> Iterator[Row]:
        for id, slug in enumerate(told, start=1):
            tools = [by_slug[name] for name in slug.split("-vs-")]
            yield {"id": id, "key": key_of(tools), "created_at": builder.ago(id * 997, 300)}

    def named() -> Iterator[Row]:
        for id, slug in enumerate(told, start=1):
            yield from ({"stackup_id": id, "tool_id": by_slug[it].id} for it in slug.split("-vs-"))

    def lines() -> Iterator[tuple[Row, int]]:
        """And how many are behind each."""
        ids = count(1)
        for stackup, words in enumerate(told.values(), start=1):
            for slug, said in words.lines.items():
                for votes, text in said:
                    id = next(ids)
                    line = {"id": id, "stackup_id": stackup, "tool_id": by_slug[slug].id}
                    facts = {"author_id": builder.person(400 + id * 53), "text": text}
                    facts["created_at"] = builder.ago(id * 997, 300)
                    yield {**line, **facts, "folded": fold_words(text)}, votes

    def votes() -> Iterator[Row]:
        for line, behind in lines():
            for n in range(1, behind + 1):
                voter = builder.person(400 + line["id"] * 53 + n)
                facts = {"user_id": voter, "line_id": line["id"]}
                yield {**facts, "created_at": line["created_at"]}

    def sections() -> Iterator[tuple[Row, Part]]:
        ids = count(1)
        for stackup, words in enumerate(told.values(), start=1):
            for part in words.parts:
                id = next(ids)
                began, first = builder.ago(id * 997, 200), builder.person(700 + id * 31)
                facts: Row = {"id": id, "stackup_id": stackup, "begun_by_id": first}
                facts |= {"heading": part.heading, "folded": fold_words(part.heading)}
                facts |= {"body": part.body, "html": to_html(part.body), "created_at": began}
                facts |= {"author_id": first, "written_at": began, "version": 1}
                if part.was:
                    again = {"written_at": began + timedelta(days=3), "version": 2}
                    facts |= {"author_id": builder.person(701 + id * 31), **again}
                yield facts, part

    def formerly() -> Iterator[Row]:
        for section, part in sections():
            if part.was:
                own = {"kind": "stackup_section", "subject_id": section["id"]}
                facts = {"author_id": section["begun_by_id"], "replaced_at": section["written_at"]}
                yield {**own, **facts, "body": f"{part.heading}\n\n{part.was}"}

    def answers() -> Iterator[Row]:
        for id, words in enumerate(told.values(), start=1):
            yes, no = words.helped
            for n in range(yes + no):
                facts = {"stackup_id": id, "created_at": builder.ago(id * 997 + n, 100)}
                value = 1 if n < yes else -1
                yield {**facts, "user_id": builder.person(id * 131 + n), "value": value}

    yield Stackup, stackups()
    yield StackupTool, named()
    yield StackupLine, (line for line, _ in lines())
    yield StackupLineVote, votes()
    yield StackupSection, (section for section, _ in sections())
    yield Revision, formerly()
    yield StackupAnswer, answers()
