"""The house rules, kept by the test run instead of by reviewers."""

import ast
from graphlib import TopologicalSorter

import pytest

from tests.floor_plan import ROOF, SIGNS, TEXTS, TREES, imports, place

HIDING = ("importlib", "importlib.import_module")  # imports that no reader of imports sees

OVER_ALL = (
    "stackshare.cli",
    "stackshare.demo",
    "stackshare.factory",
    "stackshare.mail_worker",
    "stackshare.preparing",
    "stackshare.readiness",
    "stackshare.serving",
    "stackshare.web_server",
    "stackshare.__main__",
)

every_module = pytest.mark.parametrize("module", TEXTS)


def may_import(here: str, there: str) -> bool:
    """Down any number of shelves, into any room; on its own shelf only left.

    A shelf may be a package of its own name, stacks/queries/timeline.py: then its files may
    import one another, as those of core/ may. What they may not is wait for each other.
    """
    return place(there)[:2] < place(here)[:2] or place(there) == place(here)


@pytest.mark.parametrize(
    "here, there, allowed",
    [
        ("tools.pages", "proscons.queries", True),  # down
        ("tools.queries", "tools.actions", False),
        ("proscons.routes", "tools.routes", True),  # left
        ("tools.routes", "proscons.routes", False),
        ("tools.routes", "tools.commands", False),  # side by side
        ("proscons.queries.best", "tools.queries.best", True),
        ("proscons.queries.best", "proscons.queries.new", True),
        ("tools.queries.best", "proscons.queries.best", False),
        ("core.web", "accounts.models", False),
    ],
)
def test_the_law_by_examples(here: str, there: str, allowed: bool) -> None:
    assert may_import(f"stackshare.{here}", f"stackshare.{there}") is allowed


@every_module
def test_imports_go_down_or_left(module: str) -> None:
    for name in imports(module):
        if name.startswith(("stackshare", ".")) or name in HIDING:
            assert may_import(module, name), name


def test_no_modules_wait_for_each_other() -> None:
    waits = {m: {n if n in TEXTS else n.rpartition(".")[0] for n in imports(m)} for m in TEXTS}
    TopologicalSorter(waits).prepare()


@every_module
def test_every_module_has_its_place(module: str) -> None:
    assert place(module) != ROOF or module.startswith(OVER_ALL) or module in ("stackshare", *SIGNS)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_room_begins_with_a_sign_and_nothing_else(sign: str) -> None:
    assert ast.get_docstring(TREES[sign]) and len(TREES[sign].body) == 1


@every_module
def test_only_routes_and_commands_commit(module: str) -> None:
    names = {node.attr for node in ast.walk(TREES[module]) if isinstance(node, ast.Attribute)}
    assert place(module)[2] in ("routes", "commands", "roof") or "commit" not in names


@every_module
def test_below_the_routes_the_user_is_an_argument(module: str) -> None:
    assert place(module)[2] == "routes" or "current_user" not in TEXTS[module]


@every_module
def test_a_module_has_at_most_300_lines(module: str) -> None:
    assert TEXTS[module].count("\n") <= 300
