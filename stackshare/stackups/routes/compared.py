from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.core.forms import wanted_or_422
from stackshare.core.kept.pages import kept
from stackshare.core.views import count_view
from stackshare.core.web import chosen, fragment_or_redirect, one_spelling
from stackshare.extensions import db
from stackshare.proscons.models import LENSES
from stackshare.stackups.actions.known import follow_stackup
from stackshare.stackups.forms import CompareForm
from stackshare.stackups.pages.compared import SORTS, stackup_json, stackup_page, stackups_page
from stackshare.stackups.queries.compared import (
    KIND,
    compared_or_404,
    stackup_id,
    stackup_slug,
    stackup_url,
)
from stackshare.tools.queries.lists import most_used_tools

bp = Blueprint("stackups", __name__, url_prefix="/stackups")
bp.add_app_template_global(stackup_url)


@bp.get("")
@kept
def index() -> ResponseReturnValue:
    sort = request.args.get("sort", SORTS[0])
    if sort not in SORTS:
        abort(422)
    form = CompareForm(formdata=request.args)
    return render_template("stackups/index.html", **index_page(form, sort))


@bp.get("/compare")
def compare() -> ResponseReturnValue:
    form = CompareForm(formdata=request.args)
    if not form.validate():
        return render_template("stackups/index.html", **index_page(form, SORTS[0])), 422
    return redirect(stackup_url(list(form.tools)))


def index_page(form: CompareForm, sort: str) -> dict[str, Any]:
    page = stackups_page(sort, request.args.get("after"))
    return {**page, "form": form, "known": most_used_tools(60)}


@bp.get("/<slug>")
@kept
def show(slug: str) -> ResponseReturnValue:
    tools = compared_or_404(slug)
    one_spelling(stackup_url(tools))
    count_view(KIND, stackup_slug(tools))
    return render_template("stackups/show.html", **stackup_page(tools, chosen("lens", LENSES)))


@bp.post("/<slug>/follow")
def follow(slug: str) -> ResponseReturnValue:
    user, tools, wanted = member(), compared_or_404(slug), wanted_or_422()
    follow_stackup(user, tools, wanted=wanted)
    db.session.commit()
    facts = {"id": stackup_id(tools), "slug": stackup_slug(tools)}
    return fragment_or_redirect("stackups/_follow.html", stackup_url(tools), **facts)


@bp.get("/<slug>.json")
@kept
def show_json(slug: str) -> ResponseReturnValue:
    tools = compared_or_404(slug)
    one_spelling(f"{stackup_url(tools)}.json")
    return stackup_json(stackup_page(tools, chosen("lens", LENSES)))
