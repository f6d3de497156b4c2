from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.search.forms import SearchForm
from stackshare.search.pages.search import search_json, search_page
from stackshare.search.queries.kinds import KINDS_BY_NAME, Kind

bp = Blueprint("search", __name__)


@bp.get("/search")
def index() -> ResponseReturnValue:
    form = SearchForm(formdata=request.args)
    valid = form.validate()
    typed = form.typed["q"] if valid else ""
    page = search_page(typed, kind_asked_for(), request.args.get("after"))
    return render_template("search/index.html", form=form, **page), 200 if valid else 422


@bp.get("/search.json")
def index_json() -> ResponseReturnValue:
    form = SearchForm(formdata=request.args)
    if not form.validate():
        abort(422)
    typed = form.typed["q"]
    page = search_page(typed, kind_asked_for(), request.args.get("after"))
    return search_json(typed, page), {"X-Robots-Tag": "noindex"}


@bp.get("/opensearch.xml")
def opensearch() -> ResponseReturnValue:
    """How a browser adds the site to its own search box."""
    xml = render_template("search/opensearch.xml")
    return Response(xml, mimetype="application/opensearchdescription+xml")


def kind_asked_for() -> Kind | None:
    name = request.args.get("kind")
    return (KINDS_BY_NAME.get(name) or abort(422)) if name else None
