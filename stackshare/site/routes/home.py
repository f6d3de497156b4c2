from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from stackshare.core.facts import known
from stackshare.core.kept.pages import kept
from stackshare.site.pages.home import home_page

bp = Blueprint("home", __name__)


@bp.get("/")
@kept
def home() -> ResponseReturnValue:
    return render_template("site/home.html", **home_page())


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process is up."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The database answers too, and has its tables."""
    known("catalogue")
    return {"status": "ok"}
