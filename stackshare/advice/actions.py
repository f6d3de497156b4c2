from collections.abc import Sequence
from itertools import combinations

from flask import abort

from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.advice.models import Advice, AdvicePair, AdviceTool
from stackshare.comments.actions import open_thread
from stackshare.comments.models import Comment
from stackshare.core.clock import now
from stackshare.core.markdown import to_html
from stackshare.core.text import slug_of
from stackshare.extensions import db
from stackshare.notifications.actions import notify
from stackshare.tools.models import Tool


def ask_for_advice(
    user: User, *, title: str, body: str, tools: Sequence[Tool], **constraints: str
) -> Advice:
    """The constraints are what whoever answers must know: must_have, language, team, deadline."""
    require_verified(user)
    advice = Advice(
        author=user,
        thread=open_thread(url="/advice", title=title, followers=[user.id]),
        slug=slug_of(title, fallback="question"),
        title=title,
        body=body,
        html=to_html(body),
        created_at=now(),
        **constraints,
    )
    db.session.add(advice)
    db.session.flush()
    about = {"advice_id": advice.id, "asked_at": advice.created_at}
    named = sorted(tool.id for tool in tools)
    db.session.add_all(AdviceTool(tool_id=id, **about) for id in named)
    db.session.add_all(
        AdvicePair(tool_id=one, other_id=other, **about) for one, other in combinations(named, 2)
    )
    advice.thread.url = advice.url  # it has its number only now
    return advice


def accept_comment(user: User, advice: Advice, comment: Comment, *, wanted: bool) -> None:
    """Say which comment answered the question, or that it did not after all."""
    require_asker(user, advice)
    if wanted:
        advice.accepted_id, advice.answered_at = comment.id, advice.answered_at or now()
        if comment.author_id != user.id:
            notify("accept", [comment.author_id], label=advice.title, url=comment.url)
    elif advice.accepted_id == comment.id:
        advice.accepted_id = advice.answered_at = None


def record_outcome(
    user: User, advice: Advice, *, chosen: str, tool: Tool | None, outcome: str
) -> None:
    """Tell what was chosen and how it went; telling nothing takes it back."""
    require_asker(user, advice)
    advice.chosen, advice.chosen_tool = tool.name if tool else chosen, tool
    advice.outcome, advice.outcome_html = outcome, to_html(outcome)
    advice.chosen_at = (advice.chosen_at or now()) if chosen else None


def require_asker(user: User, advice: Advice) -> None:
    if advice.author_id != user.id:
        abort(403)
    require_verified(user)
