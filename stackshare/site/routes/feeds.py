"""Every feed: the path of its page and .atom. What the page is asked to show alone, the feed tells
alone; whatever the page's order, it tells the newest first."""

from urllib.parse import urlencode

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from stackshare.accounts.queries import user_or_404
from stackshare.advice.queries import LISTS, advice_or_404
from stackshare.comments.models import Thread
from stackshare.comments.pages import root_in
from stackshare.companies.queries import company_or_404
from stackshare.core.feeds import feed
from stackshare.core.kept.pages import kept
from stackshare.core.web import chosen, one_spelling
from stackshare.decisions.queries.lists import decision_or_404
from stackshare.proscons.models import SIDES
from stackshare.site.pages.feeds import (
    advice_feed,
    comments_feed,
    companies_feed,
    company_feed,
    decisions_feed,
    everything_feed,
    lines_feed,
    person_feed,
    stacks_feed,
    stackup_feed,
    stackups_feed,
    tool_feed,
    tools_feed,
)
from stackshare.stacks.actions import is_listed
from stackshare.stacks.pages import thread_of
from stackshare.stacks.queries import stack_or_404
from stackshare.stackups.queries.compared import compared_or_404, stackup_url, title_of
from stackshare.tools.forms import CatalogueForm
from stackshare.tools.models import Category, Tool
from stackshare.tools.queries.lists import category_or_404
from stackshare.tools.queries.names import tool_or_404

bp = Blueprint("feeds", __name__)


def tool_asked_for() -> Tool | None:
    name = request.args.get("tool")
    return tool_or_404(name) if name else None


@bp.get("/stacks.atom")
@kept
def stacks() -> ResponseReturnValue:
    tool = tool_asked_for()
    title = f"Stacks with {tool.name}" if tool else "Stacks"
    return feed(title, url_for("stacks.index", tool=tool and tool.slug), stacks_feed(tool))


@bp.get("/stacks/<owner>/<slug>.atom")
@kept
def stack(owner: str, slug: str) -> ResponseReturnValue:
    stack = stack_or_404(owner, slug)
    one_spelling(f"{stack.url}.atom")
    return comments(stack.name, thread_of(stack)) if is_listed(stack) else abort(404)


def comments(title: str, thread: Thread) -> ResponseReturnValue:
    """Of a thread, or of one branch of it."""
    asked = request.args.get("branch")
    root = None if asked is None else root_in(thread, asked)
    page = f"{thread.url}?branch={root.id}" if root else thread.url
    return feed(f"Comments: {title}", page, comments_feed(thread, root))


@bp.get("/advice.atom")
@kept
def advice() -> ResponseReturnValue:
    tool, which = tool_asked_for(), request.args.get("show", "newest")
    if which not in LISTS or (tool and which == "viewed"):  # as the page says
        abort(422)
    alone = which if which in ("open", "answered") else None  # the others are all, in an order
    title = f"Advice on {tool.name}" if tool else "Advice"
    page = url_for("advice.index", tool=tool and tool.slug, show=alone)
    return feed(f"{title}: {alone}" if alone else title, page, advice_feed(alone or "newest", tool))


@bp.get("/advice/<int:id>-<slug>.atom")
@kept
def question(id: int, slug: str) -> ResponseReturnValue:
    advice = advice_or_404(id)
    one_spelling(f"{advice.url}.atom")
    return comments(advice.title, advice.thread)


@bp.get("/decisions.atom")
@kept
def decisions() -> ResponseReturnValue:
    tool = tool_asked_for()
    title = f"Decisions about {tool.name}" if tool else "Decisions"
    return feed(title, url_for("decisions.index", tool=tool and tool.slug), decisions_feed(tool))


@bp.get("/decisions/<int:id>-<slug>.atom")
@kept
def decision(id: int, slug: str) -> ResponseReturnValue:
    decision = decision_or_404(id)
    one_spelling(f"{decision.url}.atom")
    return comments(decision.title, decision.thread)


@bp.get("/stackups.atom")
@kept
def stackups() -> ResponseReturnValue:
    return feed("New stackups", "/stackups", stackups_feed())


@bp.get("/stackups/<slug>.atom")
@kept
def stackup(slug: str) -> ResponseReturnValue:
    tools = compared_or_404(slug)
    url = stackup_url(tools)
    one_spelling(f"{url}.atom")
    return feed(f"{title_of(tools)}: what is said, asked and decided", url, stackup_feed(tools))


@bp.get("/feed.atom")
@kept
def everything() -> ResponseReturnValue:
    return feed("Everything new", "/feed", everything_feed())


@bp.get("/tools.atom")
@kept
def tools() -> ResponseReturnValue:
    return catalogue(None)


@bp.get("/categories/<slug>.atom")
@kept
def category(slug: str) -> ResponseReturnValue:
    place = category_or_404(slug)
    one_spelling(f"{place.url}.atom")
    return catalogue(place)


def catalogue(place: Category | None) -> ResponseReturnValue:
    form = CatalogueForm(formdata=request.args)
    if not form.validate():
        abort(422)
    wanted = {name: form.typed[name] for name in ("q", "licence", "open_source")}
    asked = {name: "y" if value is True else value for name, value in wanted.items() if value}
    title, path = (f"New tools: {place.name}", place.url) if place else ("New tools", "/tools")
    page = f"{path}?{urlencode(asked)}" if asked else path
    return feed(title, page, tools_feed(place, wanted))


@bp.get("/tools/<slug>.atom")
@kept
def tool(slug: str) -> ResponseReturnValue:
    tool = tool_or_404(slug)
    one_spelling(f"{tool.url}.atom")
    return feed(f"{tool.name}: stacks, advice and decisions", tool.url, tool_feed(tool))


@bp.get("/tools/<slug>/proscons.atom")
@kept
def lines(slug: str) -> ResponseReturnValue:
    tool, side = tool_or_404(slug), chosen("side", SIDES) or "pro"
    one_spelling(f"{tool.url}/proscons.atom")
    page = f"{tool.url}/proscons?side={side}"
    return feed(f"{side.title()}s of {tool.name}", page, lines_feed(tool, side))


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
    return feed(f"{company.name}: stacks and decisions", company.url, company_feed(company))
