from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.routes import member
from stackshare.core.web import chosen
from stackshare.feed.pages import (
    FeedPage,
    FollowingPage,
    feed_json,
    feed_page,
    following_json,
    following_page,
)
from stackshare.feed.queries.follows import FOLLOWS
from stackshare.feed.queries.sources import SHOWS

bp = Blueprint("feed", __name__)


@bp.get("/feed")
def index() -> ResponseReturnValue:
    return render_template("feed/index.html", **asked_for())


@bp.get("/feed.json")
def index_json() -> ResponseReturnValue:
    return feed_json(asked_for())


def asked_for() -> FeedPage:
    show, everything = chosen("show", tuple(SHOWS)), chosen("of", ("all",)) is not None
    return feed_page(member(), request.args.get("after"), show, everything=everything)


@bp.get("/feed/following")
def following() -> ResponseReturnValue:
    return render_template("feed/following.html", kinds=FOLLOWS, **follows())


@bp.get("/feed/following.json")
def following_as_json() -> ResponseReturnValue:
    return following_json(follows())


def follows() -> FollowingPage:
    """Of one kind."""
    kind = chosen("kind", tuple(FOLLOWS)) or "tool"
    return following_page(member(), kind, request.args.get("after"))
