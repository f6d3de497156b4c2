"""Building the sample community in bulk. Counters are set from the rows, not beside them."""

from array import array
from collections.abc import Iterator
from datetime import UTC, timedelta
from itertools import combinations, islice

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import select

from stackshare.accounts.actions import hash_password
from stackshare.accounts.models import Owner, User
from stackshare.core.clock import now
from stackshare.core.facts import remember
from stackshare.core.schema import after_bulk_load, without_indexes
from stackshare.core.text import fold_words
from stackshare.core.views import KEPT_DAYS, ViewDay, Viewed
from stackshare.demo.builder import Builder, Row, shared_at, stacks_of
from stackshare.demo.companies import companies, owned
from stackshare.demo.copies import copies, count_copies, lead_to_copies
from stackshare.demo.decisions import decisions
from stackshare.demo.follows import other_follows
from stackshare.demo.questions import questions
from stackshare.demo.sizes import SIZES, STACKUPS, size_of, views_in_a_week
from stackshare.demo.stackups import stackup_words
from stackshare.demo.switches import switched
from stackshare.demo.words import (
    ADJECTIVES,
    ANIMALS,
    EMPLOYERS,
    HEADLINES,
    LINES,
    PROJECTS,
    REASONS,
    SAID_WITH,
)
from stackshare.extensions import Base, db
from stackshare.proscons.models import ProCon, ProConVote
from stackshare.site.actions import recount
from stackshare.stacks.models import Stack, StackTool
from stackshare.tools.models import Tool, ToolFollow

PASSWORD = "walk-past-the-cairn"
ACCOUNTS = {"demo-ada": "member", "demo-ben": "member", "demo-mod": "moderator"}
BATCH = 10_000


