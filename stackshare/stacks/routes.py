from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member, viewer
from stackshare.core.forms import trimmed
from stackshare.core.web import one_spelling
from stackshare.extensions import db
from stackshare.stacks.actions import share_stack
from stackshare.stacks.forms import LONGEST_REASON, StackForm
from stackshare.stacks.pages import offered_tools, stack_json, stack_page
from stackshare.stacks.queries import fresh_stacks, stack_or_404

bp = Blueprint("stacks", __name__, url_prefix="/stacks")


@bp.get("")
def index() -> ResponseReturnValue:
    page = fresh_stacks(request.args.get("after"))
    return render_template("stacks/index.html", page=page)


@bp.get("/new")
def new() -> ResponseReturnValue:
    member()
    form = StackForm(formdata=request.args)
    return render_template("stacks/new.html", **draft(form))


@bp.post("")
def create() -> ResponseReturnValue:
    user, form = member(), StackForm()
    if request.form.get("do") == "find":  # the search button of the picker: nothing is saved
        return render_template("stacks/new.html", **draft(form))
    if not form.validate():
        return render_template("stacks/new.html", **draft(form)), 422
    stack = share_stack(
        user,
        name=form.name.data or "",
        purpose=form.purpose.data or "",
        visibility=form.visibility.data,
        tools=form.tools,
        reasons=typed_reasons(),
    )
    db.session.commit()
    return redirect(stack.url)


def draft(form: StackForm) -> dict[str, object]:
    """The form as it was sent, and the tools to pick from."""
    find = request.values.get("find", "")
    return {
        "form": form,
        "find": find,
        "offered": offered_tools(form.tool.data or [], find),
        "reasons": typed_reasons(),
    }


def typed_reasons() -> dict[str, str]:
    """By slug of a tool, what was typed into the field beside it."""
    return {
        name.removeprefix("reason-"): trimmed(text)[:LONGEST_REASON]
        for name, text in request.values.items()
        if name.startswith("reason-")
    }


@bp.get("/<owner>/<slug>")
def show(owner: str, slug: str) -> ResponseReturnValue:
    stack = stack_or_404(owner, slug)
    one_spelling(stack.url)
    return render_template("stacks/show.html", **stack_page(stack, viewer()))


@bp.get("/<owner>/<slug>.json")
def show_json(owner: str, slug: str) -> ResponseReturnValue:
    stack = stack_or_404(owner, slug)
    one_spelling(f"{stack.url}.json")
    return stack_json(stack)
