from flask import render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.actions import follow_owner
from stackshare.accounts.pages import person_page
from stackshare.accounts.queries import user_or_404
from stackshare.accounts.routes.who import bp, member, viewer
from stackshare.core.forms import wanted_or_422
from stackshare.core.web import fragment_or_redirect, one_spelling
from stackshare.extensions import db


@bp.get("/people/<username>")
def show(username: str) -> ResponseReturnValue:
    person = user_or_404(username)
    one_spelling(person.url)
    cursors = map(request.args.get, ("after", "advice_after", "decisions_after"))
    return render_template("accounts/show.html", **person_page(person, viewer(), *cursors))


@bp.post("/people/<username>/follow")
def follow(username: str) -> ResponseReturnValue:
    user, person, wanted = member(), user_or_404(username), wanted_or_422()
    follow_owner(user, person, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("accounts/_follow.html", person.url, owner=person)