def build_demo(console: Console, scale: int = 1) -> None:
    """Fill an empty database. Writes all rows in one transaction."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    day = midnight.astimezone(UTC)
    tools = db.session.scalars(select(Tool).order_by(Tool.slug)).all()
    builder = Builder(day, tools, next_id(Owner), next_id(Stack), scale)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Building the sample community", total=rows_in_all(builder))
        steps = (people, companies, stacks, uses, follows, lines, views, questions, decisions)
        with without_indexes():
            for step in (*steps, stackup_words, other_follows):
                for model, rows in step(builder):
                    table = Base.metadata.tables[model.__tablename__]
                    for batch in batches(rows):
                        db.session.execute(table.insert(), batch)
                        progress.advance(task, len(batch))
        after_bulk_load()
        recount()
        if scale > 1:
            with without_indexes():
                for copied in copies(scale - 1):
                    progress.advance(task, copied)
            count_copies(scale - 1)
            lead_to_copies()
            after_bulk_load()
    remember("demo", day.date().isoformat())
    remember("demo accounts", "\n".join(f"{name} {PASSWORD}" for name in ACCOUNTS))


def next_id(model: type[Owner] | type[Stack]) -> int:
    highest = db.session.scalar(select(model.id).order_by(model.id.desc()).limit(1))
    return (highest or 0) + 1


def rows_in_all(builder: Builder) -> int:
    """About so many: people are two rows each, and what is few does not matter."""
    sizes = [size_of(tool.slug, n) for n, tool in enumerate(builder.tools)]
    used = sum(stacks + followers for stacks, followers, _ in sizes)
    return builder.scale * (used + 2 * builder.people + builder.stacks)


def batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Never more than one of them is kept in memory."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def people(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    password_hash = hash_password(PASSWORD)
    accounts = list(ACCOUNTS.items())

    def named(n: int) -> tuple[str, str]:
        if n < len(accounts):
            handle = accounts[n][0]
            return handle, handle.replace("-", " ").title()
        adjective = ADJECTIVES[n % len(ADJECTIVES)]
        animal = ANIMALS[n // len(ADJECTIVES) % len(ANIMALS)]
        return f"{adjective}-{animal}-{n}".lower(), f"{adjective} {animal}"

    def owners() -> Iterator[Row]:
        for n in range(builder.people):
            handle, name = named(n)
            yield {
                "id": builder.person(n),
                "kind": "person",
                "handle": handle,
                "name": name,
                "created_at": builder.ago(n, 900),
            }

    def users() -> Iterator[Row]:
        for n in range(builder.people):
            known = n < len(accounts)
            yield {
                "id": builder.person(n),
                "email": f"{named(n)[0]}@example.org",
                "password_hash": password_hash if known else None,
                "role": accounts[n][1] if known else "member",
                "verified_at": builder.ago(n, 900),
                "headline": HEADLINES[n % len(HEADLINES)],
                "employer": EMPLOYERS[n // 3 % len(EMPLOYERS)],
                "about": "",
            }

    yield Owner, owners()
    yield User, users()


def stacks(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    tools_in, of_companies = tool_counts(builder), owned(builder)

    def rows() -> Iterator[Row]:
        for n in range(builder.stacks):
            name, purpose = PROJECTS[n * 5 % len(PROJECTS)]
            owner, number = builder.person(n), f"-{n // builder.people + 1}"
            if n in of_companies:
                company, (_, name, purpose) = of_companies[n]
                owner, number = builder.company(company), ""
            shared = changed = shared_at(builder, n)
            if n in of_companies:  # they were looked over lately
                changed = max(shared, builder.day - timedelta(days=4 * company + 2, hours=company))
            yield {
                "id": builder.first_stack + n,
                "owner_id": owner,
                "slug": name.lower().replace(" ", "-") + number,
                "name": name,
                "purpose": purpose,
                "visibility": "public",
                "created_at": shared,
                "updated_at": changed,
                "tool_count": tools_in[n],
            }

    yield Stack, rows()


def uses(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    sizes = {tool.id: size_of(tool.slug, n)[0] for n, tool in enumerate(builder.tools)}
    largest_first = sorted(sizes, key=lambda id: -sizes[id])
    places = {id: place for place, id in enumerate(largest_first)}
    tools_in, moved, of_companies = tool_counts(builder), switched(builder), owned(builder)

    def rows() -> Iterator[Row]:
        for number, tool in enumerate(builder.tools):
            for i, stack in enumerate(stacks_of(builder, number)):
                shared = shared_at(builder, stack)
                adopted = (shared - timedelta(days=30 + i % 600)).date() if i % 3 == 0 else None
                switch = moved.get((stack, tool.id))
                reason = REASONS[(stack * 3 + number) % len(REASONS)]
                yield {
                    "stack_id": builder.first_stack + stack,
                    "tool_id": tool.id,
                    "position": places[tool.id],
                    "reason": switch.reason if switch else reason,
                    "adopted_on": switch.day if switch else adopted,
                    "shared_at": shared,
                    "stack_size": tools_in[stack],
                    "of_company": stack in of_companies,
                }

    def dropped() -> Iterator[Row]:
        """What took its place is told when all is counted."""
        for (stack, _), switch in moved.items():
            yield {
                "stack_id": builder.first_stack + stack,
                "tool_id": switch.dropped_id,
                "position": places[switch.dropped_id],
                "adopted_on": switch.day - timedelta(days=500),
                "dropped_on": switch.day + timedelta(days=20),
                "shared_at": shared_at(builder, stack),
                "stack_size": tools_in[stack],
                "of_company": stack in of_companies,
            }

    yield StackTool, rows()
    yield StackTool, dropped()


def tool_counts(builder: Builder) -> "array[int]":
    """By the number of a stack, how many tools are in it."""
    counts = array("H", bytes(2 * builder.stacks))
    for number in range(len(builder.tools)):
        for stack in stacks_of(builder, number):
            counts[stack] += 1
    return counts


def follows(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    def rows() -> Iterator[Row]:
        for number, tool in enumerate(builder.tools):
            for i in range(size_of(tool.slug, number)[1]):
                yield {
                    "user_id": builder.person(number * 53 + i),
                    "tool_id": tool.id,
                    "created_at": builder.ago(i, 800),
                }

    yield ToolFollow, rows()


def lines(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    by_slug = {tool.slug: tool for tool in builder.tools}
    said: list[Row] = []
    behind: list[tuple[int, int]] = []  # how many, line by line, and the number of the first
    for slug, sides in LINES.items():
        # Voters stand 28 apart, from among those who run it; authors between them.
        start = size_of(slug, number=0)[2] or 1_000
        for side, texts in zip(("pro", "con"), sides, strict=True):
            for voters, text in texts if slug in by_slug else []:
                id = len(said) + 1
                first, author = start + id * 7, start + id * 7 + 14 + 28 * (id * 97 % 800)
                line = {"id": id, "tool_id": by_slug[slug].id, "side": side, "text": text}
                facts = {"author_id": builder.person(author), "folded": fold_words(text)}
                more = {"link": "", "context": "", "version": "", **SAID_WITH.get(text, {})}
                said.append({**line, **facts, **more, "created_at": builder.ago(id * 997, 800)})
                behind.append((voters, first))

    def votes() -> Iterator[Row]:
        for id, (voters, first) in enumerate(behind, start=1):
            for n in range(voters):
                yield {
                    "user_id": builder.person(first + n * 28),
                    "procon_id": id,
                    "created_at": builder.ago(id * 997 + n, 600),
                }

    yield ProCon, iter(said)
    yield ProConVote, votes()


def views(builder: Builder) -> Iterator[tuple[type[Base], Iterator[Row]]]:
    """Of stackups, and of the tools that have sizes of their own: as many every week."""
    known = {tool.slug for tool in builder.tools}
    compared = [slug for slug in STACKUPS if known.issuperset(slug.split("-vs-"))]
    others = combinations((tool.slug for tool in builder.tools), 2)
    compared += islice(map("-vs-".join, others), len(compared) * (builder.scale - 1))
    pages = [("stackup", slug) for slug in dict.fromkeys(compared)]
    pages += [("tool", slug) for slug in SIZES if slug in known]
    daily = {page: views_in_a_week(n) // 7 + 1 for n, page in enumerate(pages)}

    def totals() -> Iterator[Row]:
        for n, ((kind, key), views) in enumerate(daily.items()):
            row = {"kind": kind, "key": key, "created_at": builder.ago(n * 997, KEPT_DAYS)}
            yield {**row, "view_count": views * KEPT_DAYS}

    def days() -> Iterator[Row]:
        for (kind, key), views in daily.items():
            for ago in range(KEPT_DAYS):
                day = (builder.day - timedelta(days=ago)).date()
                yield {"kind": kind, "key": key, "day": day, "view_count": views}

    yield Viewed, totals()
    yield ViewDay, days()
