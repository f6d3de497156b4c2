"""Every entry keeps these rules. A failure lists the slugs of the entries that do not."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from simplepycons import all_icons
from slugify import slugify

from stackshare import catalogue
from stackshare.core.clock import now
from stackshare.core.text import fold

Entry = dict[str, Any]

ENTRIES = list(catalogue.entries())
CATEGORIES = catalogue.categories()
SLUGS = {entry["slug"] for entry in ENTRIES}
FUNCTIONS = [slug for category in CATEGORIES for slug in category["functions"]]
SHARED = Path(__file__).parents[3] / "shared" / "data"

REQUIRED = set("slug name summary description open_source functions features".split())
OPTIONAL = set(
    (
        "aliases former website repository licence first_release language integrations logo "
        "deprecated successor detect"
    ).split()
)
ECOSYSTEMS = (
    "cargo cocoapods composer conan cran gem github golang hackage hex maven npm nuget pub pypi "
    "swift"
).replace(" ", "|")
PACKAGE = rf"pkg:({ECOSYSTEMS})/[A-Za-z0-9._%/+-]*[A-Za-z0-9._+-]"
LICENCE = r"[A-Za-z0-9.+-]+( (OR|AND|WITH) [A-Za-z0-9.+-]+)*"
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
# A registry says what a package is; the tool's own page says what the tool is.
REGISTRIES = set("crates hackage npmjs nuget packagist pypi rubygems".split())


def those_where_not(holds: Callable[[Entry], object]) -> list[str]:
    return [entry["slug"] for entry in ENTRIES if not holds(entry)]


def twice(values: Iterable[str]) -> list[str]:
    return [value for value, n in Counter(values).items() if n > 1]


def words_of(entry: Entry) -> list[str]:
    return [entry["name"], entry["summary"], entry["description"], *entry["features"]]


def names_of(entry: Entry) -> list[str]:
    return [entry["slug"], entry["name"], *entry.get("aliases", [])]


def packages_of(entry: Entry) -> list[str]:
    return entry.get("detect", {}).get("packages", [])  # type: ignore[no-any-return]


def urls_of(entry: Entry) -> list[str]:
    return [entry[key] for key in ("website", "repository") if key in entry]


def test_the_catalogue_is_large() -> None:
    assert len(ENTRIES) >= 500


def test_entries_have_the_keys_they_need_and_no_others() -> None:
    assert those_where_not(lambda e: set(e) >= REQUIRED and set(e) <= REQUIRED | OPTIONAL) == []


def test_slugs_are_well_formed_and_can_stand_in_a_comparison() -> None:
    """A comparison's address joins slugs by -vs-: taken apart again it must name the same."""
    slugs = [*SLUGS, *(slug for entry in ENTRIES for slug in entry.get("former", []))]
    assert [slug for slug in slugs if not re.fullmatch(SLUG, slug) or len(slug) > 40] == []
    assert [slug for slug in slugs if "-vs-" in f"-{slug}-"] == []
    assert SLUGS.isdisjoint(["find", "new"])  # pages of their own beside those of the tools


def test_slugs_and_names_are_unique() -> None:
    assert twice(entry["slug"] for entry in ENTRIES) == []
    assert twice(entry["name"] for entry in ENTRIES) == []


def test_a_former_slug_is_nobodys_slug_today() -> None:
    former = [slug for entry in ENTRIES for slug in entry.get("former", [])]
    assert twice(former) == [] and SLUGS.isdisjoint(former)


def test_words_are_trimmed_and_neither_too_short_nor_too_long() -> None:
    assert those_where_not(lambda e: all(w and w == w.strip() for w in words_of(e))) == []
    assert those_where_not(lambda e: len(e["name"]) <= 40) == []
    assert those_where_not(lambda e: 10 <= len(e["summary"]) <= 100) == []
    assert those_where_not(lambda e: 100 <= len(e["description"]) <= 600) == []
    assert those_where_not(lambda e: all(len(text) <= 60 for text in e["features"])) == []


def test_a_summary_is_no_sentence_and_a_description_is_two_to_four() -> None:
    assert those_where_not(lambda e: not e["summary"].endswith(".")) == []
    ends = re.compile(r"[.?](?=\s|$)")
    assert those_where_not(lambda e: 2 <= len(ends.findall(e["description"])) <= 4) == []
    assert those_where_not(lambda e: "!" not in e["summary"] + e["description"]) == []


