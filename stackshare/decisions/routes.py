from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict

from stackshare.accounts.routes import member
from stackshare.core.edit_conflicts import Changed
from stackshare.core.forms import wanted_or_422
from stackshare.core.kept.pages import kept
from stackshare.core.madr.read import read
from stackshare.core.refusal import Refused
from stackshare.core.web import one_spelling
from stackshare.decisions.actions import (
    edit_decision,
    record_decision,
    remove_decision,
    require_speaker,
)
from stackshare.decisions.forms import ImportForm, asked_for, decision_form, read_in
from stackshare.decisions.pages import decision_json, decision_page, decision_record
from stackshare.decisions.queries.lists import (
    decision_cards,
    decision_or_404,
    fresh_decisions,
    own_decision_or_404,
)
from stackshare.extensions import db
from stackshare.tools.queries.names import tool_or_404

bp = Blueprint("decisions", __name__, url_prefix="/decisions")


@bp.get("")
@kept
def index() -> ResponseReturnValue:
    slug = request.args.get("tool")
    tool = tool_or_404(slug) if slug else None
    page = fresh_decisions(request.args.get("after"), tool).shown(decision_cards)
    return render_template("decisions/index.html", page=page, tool=tool)


@bp.get("/new")
def new() -> ResponseReturnValue:
    named = asked_for(request.args.getlist("tool"), request.args.get("stack", ""))
    form = decision_form(member(), formdata=None, data=named)
    return render_template("decisions/new.html", form=form)


@bp.get("/import")
def import_form() -> ResponseReturnValue:
    member()
    return render_template("decisions/import.html", form=ImportForm())


@bp.post("/import")
def read_record() -> ResponseReturnValue:
    """Nothing is stored: what was read stands in the form, to be looked at and posted."""
    user, sent = member(), ImportForm(formdata=CombinedMultiDict([request.files, request.form]))
    if not sent.validate():
        return render_template("decisions/import.html", form=sent), 422
    record, unsure = read(sent.text.data or "")
    form = decision_form(user, formdata=None, data=read_in(record))
    return render_template("decisions/new.html", form=form, unsure=unsure, imported=True)


@bp.post("")
def create() -> ResponseReturnValue:
    user = member()
    form = decision_form(user)
    if not form.validate():
        return render_template("decisions/new.html", form=form), 422
    try:
        decision = record_decision(user, **form.words)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return render_template("decisions/new.html", form=form), 403
    db.session.commit()
    return redirect(decision.url)


@bp.get("/<int:id>/edit")
def edit(id: int) -> ResponseReturnValue:
    user, decision = member(), decision_or_404(id)
    require_speaker(user, decision)
    form = decision_form(user, decision)
    return render_template("decisions/edit.html", form=form, decision=decision)


@bp.post("/<int:id>")
def update(id: int) -> ResponseReturnValue:
    user, decision = member(), decision_or_404(id)
    require_speaker(user, decision)
    form = decision_form(user, decision)
    if not form.validate():
        return render_template("decisions/edit.html", form=form, decision=decision), 422
    try:
        edit_decision(user, decision, seen=form.seen.data, **form.words)
    except Changed:
        changed = form.other_words(form.words, decision.words)
        facts = {"decision": decision, "changed": changed, "by": decision.edited_by}
        return render_template("decisions/edit.html", form=form, **facts), 409
    db.session.commit()
    return redirect(decision.url)


@bp.post("/<int:id>/remove")
def remove(id: int) -> ResponseReturnValue:
    user, wanted = member(), wanted_or_422()
    decision = own_decision_or_404(user, id)
    remove_decision(user, decision, wanted=wanted)
    db.session.commit()
    if wanted:
        flash(Markup(render_template("decisions/_undo.html", decision=decision)))
    home = decision.company or decision.author
    return redirect(home.url if wanted else decision.url)


@bp.get("/<int:id>")
@bp.get("/<int:id>-<slug>")
@kept
def show(id: int, slug: str = "") -> ResponseReturnValue:
    decision = decision_or_404(id)
    one_spelling(decision.url)
    return render_template("decisions/show.html", **decision_page(decision, request.args))


@bp.get("/<int:id>-<slug>.json")
@kept
def show_json(id: int, slug: str) -> ResponseReturnValue:
    decision = decision_or_404(id)
    one_spelling(f"{decision.url}.json")
    return decision_json(decision_page(decision, request.args))


@bp.get("/<int:id>-<slug>.md")
@kept
def download(id: int, slug: str) -> ResponseReturnValue:
    decision = decision_or_404(id)
    one_spelling(f"{decision.url}.md")
    name = {"Content-Disposition": f'attachment; filename="{decision.slug}.md"'}
    return Response(decision_record(decision), mimetype="text/markdown", headers=name)
