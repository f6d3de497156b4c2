from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.advice.actions import accept_comment, ask_for_advice, record_outcome
from stackshare.advice.forms import AdviceForm, OutcomeForm
from stackshare.advice.models import Advice
from stackshare.advice.pages import advice_json, advice_list, advice_page, similar_questions
from stackshare.advice.queries import advice_or_404
from stackshare.comments.queries import comment_or_404, standing_comment_or_404
from stackshare.core.forms import wanted_or_422
from stackshare.core.kept.pages import kept
from stackshare.core.refusal import Refused
from stackshare.core.views import count_view
from stackshare.core.web import one_spelling
from stackshare.extensions import db

bp = Blueprint("advice", __name__, url_prefix="/advice")


@bp.get("")
@kept
def index() -> ResponseReturnValue:
    return render_template("advice/index.html", **advice_list(request.args))


@bp.get("/new")
def new() -> ResponseReturnValue:
    member()
    return form_page(AdviceForm(formdata=request.args))


@bp.post("/new")
def look() -> ResponseReturnValue:
    """Look for questions like this one, without a script: what was typed comes back."""
    member()
    return form_page(AdviceForm())


@bp.get("/similar")
def similar() -> ResponseReturnValue:
    """The same while somebody types, for a script."""
    found = similar_questions(request.args.get("title", "")[:150])
    return render_template("advice/_similar.html", similar=found)


def form_page(form: AdviceForm) -> str:
    return render_template(
        "advice/new.html", form=form, similar=similar_questions((form.title.data or "")[:150])
    )


@bp.post("")
def create() -> ResponseReturnValue:
    user, form = member(), AdviceForm()
    if not form.validate():
        return form_page(form), 422
    typed = {name: words for name, words in form.typed.items() if name != "tool"}
    try:
        advice = ask_for_advice(user, **typed, tools=form.tools)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return form_page(form), 403
    db.session.commit()
    return redirect(advice.url)


@bp.get("/<int:id>")
@bp.get("/<int:id>-<slug>")
@kept
def show(id: int, slug: str = "") -> ResponseReturnValue:
    advice = advice_or_404(id)
    one_spelling(advice.url)
    count_view("advice", str(advice.id))
    return render_template("advice/show.html", **advice_page(advice, request.args))


@bp.get("/<int:id>-<slug>.json")
@kept
def show_json(id: int, slug: str) -> ResponseReturnValue:
    advice = advice_or_404(id)
    one_spelling(f"{advice.url}.json")
    return advice_json(advice_page(advice, request.args))


@bp.post("/<int:id>/accept/<int:comment_id>")
def accept(id: int, comment_id: int) -> ResponseReturnValue:
    user, advice, wanted = member(), advice_or_404(id), wanted_or_422()
    # What was accepted and then removed by whoever said it can be taken back.
    comment = standing_comment_or_404(comment_id) if wanted else comment_or_404(comment_id)
    if comment.thread_id != advice.thread_id:
        abort(404)
    accept_comment(user, advice, comment, wanted=wanted)
    db.session.commit()
    return redirect(f"{advice.url}#comment-{comment.id}" if wanted else advice.url)


@bp.get("/<int:id>/outcome")
def outcome(id: int) -> ResponseReturnValue:
    advice = own_or_403(id)
    form = OutcomeForm(formdata=None, chosen=advice.chosen, outcome=advice.outcome)
    return render_template("advice/outcome.html", advice=advice, form=form)


@bp.post("/<int:id>/outcome")
def record(id: int) -> ResponseReturnValue:
    advice, form = own_or_403(id), OutcomeForm()
    if not form.validate():
        return render_template("advice/outcome.html", advice=advice, form=form), 422
    record_outcome(member(), advice, **form.typed, tool=form.tool)
    db.session.commit()
    return redirect(f"{advice.url}#outcome")


def own_or_403(id: int) -> Advice:
    user, advice = member(), advice_or_404(id)
    return advice if advice.author_id == user.id else abort(403)
