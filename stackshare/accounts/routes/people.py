from flask import render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.pages import person_page
from stackshare.accounts.queries import user_or_404
from stackshare.accounts.routes.who import bp, viewer
from stackshare.core.web import one_spelling


@bp.get("/people/<username>")
def show(username: str) -> ResponseReturnValue:
    person = user_or_404(username)
    one_spelling(person.url)
    cursors = map(request.args.get, ("after", "advice_after", "decisions_after"))
    return render_template("accounts/show.html", **person_page(person, viewer(), *cursors))
