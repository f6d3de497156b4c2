from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.core.forms import wanted_or_422
from stackshare.core.kept.pages import kept
from stackshare.core.views import count_view
from stackshare.core.web import chosen, fragment_or_redirect, next_page, one_spelling
from stackshare.extensions import db
from stackshare.proscons.models import LENS_OF_ONE
from stackshare.stacks.actions import use_tool
from stackshare.tools.actions.follows import follow_tool
from stackshare.tools.forms import CatalogueForm
from stackshare.tools.models import Category
from stackshare.tools.pages import (
    catalogue_page,
    category_tree,
    tool_json,
    tool_page,
    tool_page_json,
    tools_listed,
    tree_json,
)
from stackshare.tools.queries.lists import category_or_404
from stackshare.tools.queries.names import search_tools, tool_or_404

bp = Blueprint("tools", __name__)


@bp.get("/tools")
@kept
def index() -> ResponseReturnValue:
    return catalogue(None)


@bp.get("/tools.json")
@kept
def index_json() -> ResponseReturnValue:
    return catalogue_json(None)


@bp.get("/categories")
@kept
def categories() -> ResponseReturnValue:
    return render_template("categories/index.html", tree=category_tree())


@bp.get("/categories.json")
@kept
def categories_json() -> ResponseReturnValue:
    return {"categories": tree_json(category_tree())}


@bp.get("/categories/<slug>")
@kept
def category(slug: str) -> ResponseReturnValue:
    place = category_or_404(slug)
    one_spelling(place.url)
    return catalogue(place)


@bp.get("/categories/<slug>.json")
@kept
def category_json(slug: str) -> ResponseReturnValue:
    place = category_or_404(slug)
    one_spelling(f"{place.url}.json")
    return catalogue_json(place)


def catalogue(place: Category | None) -> ResponseReturnValue:
    """The tools of one place in the tree, or all. What cannot be asked for lists none."""
    form = CatalogueForm(formdata=request.args)
    valid = form.validate()
    page = catalogue_page(place, form.typed, request.args.get("after"), valid=valid)
    form.offer(page["licences"])
    answer = render_template("tools/index.html", form=form, **page)
    return answer, 200 if valid else 422


def catalogue_json(place: Category | None) -> ResponseReturnValue:
    form = CatalogueForm(formdata=request.args)
    if not form.validate():
        abort(422)
    page = tools_listed(place, form.typed, request.args.get("after"))
    return {"tools": [tool_json(tool) for tool in page.rows], "next": next_page(page.after)}


@bp.get("/tools/find")
def find() -> ResponseReturnValue:
    """The closest tools while somebody types: the options of a list, for a script."""
    return render_template("tools/_found.html", tools=search_tools(request.args.get("q", ""), 8))


@bp.get("/tools/<slug>")
@kept
def show(slug: str) -> ResponseReturnValue:
    tool = tool_or_404(slug)
    one_spelling(tool.url)
    count_view("tool", tool.slug)
    return render_template("tools/show.html", **tool_page(tool, chosen("lens", LENS_OF_ONE)))


@bp.get("/tools/<slug>.json")
@kept
def show_json(slug: str) -> ResponseReturnValue:
    tool = tool_or_404(slug)
    one_spelling(f"{tool.url}.json")
    return tool_page_json(tool_page(tool, chosen("lens", LENS_OF_ONE)))


@bp.post("/tools/<slug>/follow")
def follow(slug: str) -> ResponseReturnValue:
    user, tool, wanted = member(), tool_or_404(slug), wanted_or_422()
    follow_tool(user, tool, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("tools/_follow.html", tool.url, tool=tool)


@bp.post("/tools/<slug>/use")
def use(slug: str) -> ResponseReturnValue:
    user, tool, wanted = member(), tool_or_404(slug), wanted_or_422()
    use_tool(user, tool, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("tools/_use.html", tool.url, tool=tool)
