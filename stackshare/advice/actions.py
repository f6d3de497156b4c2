from collections.abc import Sequence

from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.advice.models import Advice
from stackshare.comments.actions import open_thread
from stackshare.core.markdown import to_html
from stackshare.core.text import slug_of
from stackshare.extensions import db
from stackshare.tools.models import Tool


def ask_for_advice(user: User, *, title: str, body: str, tools: Sequence[Tool]) -> Advice:
    require_verified(user)
    advice = Advice(
        author=user,
        thread=open_thread(url="/advice"),
        slug=slug_of(title, fallback="question"),
        title=title,
        body=body,
        html=to_html(body),
        tools=list(tools),
    )
    db.session.add(advice)
    db.session.flush()
    advice.thread.url = advice.url  # it has its number only now
    return advice
