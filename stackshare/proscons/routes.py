from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.core.forms import wanted_or_422
from stackshare.core.kept.pages import kept
from stackshare.core.near import Near, near_lines
from stackshare.core.refusal import Refused
from stackshare.core.web import chosen, fragment_or_redirect, one_spelling, query_of
from stackshare.extensions import db
from stackshare.proscons.actions import add_procon, vote_for
from stackshare.proscons.forms import ProConForm
from stackshare.proscons.models import SIDES, Line
from stackshare.proscons.pages import LinesPage, lines_json, lines_page
from stackshare.proscons.queries.lines import (
    lines_by_ids,
    page_with,
    procon_or_404,
    said_about,
)
from stackshare.tools.models import Tool
from stackshare.tools.queries.names import tool_or_404

bp = Blueprint("proscons", __name__)


@bp.get("/tools/<slug>/proscons")
@kept
def index(slug: str) -> ResponseReturnValue:
    """A whole side; bare, the lines alone, for a script that puts them on another page."""
    page = asked_page(slug, "")
    template = "_lines" if request.args.get("bare") else "index"
    return render_template(f"proscons/{template}.html", **page)


@bp.get("/tools/<slug>/proscons.json")
@kept
def index_json(slug: str) -> ResponseReturnValue:
    return lines_json(asked_page(slug, ".json"))


def asked_page(slug: str, suffix: str) -> LinesPage:
    tool = tool_or_404(slug)
    one_spelling(f"{tool.url}/proscons{suffix}")
    return lines_page(tool, chosen("side", SIDES) or "pro", request.args.get("after"))


@bp.get("/tools/<slug>/proscons/new")
def new(slug: str) -> ResponseReturnValue:
    member()
    return form_page(tool_or_404(slug), ProConForm(formdata=request.args))


@bp.post("/tools/<slug>/proscons")
def create(slug: str) -> ResponseReturnValue:
    user, tool, form = member(), tool_or_404(slug), ProConForm()
    if not form.validate():
        return form_page(tool, form), 422
    near = near_to(tool, form)
    if near.stops(different=form.different.data):
        return form_page(tool, form, near), 422
    try:
        added = add_procon(user, tool, **form.said)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return form_page(tool, form), 403
    if added is None:  # somebody said it this very moment
        return form_page(tool, form, near_to(tool, form)), 422
    db.session.commit()
    return redirect(f"{tool.url}#points")


def near_to(tool: Tool, form: ProConForm) -> Near[Line]:
    side, text = form.said["side"], form.said["text"]
    said = said_about(tool, side, text)
    db.session.commit()  # comparing may be slow: no lock is held meanwhile
    return near_lines(text, said, lines_by_ids)


def form_page(tool: Tool, form: ProConForm, near: Near[Line] | None = None) -> str:
    return render_template("proscons/new.html", tool=tool, form=form, near=near)


@bp.get("/proscons/<int:id>")
def show(id: int) -> ResponseReturnValue:
    """A line's address, wherever it stands today."""
    procon = procon_or_404(id)
    asked = query_of(side=procon.side, after=page_with(procon))
    return redirect(f"{procon.tool.url}/proscons{asked}#line-{procon.id}")


@bp.post("/proscons/<int:id>/vote")
def vote(id: int) -> ResponseReturnValue:
    user, procon, wanted = member(), procon_or_404(id), wanted_or_422()
    vote_for(user, procon, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("proscons/_vote.html", procon.tool.url, procon=procon)
