"""What visitors ask for by a link to sign in, and have as soon as they are members."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from stackshare.accounts.actions import follow_owner
from stackshare.accounts.models import User
from stackshare.comments.actions import VOTES, follow_thread, vote_on
from stackshare.comments.queries import standing_comment_or_404, thread_or_404
from stackshare.core.web import number_or_404
from stackshare.proscons.actions import vote_for
from stackshare.proscons.queries.lines import procon_or_404
from stackshare.stacks.actions import follow_stack, use_tool
from stackshare.stacks.models import Stack
from stackshare.stacks.queries import owner_or_404, stack_or_404
from stackshare.stackups.actions.answers import ANSWERS, say_whether_helpful
from stackshare.stackups.actions.known import follow_stackup
from stackshare.stackups.actions.lines import vote_for_line
from stackshare.stackups.models import Stackup, key_of
from stackshare.stackups.queries.compared import compared_or_404
from stackshare.stackups.queries.lines import standing_line_or_404
from stackshare.stackups.queries.words import written_stackup_or_404
from stackshare.tools.actions.follows import follow_tool
from stackshare.tools.queries.names import tool_or_404


def numbered(find: Callable[[int], Any]) -> Callable[[str], Any]:
    return lambda number: find(number_or_404(number))


def stack_named(place: str) -> Stack:
    owner, _, slug = place.partition("/")
    return stack_or_404(owner, slug)


def written_stackup_named(slug: str) -> Stackup:
    return written_stackup_or_404(key_of(compared_or_404(slug)))


class Deed(NamedTuple):
    find: Callable[[str], Any]  # what it is done to, by its key in links
    do: Callable[..., None]


# One for each mark that the factory names.
DEEDS = {
    "vote": Deed(numbered(procon_or_404), vote_for),
    "follow": Deed(tool_or_404, follow_tool),
    "use": Deed(tool_or_404, use_tool),
    "up": Deed(numbered(standing_comment_or_404), partial(vote_on, value=VOTES["up"])),
    "down": Deed(numbered(standing_comment_or_404), partial(vote_on, value=VOTES["down"])),
    "thread": Deed(numbered(thread_or_404), follow_thread),
    "line": Deed(numbered(standing_line_or_404), vote_for_line),
    "helpful": Deed(written_stackup_named, partial(say_whether_helpful, value=ANSWERS["helpful"])),
    "unhelpful": Deed(
        written_stackup_named, partial(say_whether_helpful, value=ANSWERS["unhelpful"])
    ),
    "person": Deed(owner_or_404, follow_owner),
    "company": Deed(owner_or_404, follow_owner),
    "stack": Deed(stack_named, follow_stack),
    "stackup": Deed(compared_or_404, follow_stackup),
}


def carry_out(user: User, deed: str) -> None:
    """As links name it: vote-17, follow-flask, stack-ada/shop."""
    verb, _, key = deed.partition("-")
    if verb in DEEDS:
        DEEDS[verb].do(user, DEEDS[verb].find(key), wanted=True)
