from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.advice.actions import ask_for_advice
from stackshare.advice.forms import AdviceForm
from stackshare.advice.pages import advice_json, advice_page
from stackshare.advice.queries import advice_or_404, fresh_advice, questions
from stackshare.comments.actions import add_comment
from stackshare.comments.forms import CommentForm
from stackshare.comments.queries import comment_in
from stackshare.core.kept.pages import kept
from stackshare.core.refusal import Refused
from stackshare.core.views import count_view
from stackshare.core.web import one_spelling
from stackshare.extensions import db
from stackshare.tools.queries.names import tool_or_404

bp = Blueprint("advice", __name__, url_prefix="/advice")


@bp.get("")
@kept
def index() -> ResponseReturnValue:
    slug = request.args.get("tool")
    tool = tool_or_404(slug) if slug else None
    page = fresh_advice(request.args.get("after"), tool).shown(questions)
    return render_template("advice/index.html", page=page, tool=tool)


@bp.get("/new")
def new() -> ResponseReturnValue:
    member()
    return render_template("advice/new.html", form=AdviceForm(formdata=request.args))


@bp.post("")
def create() -> ResponseReturnValue:
    user, form = member(), AdviceForm()
    if not form.validate():
        return render_template("advice/new.html", form=form), 422
    typed = {"title": form.title.data or "", "body": form.body.data or ""}
    try:
        advice = ask_for_advice(user, **typed, tools=form.tools)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return render_template("advice/new.html", form=form), 403
    db.session.commit()
    return redirect(advice.url)


@bp.get("/<int:id>")
@bp.get("/<int:id>-<slug>")
@kept
def show(id: int, slug: str = "") -> ResponseReturnValue:
    advice = advice_or_404(id)
    one_spelling(advice.url)
    count_view("advice", str(advice.id))
    parent = comment_in(advice.thread, request.args.get("reply", type=int))
    form = CommentForm(formdata=None, parent=parent and parent.id, meta={"csrf": False})
    return render_template("advice/show.html", **advice_page(advice), form=form)


@bp.get("/<int:id>-<slug>.json")
@kept
def show_json(id: int, slug: str) -> ResponseReturnValue:
    advice = advice_or_404(id)
    one_spelling(f"{advice.url}.json")
    return advice_json(advice_page(advice))


@bp.post("/<int:id>/comments")
def comment(id: int) -> ResponseReturnValue:
    user, advice, form = member(), advice_or_404(id), CommentForm()
    if not form.validate():
        return render_template("advice/show.html", **advice_page(advice), form=form), 422
    try:
        comment = add_comment(user, advice.thread, **form.typed)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return render_template("advice/show.html", **advice_page(advice), form=form), 403
    db.session.commit()
    return redirect(f"{advice.url}#comment-{comment.id}")
