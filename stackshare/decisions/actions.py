from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Unpack

from flask import abort

from stackshare.accounts.actions import require_verified
from stackshare.accounts.models import User
from stackshare.comments.actions import follow_thread, move_thread, open_thread
from stackshare.companies.models import Company
from stackshare.companies.queries import speaks_for
from stackshare.core.clock import now
from stackshare.core.edit_conflicts import hold, replaces
from stackshare.core.markdown import to_html
from stackshare.core.refusal import Refused
from stackshare.core.text import slug_of
from stackshare.decisions.models import (
    CARRIED_OUT,
    Choice,
    Decision,
    DecisionOption,
    DecisionPair,
    DecisionWords,
    Effort,
    Status,
)
from stackshare.decisions.queries.lists import may_change
from stackshare.extensions import db
from stackshare.stacks.models import Stack


def record_decision(
    user: User,
    *,
    title: str,
    options: Sequence[Choice],
    reason: str,
    context: str = "",
    outcome: str = "",
    status: Status = "accepted",
    effort: Effort | None = None,
    decided_on: date | None = None,
    stack: Stack | None = None,
) -> Decision:
    """Say what was chosen, over what and why. One of the options is the chosen one."""
    require_verified(user)
    thread = open_thread(url="/decisions", title=title, followers=[user.id])
    decision = Decision(author=user, thread=thread, created_at=now())
    decision.status, decision.effort = status, effort
    place(user, decision, stack)
    say(decision, title=title, reason=reason, context=context, outcome=outcome)
    decision.decided_on = decided_on
    offer(decision, options)
    db.session.add(decision)
    db.session.flush()
    thread.url = decision.url  # it has its number only now
    return decision


def edit_decision(
    user: User, decision: Decision, *, seen: str, **words: Unpack[DecisionWords]
) -> None:
    """Make the decision say this in the place of what was seen. Whoever else than its author edits
    it hears of what is said about it."""
    hold(decision)
    require_speaker(user, decision)
    if decision.removed_at:
        abort(404)
    if not replaces(words, decision.words, seen):
        return
    if words["stack"] != decision.stack:
        place(user, decision, words["stack"])
    if user.id not in (decision.author_id, decision.edited_by_id):
        follow_thread(user, decision.thread, wanted=True)
    title, reason, context = words["title"], words["reason"], words["context"]
    say(decision, title=title, reason=reason, context=context, outcome=words["outcome"])
    decision.status, decision.effort = words["status"], words["effort"]
    decision.decided_on = words["decided_on"]
    decision.edited_at, decision.edited_by = now(), user
    decision.options.clear()
    db.session.flush()  # of two chosen ones at a time the database would allow none
    offer(decision, words["options"])
    decision.thread.url, decision.thread.title = decision.url, title


def place(user: User, decision: Decision, stack: Stack | None) -> None:
    """The stack that it belongs to from now on. What others wrote stays with their company."""
    company = stack.owner if stack and isinstance(stack.owner, Company) else None
    if stack and not speaks_for(user, stack.owner_id):
        raise Refused(f"You may not decide for “{stack.name}”.")
    if decision.author.id != user.id and (company and company.id) != decision.company_id:
        raise Refused("Only its author may take a decision elsewhere.")
    decision.stack, decision.company = stack, company


def say(decision: Decision, *, title: str, reason: str, context: str, outcome: str) -> None:
    decision.title, decision.slug = title, slug_of(title, fallback="decision")
    decision.reason, decision.reason_html = reason, to_html(reason)
    decision.context, decision.context_html = context, to_html(context)
    decision.outcome, decision.outcome_html = outcome, to_html(outcome)


def offer(decision: Decision, options: Sequence[Choice]) -> None:
    """What could be chosen."""
    for position, option in enumerate(options):
        decision.options.append(
            DecisionOption(
                position=position,
                tool=option.tool,
                name="" if option.tool else option.name,
                is_chosen=option.is_chosen,
                moved_from=option.moved_from,
                good=option.good,
                bad=option.bad,
                recorded_at=decision.created_at,
            )
        )
    tell_tools(decision)


def tell_tools(decision: Decision) -> None:
    """Pages of tools find it, as long as everybody may read it."""
    tell_switches(decision)
    named = sorted(option.tool.id for option in decision.options if option.tool)
    decision.pairs = [
        DecisionPair(tool_id=one, other_id=other, recorded_at=decision.created_at)
        for one, other in combinations(named if decision.removed_at is None else [], 2)
    ]


def tell_switches(decision: Decision) -> None:
    """A tool that was used before and is not chosen is a switch to the chosen one, if the decision
    was carried out, and as long as everybody may know."""
    chosen = next(option.tool for option in decision.options if option.is_chosen)
    is_told = decision.status in CARRIED_OUT and decision.removed_at is None
    day = decision.decided_on or decision.created_at.date()
    for option in decision.options:
        is_switch = option.moved_from and option.tool and option.tool != chosen
        moved = chosen if is_told and is_switch else None
        option.moved_to_id, option.moved_on = (moved.id, day) if moved else (None, None)


def remove_decision(user: User, decision: Decision, *, wanted: bool) -> None:
    """Take a decision away, or bring it back. Its rows stay, so nothing of it is lost."""
    require_speaker(user, decision)
    hold(decision)
    decision.removed_at = (decision.removed_at or now()) if wanted else None
    tell_tools(decision)
    move_thread(decision.thread, "" if wanted else decision.url)


def require_speaker(user: User, decision: Decision) -> None:
    if not may_change(user, decision):
        whose = "members of its company" if decision.company_id else "its author"
        raise Refused(f"Only {whose} may change a decision.")
