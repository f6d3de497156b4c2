from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from stackshare.extensions import db
from stackshare.site.actions import recount
from stackshare.stacks.actions import move_pairs
from stackshare.stacks.models import ToolPair
from stackshare.tools.models import Tool
from tests.cast import Member, member, stack, tool

Deed = tuple[Member, str, Mapping[str, object]]


def at_once(deeds: Sequence[Deed]) -> set[int]:
    start = Barrier(len(deeds))

    def act(deed: Deed) -> int:
        who, path, data = deed
        start.wait()
        return who.rewrite(path, data).status_code

    with ThreadPoolExecutor(len(deeds)) as crowd:
        return set(crowd.map(act, deeds))


def wrong_counters(app: Flask) -> int:
    with app.app_context():
        return recount()


def test_edits_and_removals_at_once_leave_the_counters_exact(app: Flask, alice: Member) -> None:
    slugs = [f"tool-{n}" for n in range(6)]
    tools = [tool(app, slug) for slug in slugs]
    owners = [alice, member(app, "carol")]
    for owner in owners:
        stack(app, owner, "Shop", *tools[:3])
    deeds: list[Deed] = []
    for n in range(20):
        owner = owners[n % 2]
        ticked = [slugs[(n * step) % 6] for step in range(1, 4)][:: -1 if n % 3 else 1]
        days = {f"dropped-{ticked[0]}": "2020-01-01" if n % 5 == 0 else ""}
        browser = Member(app, owner.user)
        path = f"/stacks/{owner.user.handle}/shop"
        deeds.append((browser, path, {"name": "Shop", "tool": ticked, **days}))
    for n in range(6):
        wanted = "y" if n < 4 else "n"
        deeds.append((Member(app, alice.user), "/stacks/alice/shop/remove", {"wanted": wanted}))
    # What was removed meanwhile is not found, what was changed meanwhile is shown.
    assert at_once(deeds) <= {302, 404, 409}
    assert wrong_counters(app) == 0


def test_two_stacks_of_one_name_shared_at_once_get_two_addresses(
    app: Flask, alice: Member, react: Tool
) -> None:
    form = {"name": "Shop", "tool": "react"}
    deeds = [(Member(app, alice.user), "/stacks", form) for _ in range(6)]
    assert at_once(deeds) == {302}
    assert alice.read("/tools/react.json")["stacks"] == 6 and wrong_counters(app) == 0


def test_two_who_bring_the_same_tools_together_do_not_block_each_other(app: Flask) -> None:
    """Each takes in what the other has: they count different tools, but the same pairs."""
    ids = {tool(app, f"tool-{n}").id for n in range(24)}
    start = Barrier(2, timeout=20)

    def act(own: set[int]) -> None:
        for n in range(8):
            start.wait()
            with app.app_context():
                move_pairs(*((own, ids) if n % 2 == 0 else (ids, own)))
                db.session.commit()

    halves = [{id for id in ids if id % 2 == n} for n in (0, 1)]
    with ThreadPoolExecutor(2) as crowd:
        list(crowd.map(act, halves))
    with app.app_context():
        assert db.session.scalar(select(func.max(ToolPair.stack_count))) == 0


def test_a_wrong_counter_is_found(app: Flask, alice: Member, react: Tool) -> None:
    stack(app, alice, "Shop", react)
    with app.app_context():
        db.session.get_one(Tool, react.id).stack_count = 7
        db.session.commit()
    assert wrong_counters(app) == 1
