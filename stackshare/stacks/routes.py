from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from stackshare.accounts.models import User
from stackshare.accounts.routes import member
from stackshare.comments.pages import discussion, discussion_json, rest_of
from stackshare.comments.routes import written
from stackshare.companies.models import Membership
from stackshare.companies.queries import memberships_of
from stackshare.core.edit_conflicts import Changed
from stackshare.core.forms import wanted_or_422
from stackshare.core.kept.pages import kept
from stackshare.core.web import fragment_or_redirect, one_spelling
from stackshare.extensions import db
from stackshare.stacks.actions import (
    edit_stack,
    follow_stack,
    is_listed,
    remove_stack,
    require_owner,
    share_stack,
    thread_about,
)
from stackshare.stacks.forms import VersusForm, stack_form
from stackshare.stacks.models import Stack
from stackshare.stacks.pages import (
    found_tools,
    stack_json,
    stack_page,
    thread_of,
    versus_json,
    versus_page,
)
from stackshare.stacks.queries import (
    SORTS,
    browsed_stacks,
    newest_stacks,
    own_stack_or_404,
    owner_or_404,
    stack_cards,
    stack_or_404,
    versus_url,
)
from stackshare.tools.queries.names import tool_or_404, tools_by_slugs

MOST_PICKED = 300  # more than a stack may have, so that its refusal loses none
MOST_OFFERED = 24  # fresh stacks to compare with

bp = Blueprint("stacks", __name__, url_prefix="/stacks")


@bp.get("")
@kept
def index() -> ResponseReturnValue:
    sort, name = request.args.get("sort") or "newest", request.args.get("tool")
    if sort not in SORTS:
        abort(422)
    tool = tool_or_404(name) if name else None
    if tool and tool.slug != name:
        return redirect(url_for(".index", tool=tool.slug, sort=request.args.get("sort")), code=301)
    page = browsed_stacks(tool, sort, request.args.get("after")).shown(stack_cards)
    return render_template("stacks/index.html", page=page, tool=tool, sort=sort)


@bp.get("/<owner>")
def of_owner(owner: str) -> ResponseReturnValue:
    return redirect(owner_or_404(owner).url)


@bp.get("/new")
def new() -> ResponseReturnValue:
    owners = owners_of(member())
    return render_template("stacks/new.html", **draft(owners=owners, formdata=request.args))


@bp.get("/picker")
def picker() -> ResponseReturnValue:
    """The part of the form that a script asks for while somebody types a tool's name."""
    page = draft(formdata=request.args, meta={"csrf": False})  # nothing of the reader's is in it
    tools = render_template("stacks/_picker.html", **page)
    return tools + render_template("_logos.html")


@bp.post("")
def create() -> ResponseReturnValue:
    user = member()
    page = draft(owners=owners_of(user))
    form = page["form"]
    if looks_for_tools():
        return render_template("stacks/new.html", **page)
    if not form.validate():
        return render_template("stacks/new.html", **page), 422
    owner = owner_or_404(form.owner_handle) if form.owner_handle else user
    stack = share_stack(user, owner=owner, **form.words)
    db.session.commit()
    return redirect(stack.url)


@bp.get("/<owner>/<slug>/edit")
def edit(owner: str, slug: str) -> ResponseReturnValue:
    user, stack = member(), stack_or_404(owner, slug)
    one_spelling(f"{stack.url}/edit")
    require_owner(user, stack)
    return render_template("stacks/edit.html", **draft(stack))


@bp.post("/<owner>/<slug>")
def update(owner: str, slug: str) -> ResponseReturnValue:
    user, stack = member(), stack_or_404(owner, slug)
    require_owner(user, stack)
    page = draft(stack)
    form = page["form"]
    if looks_for_tools():
        return render_template("stacks/edit.html", **page)
    if not form.validate():
        return render_template("stacks/edit.html", **page), 422
    try:
        edit_stack(user, stack, seen=form.seen.data, **form.words)
    except Changed:
        page = draft(stack)  # with the tools that stand in it now
        changed = page["form"].other_words(form.words, stack.words)
        return render_template("stacks/edit.html", **page, changed=changed), 409
    db.session.commit()
    return redirect(stack.url)


