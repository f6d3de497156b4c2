"""Every feed: the path of its page and .atom."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from stackshare.accounts.queries import user_or_404
from stackshare.companies.queries import company_or_404
from stackshare.core.feeds import feed
from stackshare.core.kept.pages import kept
from stackshare.core.web import one_spelling
from stackshare.site.pages.feeds import (
    advice_feed,
    companies_feed,
    company_feed,
    decisions_feed,
    everything_feed,
    person_feed,
    stacks_feed,
    stackups_feed,
    tool_feed,
    tools_feed,
)
from stackshare.tools.queries.names import tool_or_404

bp = Blueprint("feeds", __name__)


@bp.get("/stacks.atom")
@kept
def stacks() -> ResponseReturnValue:
    return feed("Stacks", "/stacks", stacks_feed())


@bp.get("/advice.atom")
@kept
def advice() -> ResponseReturnValue:
    return feed("Advice", "/advice", advice_feed())


@bp.get("/decisions.atom")
@kept
def decisions() -> ResponseReturnValue:
    return feed("Decisions", "/decisions", decisions_feed())


@bp.get("/stackups.atom")
@kept
def stackups() -> ResponseReturnValue:
    return feed("New stackups", "/stackups", stackups_feed())


@bp.get("/feed.atom")
@kept
def everything() -> ResponseReturnValue:
    return feed("Everything new", "/feed", everything_feed())


@bp.get("/tools.atom")
@kept
def tools() -> ResponseReturnValue:
    return feed("New tools", "/tools", tools_feed())


@bp.get("/tools/<slug>.atom")
@kept
def tool(slug: str) -> ResponseReturnValue:
    tool = tool_or_404(slug)
    one_spelling(f"{tool.url}.atom")
    return feed(f"{tool.name}: stacks, advice and decisions", tool.url, tool_feed(tool))


@bp.get("/people/<username>.atom")
@kept
def person(username: str) -> ResponseReturnValue:
    person = user_or_404(username)
    one_spelling(f"{person.url}.atom")
    return feed(person.name, person.url, person_feed(person))


@bp.get("/companies.atom")
@kept
def companies() -> ResponseReturnValue:
    return feed("New companies", "/companies", companies_feed())


@bp.get("/companies/<handle>.atom")
@kept
def company(handle: str) -> ResponseReturnValue:
    company = company_or_404(handle)
    one_spelling(f"{company.url}.atom")
    return feed(f"{company.name}: stacks", company.url, company_feed(company))
