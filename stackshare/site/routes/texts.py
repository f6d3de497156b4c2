"""What the site says about itself."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("texts", __name__)


@bp.get("/about")
def about() -> ResponseReturnValue:
    return render_template("site/about.html")


@bp.get("/about/method")
def method() -> ResponseReturnValue:
    return render_template("site/method.html")


@bp.get("/contact")
def contact() -> ResponseReturnValue:
    return render_template("site/contact.html")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template("site/privacy.html")


@bp.get("/terms")
def terms() -> ResponseReturnValue:
    return render_template("site/terms.html")