@bp.post("/<owner>/<slug>/remove")
def remove(owner: str, slug: str) -> ResponseReturnValue:
    user, wanted = member(), wanted_or_422()
    stack = own_stack_or_404(user, owner, slug)
    remove_stack(user, stack, wanted=wanted)
    db.session.commit()
    if wanted:
        flash(Markup(render_template("stacks/_undo.html", stack=stack)))
    return redirect(stack.owner.url if wanted else stack.url)


def owners_of(user: User) -> list[User | Membership]:
    """For whom the member may share a stack: for themselves first of all."""
    return [user, *memberships_of(user)]


def draft(stack: Stack | None = None, **values: Any) -> dict[str, Any]:
    """The form as it was sent, or as the stack is, and the tools to pick from."""
    find, picked = request.values.get("find", ""), request.values.getlist("tool")
    own = [use.tool for use in stack.uses] if stack else []
    found = found_tools(find)
    ours = [*tools_by_slugs(picked[:MOST_PICKED]), *own]
    offered = list(dict.fromkeys([*found, *ours] if find else [*ours, *found]))
    form = stack_form(offered, stack, **values)
    return {"form": form, "stack": stack, "find": find, "found": found, "offered": offered}


def looks_for_tools() -> bool:
    """The picker's own button was pressed: nothing is saved, all that was typed comes back."""
    return request.form.get("do") == "find"


@bp.get("/<owner>/<slug>")
@kept
def show(owner: str, slug: str) -> ResponseReturnValue:
    stack = stack_or_404(owner, slug)
    one_spelling(stack.url)
    return render_template("stacks/show.html", **stack_page(stack, request.args))


@bp.get("/<owner>/<slug>.json")
@kept
def show_json(owner: str, slug: str) -> ResponseReturnValue:
    stack = stack_or_404(owner, slug)
    one_spelling(f"{stack.url}.json")
    unlisted = stack.visibility == "unlisted"
    if unlisted:
        return stack_json(stack), {"X-Robots-Tag": "noindex"}
    talk = discussion(thread_of(stack), request.args)
    said = {"comments": discussion_json(talk), "more_comments": rest_of(talk)}
    return {**stack_json(stack), "thread": stack.thread_id, **said}


@bp.post("/<owner>/<slug>/follow")
def follow(owner: str, slug: str) -> ResponseReturnValue:
    user, stack, wanted = member(), stack_or_404(owner, slug), wanted_or_422()
    follow_stack(user, stack, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("stacks/_follow.html", stack.url, stack=stack)


@bp.post("/<owner>/<slug>/comments")
def comment(owner: str, slug: str) -> ResponseReturnValue:
    user, stack = member(), stack_or_404(owner, slug)
    if not is_listed(stack):
        abort(404)
    return written(user, thread_about(stack))


@bp.get("/compare")
def compare() -> ResponseReturnValue:
    """Two fields; the address of a comparison for whoever filled in both."""
    form = VersusForm(formdata=request.args)
    if "b" in request.args and form.validate():
        return redirect(versus_url(form.first, form.second))
    return compare_page(form), 422 if form.errors else 200


def compare_page(form: VersusForm) -> str:
    return render_template("stacks/compare.html", form=form, known=newest_stacks(MOST_OFFERED))


@bp.get("/<owner>/<slug>/vs/<owner2>/<slug2>")
@kept
def compared(owner: str, slug: str, owner2: str, slug2: str) -> ResponseReturnValue:
    one, other = stack_or_404(owner, slug), stack_or_404(owner2, slug2)
    one_spelling(versus_url(one, other))
    if one is other:
        form = VersusForm(data={"a": f"{owner}/{slug}", "b": f"{owner}/{slug}"})
        form.validate()
        return compare_page(form), 422
    return render_template("stacks/versus.html", **versus_page(one, other))


@bp.get("/<owner>/<slug>/vs/<owner2>/<slug2>.json")
@kept
def compared_json(owner: str, slug: str, owner2: str, slug2: str) -> ResponseReturnValue:
    one, other = stack_or_404(owner, slug), stack_or_404(owner2, slug2)
    one_spelling(f"{versus_url(one, other)}.json")
    if one is other:
        abort(422)
    page = versus_page(one, other)
    return versus_json(page), {"X-Robots-Tag": "noindex"} if page["unlisted"] else {}
