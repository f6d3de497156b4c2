"""The lists for programs: a page at a time, each with the address of the next."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.queries import user_or_404
from stackshare.advice.pages import advice_list, advice_row
from stackshare.companies.pages import company_row
from stackshare.companies.queries import company_cards, company_or_404, newest_companies
from stackshare.core.kept.pages import kept
from stackshare.core.web import next_page, one_spelling
from stackshare.decisions.pages import decision_row
from stackshare.decisions.queries.lists import decision_cards, fresh_decisions
from stackshare.site.pages.lists import company_json, person_json
from stackshare.stacks.pages import stack_json
from stackshare.stacks.queries import SORTS as STACK_SORTS
from stackshare.stacks.queries import browsed_stacks, whole_stacks
from stackshare.stackups.pages.compared import SORTS, stackups_json, stackups_page
from stackshare.tools.queries.names import tool_or_404

bp = Blueprint("lists", __name__)


@bp.get("/stacks.json")
@kept
def stacks() -> ResponseReturnValue:
    slug, sort = request.args.get("tool"), request.args.get("sort") or "newest"
    if sort not in STACK_SORTS:
        abort(422)
    tool = tool_or_404(slug) if slug else None
    page = browsed_stacks(tool, sort, request.args.get("after")).shown(whole_stacks)
    rows = [stack_json(stack) for stack in page.rows]
    return {"stacks": rows, "next": next_page(page.after)}


@bp.get("/advice.json")
@kept
def advice() -> ResponseReturnValue:
    page = advice_list(request.args)["page"]
    rows = [advice_row(advice) for advice in page.rows]
    return {"advice": rows, "next": next_page(page.after)}


@bp.get("/decisions.json")
@kept
def decisions() -> ResponseReturnValue:
    slug = request.args.get("tool")
    tool = tool_or_404(slug) if slug else None
    page = fresh_decisions(request.args.get("after"), tool).shown(decision_cards)
    rows = [decision_row(decision) for decision in page.rows]
    return {"decisions": rows, "next": next_page(page.after)}


@bp.get("/stackups.json")
@kept
def stackups() -> ResponseReturnValue:
    sort = request.args.get("sort", SORTS[0])
    if sort not in SORTS:
        abort(422)
    page = stackups_page(sort, request.args.get("after"))
    return {"stackups": stackups_json(page), "next": next_page(page["after"])}


@bp.get("/people/<username>.json")
@kept
def person(username: str) -> ResponseReturnValue:
    person = user_or_404(username)
    one_spelling(f"{person.url}.json")
    cursors = map(request.args.get, ("after", "advice_after", "decisions_after"))
    return person_json(person, *cursors)


@bp.get("/companies.json")
@kept
def companies() -> ResponseReturnValue:
    page = newest_companies(request.args.get("after")).shown(company_cards)
    rows = [company_row(company) for company in page.rows]
    return {"companies": rows, "next": next_page(page.after)}


@bp.get("/companies/<handle>.json")
@kept
def company(handle: str) -> ResponseReturnValue:
    company = company_or_404(handle)
    one_spelling(f"{company.url}.json")
    return company_json(company, *map(request.args.get, ("after", "decisions_after")))
