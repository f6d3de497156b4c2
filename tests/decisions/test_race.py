"""One decision, changed from several browsers at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from stackshare.tools.models import Tool
from tests.cast import Member, seen_in
from tests.decisions.test_record import CHOICE, base, record


def test_of_those_who_edit_at_once_one_saves_a_whole_decision(
    app: Flask, alice: Member, react: Tool, vue: Tool, svelte: Tool
) -> None:
    url, barrier = record(alice).location, Barrier(4)
    seen = seen_in(alice.get(f"{base(url)}/edit").text)
    browsers = [Member(app, alice.user) for _ in range(4)]

    def edit(n: int) -> int:
        barrier.wait()
        chosen = {**CHOICE, "chosen": str(n % 3 + 1), "title": f"Edited by {n}", "seen": seen}
        return browsers[n].post(base(url), data=chosen).status_code

    with ThreadPoolExecutor(4) as race:
        assert sorted(race.map(edit, range(4))) == [302, 409, 409, 409]
    [row] = alice.read("/decisions.json")["decisions"]
    assert [option["name"] for option in row["options"]] == ["Vue.js", "React", "A spreadsheet"]
    assert sum(option["chosen"] for option in row["options"]) == 1
