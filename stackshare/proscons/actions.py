from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.core.clock import now
from stackshare.core.counters import bump
from stackshare.core.inserts import insert_into
from stackshare.core.marks import set_mark
from stackshare.core.refusal import Refused
from stackshare.core.text import fold_words
from stackshare.extensions import db
from stackshare.proscons.models import ProCon, ProConVote, Side
from stackshare.tools.models import Tool


def add_procon(
    user: User,
    tool: Tool,
    *,
    side: Side,
    text: str,
    link: str = "",
    context: str = "",
    version: str = "",
) -> ProCon | None:
    """Say something for or against a tool. It starts at 0: the votes are for others. None: it is
    said already, perhaps since a moment ago."""
    require_verified(user)
    line = insert_into(ProCon).values(
        author_id=user.id,
        tool_id=tool.id,
        side=side,
        text=text,
        folded=fold_words(text),
        link=link,
        context=context,
        version=version,
    )
    once = line.on_conflict_do_nothing(index_elements=["tool_id", "side", "folded"])
    added: ProCon | None = db.session.scalar(once.returning(ProCon))
    return added


def vote_for(user: User, procon: ProCon, *, wanted: bool) -> None:
    """Make the user's vote for this line be there, or not be there."""
    if wanted:  # whoever may not vote may still take a vote back
        require_verified(user)
        if procon.author_id == user.id:
            raise Refused("This line is yours: its votes are for others.")
    pair = {"user_id": user.id, "procon_id": procon.id}
    step = set_mark(ProConVote, pair, wanted=wanted, created_at=now())
    bump(ProCon.vote_count, procon, step)  # child before parent, always,
    if procon.side == "pro":
        bump(Tool.vote_count, procon.tool, step)  # so two votes cannot deadlock
