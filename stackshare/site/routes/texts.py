"""What the site says about itself."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from stackshare.core.kept.pages import kept

bp = Blueprint("texts", __name__)


@bp.get("/about")
@kept
def about() -> ResponseReturnValue:
    return render_template("site/about.html")


@bp.get("/about/method")
@kept
def method() -> ResponseReturnValue:
    return render_template("site/method.html")


@bp.get("/contact")
@kept
def contact() -> ResponseReturnValue:
    return render_template("site/contact.html")


@bp.get("/privacy")
@kept
def privacy() -> ResponseReturnValue:
    return render_template("site/privacy.html")


@bp.get("/terms")
@kept
def terms() -> ResponseReturnValue:
    return render_template("site/terms.html")
