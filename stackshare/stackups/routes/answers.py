"""Whether the words on a comparison helped."""

from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.core.forms import wanted_or_422
from stackshare.core.web import fragment_or_redirect
from stackshare.extensions import db
from stackshare.stackups.actions.answers import ANSWERS, say_whether_helpful
from stackshare.stackups.models import key_of
from stackshare.stackups.queries.compared import compared_or_404, stackup_slug, stackup_url
from stackshare.stackups.queries.words import written_stackup_or_404
from stackshare.stackups.routes.compared import bp


@bp.post("/<slug>/helpful")
def helpful(slug: str) -> ResponseReturnValue:
    return answered(slug, ANSWERS["helpful"])


@bp.post("/<slug>/unhelpful")
def unhelpful(slug: str) -> ResponseReturnValue:
    return answered(slug, ANSWERS["unhelpful"])


def answered(slug: str, value: int) -> ResponseReturnValue:
    user, tools, wanted = member(), compared_or_404(slug), wanted_or_422()
    stackup = written_stackup_or_404(key_of(tools))
    say_whether_helpful(user, stackup, value, wanted=wanted)
    db.session.commit()
    facts = {"stackup": stackup, "slug": stackup_slug(tools)}
    return fragment_or_redirect("stackups/_helpful.html", f"{stackup_url(tools)}#helpful", **facts)
