from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.core.clock import now
from stackshare.core.counters import bump
from stackshare.core.marks import set_mark
from stackshare.stackups.models import Stackup, StackupAnswer

ANSWERS = {"helpful": 1, "unhelpful": -1}
COUNTS = {1: Stackup.helpful_count, -1: Stackup.unhelpful_count}


def say_whether_helpful(user: User, stackup: Stackup, value: int, *, wanted: bool) -> None:
    """Make the user's answer be that these words helped (1) or did not (-1), or not be that. The
    other answer goes."""
    if wanted:  # whoever may not answer may still take an answer back
        require_verified(user)
    pair = {"user_id": user.id, "stackup_id": stackup.id}
    if wanted:
        turned = set_mark(StackupAnswer, {**pair, "value": -value}, wanted=False)
        step = set_mark(StackupAnswer, pair, wanted=True, value=value, created_at=now())
        bump(COUNTS[-value], stackup, turned)
    else:
        step = set_mark(StackupAnswer, {**pair, "value": value}, wanted=False)
    bump(COUNTS[value], stackup, step)
