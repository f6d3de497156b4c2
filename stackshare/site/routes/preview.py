from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.comments.actions import html_of

LONGEST = 20_000  # characters; no form takes more Markdown

bp = Blueprint("preview", __name__)


@bp.post("/preview")
def preview() -> ResponseReturnValue:
    """What a form's Markdown will look like; the button says which field it means."""
    member()
    field = request.form.get("previews") or abort(422)
    text = request.form.get(field, "")
    if len(text) > LONGEST:
        abort(413)
    part = "_preview.html" if "X-Fragment" in request.headers else "site/preview.html"
    return render_template(part, html=html_of(text))
