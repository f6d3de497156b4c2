"""The app factory: the one place that knows every room."""

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any

from flask import Flask
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import Rule

from stackshare import ROOMS, ROOT
from stackshare.accounts.queries import owners_followed_by
from stackshare.accounts.routes.who import who_reads
from stackshare.comments.queries import downvoted_by, upvoted_by
from stackshare.comments.queries import followed_by as threads_followed_by
from stackshare.config import Settings
from stackshare.core import errors, gate, templates
from stackshare.core.kept.holes import MarkKind
from stackshare.core.kept.pages import Pages
from stackshare.extensions import csrf, db, login_manager
from stackshare.notifications.queries import unread_count
from stackshare.proscons.queries.lines import voted_by
from stackshare.stacks.queries import stacks_followed_by, used_by
from stackshare.stackups.queries.compared import stackups_followed_by
from stackshare.stackups.queries.lines import line_votes_of
from stackshare.stackups.queries.words import helpful_to, unhelpful_to
from stackshare.tools.queries.lists import followed_by

# What members mark, wherever it stands.
MARKS = {
    "vote": MarkKind("/proscons/{}/vote", voted_by),
    "follow": MarkKind("/tools/{}/follow", followed_by),
    "use": MarkKind("/tools/{}/use", used_by),
    "up": MarkKind("/comments/{}/up", upvoted_by),
    "down": MarkKind("/comments/{}/down", downvoted_by),
    "thread": MarkKind("/threads/{}/follow", threads_followed_by),
    "line": MarkKind("/stackups/lines/{}/vote", line_votes_of),
    "helpful": MarkKind("/stackups/{}/helpful", helpful_to),
    "unhelpful": MarkKind("/stackups/{}/unhelpful", unhelpful_to),
    "person": MarkKind("/people/{}/follow", owners_followed_by),
    "company": MarkKind("/companies/{}/follow", owners_followed_by),
    "stack": MarkKind("/stacks/{}/follow", stacks_followed_by),
    "stackup": MarkKind("/stackups/{}/follow", stackups_followed_by),
}
# What the parts of a page that are drawn for each member need to know of them.
FACTS = {"account": {"unread": unread_count}}


class LateRule(Rule):
    """A rule whose URLs are hardly ever built, for pages know theirs: the code that builds them is
    compiled when it is needed. For all rules at once that took a twentieth of each start."""

    def _compile_builder(self, *options: Any, **more: Any) -> Callable[..., tuple[str, str]]:
        compiled = cache(partial(super()._compile_builder, *options, **more))
        return lambda *args, **values: compiled()(*args, **values)


def create_app(settings: Settings | None = None) -> Flask:
    """The app with these settings, or with those of the environment. Touches no database."""
    settings = settings or Settings.from_env()
    app = Flask("stackshare", template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.config.from_mapping(settings.for_flask())
    app.url_rule_class = LateRule
    templates.init_app(app)
    gate.init_app(app)
    db.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app, add_context_processor=False)  # templates ask for viewer
    errors.init_app(app)
    for room in ROOMS:
        app.register_blueprint(import_module(f"stackshare.{room}.routes").bp)
    Pages(app, who_reads, MARKS, FACTS)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


@cache
def loaded() -> Flask:
    """One app, its models and templates made ready. Workers that are forked after this share it; it
    has no connection and no thread yet."""
    app = create_app()
    configure_mappers()
    templates.keep_compiled(app)
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    return app
