"""Every page has a twin for programs, every list a feed, asked of every route there is."""

import re
from xml.etree import ElementTree

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.site.lived_in import House, lived_in

# Endpoints of pages that have no twin, by the reason why.
NO_TWIN = {
    "a form": (
        "accounts.login accounts.signup accounts.forgot accounts.reset_page accounts.verify_page "
        "advice.new advice.outcome comments.edit comments.reply companies.edit companies.new "
        "decisions.edit decisions.import_form decisions.new notifications.unsubscribe_page "
        "proscons.new settings.close_page settings.email settings.mail settings.password "
        "settings.profile settings.sessions stacks.compare stacks.edit stacks.new stackups.compare "
        "stackups.edit_line_form stackups.edit_section_form stackups.new_line stackups.new_section"
    ),
    "an address that leads on": "proscons.show stackups.show_line stackups.show_section",
    "a text": "site.texts.about site.texts.contact site.texts.method site.texts.privacy "
    "site.texts.terms",
    "all it shows has twins of its own": "site.home.home companies.members stacks.of_owner",
    "a piece of a page, for a script": "advice.similar stacks.picker tools.find",
    "for programs already": "site.home.healthz site.home.metrics site.home.readyz",
    "a file": "static",
}
# Pages with a twin whose newest things no feed tells.
NO_FEED = {
    "a tree": "tools.categories",
    "two things side by side": "stacks.compared",
    "one thing": "comments.show comments.history stackups.line_versions stackups.section_versions",
    "in order of closeness": "search.index",
    "for one reader alone, whom no feed reader can sign in": "notifications.index feed.following",
    "told by the feed of its comparison": "stackups.choose",
}
FORM = re.compile(r"\.(json|atom|xml|md|txt)$")


def named(reasons: dict[str, str]) -> set[str]:
    return {endpoint for endpoints in reasons.values() for endpoint in endpoints.split()}


def read(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def pages_with(app: Flask, ending: str) -> set[str]:
    """The endpoints of pages that have a form which ends so."""
    rules = {rule.rule: rule.endpoint for rule in read(app)}
    return {end for rule, end in rules.items() if f"{rule}{ending}" in rules}


def pages(app: Flask) -> set[str]:
    return {rule.endpoint for rule in read(app) if not FORM.search(rule.rule)}


def test_every_page_has_a_twin_or_a_reason(app: Flask) -> None:
    assert pages(app) - pages_with(app, ".json") == named(NO_TWIN)


def test_every_list_has_a_feed_or_a_reason(app: Flask) -> None:
    assert pages_with(app, ".json") - pages_with(app, ".atom") == named(NO_FEED)


@pytest.fixture
def house(app: Flask) -> House:
    return lived_in(app)


def test_every_page_leads_to_its_forms_and_they_answer(app: Flask, house: House) -> None:
    rules = {rule.rule: rule for rule in read(app)}
    reader = house.people["author"]
    for form, kind in ((".json", "json"), (".atom", "atom+xml")):
        for path, rule in rules.items():
            if f"{path}{form}" not in rules or rule.endpoint == "comments.show":  # it leads on
                continue
            page = reader.get(house.address(rule)).text
            link = rf'<link rel="alternate" type="application/{re.escape(kind)}" href="(.+?)">'
            (address,) = re.findall(link, page)
            assert address.partition("?")[0] == house.address(rules[f"{path}{form}"])
            answer = reader.get(address.replace("&amp;", "&"))
            assert (answer.status_code, answer.mimetype) == (200, f"application/{kind}"), path


FILTERED = """
/stacks?tool=react /advice?tool=react /advice?show=answered /advice?tool=vue&show=open
/decisions?tool=vue /tools?q=rea /tools?licence=MIT&open_source=y /categories/frameworks?q=vue
/tools/react/proscons?side=con /advice/{advice}-react-or-vue-for-a-shop?branch={comment}
""".split()


def test_a_filtered_page_leads_to_its_filtered_feed(house: House) -> None:
    reader = house.people["visitor"]
    for page in map(house.at, FILTERED):
        path, _, query = page.partition("?")
        feed = f"{path}.atom?{query}"
        written = feed.replace("&", "&amp;")
        assert f'type="application/atom+xml" href="{written}"' in reader.get(f"{page}&utm=x").text
        told = ElementTree.fromstring(reader.get(f"{feed}&utm=x").data)
        links = [link.get("href") for link in told.iter() if link.get("href")]
        assert links[:2] == [f"http://localhost{feed}", f"http://localhost{page}"]


WRONG = """
/stacks?tool=nope /advice?tool=nope /advice?show=nope /advice?show= /advice?tool=react&show=viewed
/decisions?tool=nope /tools?sort=nope /tools/react/proscons?side=nope /categories/nope
/stackups/react-vs-nope /advice/{advice}-react-or-vue-for-a-shop?branch=0
/decisions/{lost}-zanzibar-was-it /stacks/author/zanzibar-three /companies/nope /people/nope
""".split()


def test_what_a_page_refuses_its_forms_refuse_too(house: House) -> None:
    reader = house.people["visitor"]
    for page in map(house.at, WRONG):
        path, _, query = page.partition("?")
        code = reader.get(page).status_code
        assert code in (404, 422), page
        for form in (".atom", ".json"):
            assert reader.get(f"{path}{form}?{query}").status_code == code, (page, form)
