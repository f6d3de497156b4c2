"""What search engines may read, and where they find it."""

from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue

from stackshare.core.web import absolute
from stackshare.site.pages.sitemap import parts, urls_of

bp = Blueprint("sitemap", __name__)

CLOSED = (
    "/login /signup /forgot /settings /stacks/new /advice/new /companies/new /decisions/new "
    "/decisions/import /stackups/compare /stacks/compare /tools/*/proscons/new /*?lens= "
    "/comments/*/reply"
).split()


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    sitemap = f"Sitemap: {absolute('/sitemap.xml')}"
    return Response("\n".join([*rules, "", sitemap, ""]), mimetype="text/plain")


@bp.get("/sitemap.xml")
def index() -> ResponseReturnValue:
    return xml("sitemaps.xml", paths=[f"/sitemap/{part}.xml" for part in parts()])


@bp.get("/sitemap/<kind>-<int:number>.xml")
def part(kind: str, number: int) -> ResponseReturnValue:
    if f"{kind}-{number}" not in parts():
        abort(404)
    return xml("sitemap.xml", urls=urls_of(kind, number))


def xml(template: str, **values: object) -> Response:
    """Rendered past Flask, which would look up who reads: the same bytes are everybody's."""
    text = current_app.jinja_env.get_template(template).render(**values)
    response = Response(text, mimetype="application/xml")
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response
