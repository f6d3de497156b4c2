from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.core.forms import wanted_or_422
from stackshare.core.refusal import Refused
from stackshare.core.web import fragment_or_redirect
from stackshare.extensions import db
from stackshare.proscons.actions import add_procon, vote_for
from stackshare.proscons.forms import ProConForm
from stackshare.proscons.queries import procon_or_404, same_line
from stackshare.tools.queries.names import tool_or_404

bp = Blueprint("proscons", __name__)


@bp.get("/tools/<slug>/proscons/new")
def new(slug: str) -> ResponseReturnValue:
    member()
    tool = tool_or_404(slug)
    return render_template("proscons/new.html", tool=tool, form=ProConForm(formdata=request.args))


@bp.post("/tools/<slug>/proscons")
def create(slug: str) -> ResponseReturnValue:
    user, tool, form = member(), tool_or_404(slug), ProConForm()
    if not form.validate():
        return render_template("proscons/new.html", tool=tool, form=form), 422
    if same_line(tool, form.typed["side"], form.typed["text"]):
        form.text.errors = ["This line is there already. Vote for it instead."]
        return render_template("proscons/new.html", tool=tool, form=form), 422
    try:
        add_procon(user, tool, **form.typed)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return render_template("proscons/new.html", tool=tool, form=form), 403
    db.session.commit()
    return redirect(f"{tool.url}#points")


@bp.post("/proscons/<int:id>/vote")
def vote(id: int) -> ResponseReturnValue:
    user, procon, wanted = member(), procon_or_404(id), wanted_or_422()
    vote_for(user, procon, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("proscons/_vote.html", procon.tool.url, procon=procon)
