from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member, viewer
from stackshare.core.forms import wanted_or_422
from stackshare.core.views import count_view
from stackshare.core.web import fragment_or_redirect, one_spelling
from stackshare.extensions import db
from stackshare.tools.actions.follows import follow_tool
from stackshare.tools.pages import tool_page, tool_page_json
from stackshare.tools.queries import popular_tools, search_tools, tool_or_404

bp = Blueprint("tools", __name__, url_prefix="/tools")


@bp.get("")
def index() -> ResponseReturnValue:
    query = request.args.get("q", "")
    page = None if query else popular_tools(request.args.get("after"))
    tools = page.rows if page else search_tools(query, limit=50)
    return render_template("tools/index.html", query=query, tools=tools, page=page)


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    tool = tool_or_404(slug)
    one_spelling(tool.url)
    count_view("tool", tool.slug)
    return render_template("tools/show.html", **tool_page(tool, viewer()))


@bp.get("/<slug>.json")
def show_json(slug: str) -> ResponseReturnValue:
    tool = tool_or_404(slug)
    one_spelling(f"{tool.url}.json")
    return tool_page_json(tool_page(tool, viewer=None))


@bp.post("/<slug>/follow")
def follow(slug: str) -> ResponseReturnValue:
    user, tool, wanted = member(), tool_or_404(slug), wanted_or_422()
    follow_tool(user, tool, wanted=wanted)
    db.session.commit()
    followed = {tool.id} if wanted else set()
    return fragment_or_redirect("tools/_follow.html", tool.url, tool=tool, followed=followed)