def test_features_are_three_to_six_and_different() -> None:
    assert those_where_not(lambda e: 3 <= len(set(e["features"])) == len(e["features"]) <= 6) == []


def test_functions_are_known_and_each_listed_once() -> None:
    assert twice(FUNCTIONS) == []
    assert those_where_not(lambda e: e["functions"] and set(e["functions"]) <= set(FUNCTIONS)) == []
    assert those_where_not(lambda e: len(set(e["functions"])) == len(e["functions"])) == []


def test_no_two_places_of_the_tree_share_a_slug() -> None:
    groups = {slugify(category["group"]) for category in CATEGORIES}
    assert twice([*FUNCTIONS, *groups, *(category["slug"] for category in CATEGORIES)]) == []


def test_every_function_has_tools() -> None:
    assert set(FUNCTIONS) == {slug for entry in ENTRIES for slug in entry["functions"]}


def test_other_tools_are_known_and_others() -> None:
    assert those_where_not(lambda e: set(e.get("integrations", [])) <= SLUGS - {e["slug"]}) == []
    assert those_where_not(lambda e: e.get("language", "c") in SLUGS) == []
    assert those_where_not(lambda e: e.get("successor", "") in SLUGS - {e["slug"]} | {""}) == []
    assert those_where_not(lambda e: "successor" not in e or e.get("deprecated") is True) == []


def test_licences_look_like_spdx() -> None:
    assert those_where_not(lambda e: re.fullmatch(LICENCE, e.get("licence", "MIT"))) == []
    assert those_where_not(lambda e: isinstance(e["open_source"], bool)) == []
    assert those_where_not(lambda e: not (e["open_source"] and closed(e))) == []


def closed(entry: Entry) -> bool:
    return entry.get("licence") == "Proprietary"


def test_urls_are_those_of_the_tools_own_pages() -> None:
    def is_own(url: str) -> bool:
        parts = urlsplit(url)
        hosts = set(parts.netloc.split("."))
        return parts.scheme in ("http", "https") and "." in parts.netloc and not hosts & REGISTRIES

    assert those_where_not(lambda e: all(is_own(url) for url in urls_of(e))) == []


def test_first_releases_are_years() -> None:
    this_year = now().year
    assert those_where_not(lambda e: 1950 <= e.get("first_release", 1950) <= this_year) == []


def test_logos_are_in_the_icon_package() -> None:
    assert those_where_not(lambda e: "logo" not in e or hasattr(all_icons, icon_of(e))) == []


def icon_of(entry: Entry) -> str:
    return f"get_{entry['logo']}_icon"


def test_what_a_scanner_looks_for_is_well_formed() -> None:
    kinds = {"packages", "images", "files", "extensions"}
    assert those_where_not(lambda e: set(e.get("detect", {})) <= kinds) == []
    well_formed = re.compile(PACKAGE)
    assert those_where_not(lambda e: all(well_formed.fullmatch(p) for p in packages_of(e))) == []
    extensions = {e["slug"]: e.get("detect", {}).get("extensions", []) for e in ENTRIES}
    assert those_where_not(lambda e: all(x[0] == "." for x in extensions[e["slug"]])) == []


def test_a_package_belongs_to_one_tool() -> None:
    assert twice(package for entry in ENTRIES for package in packages_of(entry)) == []


def test_aliases_are_not_said_twice_and_have_a_letter_or_digit() -> None:
    assert those_where_not(lambda e: not twice(e.get("aliases", []))) == []
    assert those_where_not(lambda e: all(fold(name) for name in names_of(e))) == []


def rows(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_tool_of_the_samples_is_found_by_its_name() -> None:
    known = {fold(name) for entry in ENTRIES for name in names_of(entry)}
    assert [
        row["name"] for row in rows("tools_in_samples.csv") if fold(row["name"]) not in known
    ] == []


def test_every_spelling_finds_a_tool_that_we_have() -> None:
    known = {fold(name) for entry in ENTRIES for name in names_of(entry)}
    pairs = [(row["alias"], row["stackshare_name"]) for row in rows("spelling_aliases.csv")]
    ours = [pair for pair in pairs if {fold(name) for name in pair} & known]
    assert [
        alias for alias, name in ours if fold(alias) not in known or fold(name) not in known
    ] == []
