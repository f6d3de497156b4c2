from collections.abc import Mapping
from typing import TypedDict

from stackshare.comments.pages import Discussion, discussion, discussion_json, rest_of, runs_json
from stackshare.core.madr.record import Option, Record
from stackshare.core.madr.write import write
from stackshare.decisions.models import Decision, DecisionCard, DecisionOption
from stackshare.decisions.queries.lists import editors_of, stack_of
from stackshare.stacks.models import Stack


class DecisionPage(TypedDict):
    decision: Decision
    chosen: DecisionOption
    others: list[DecisionOption]
    stack: Stack | None
    editors: list[int]  # the ids of who may change it
    talk: Discussion


def decision_page(decision: Decision, asked: Mapping[str, str]) -> DecisionPage:
    stack = stack_of(decision)
    tools = [option.tool for option in decision.options if option.tool]
    by = [decision.author_id]
    if stack and decision.company_id:  # of a hidden stack nobody learns whose it is
        by.append(decision.company_id)
    return {
        "decision": decision,
        "chosen": next(option for option in decision.options if option.is_chosen),
        "others": [option for option in decision.options if not option.is_chosen],
        "stack": stack,
        "editors": editors_of(decision),
        "talk": discussion(decision.thread, asked, tools=tools, by=by),
    }


def decision_row(decision: DecisionCard) -> dict[str, object]:
    """A decision in a list, for a program."""
    return {
        "id": decision.id,
        "title": decision.title,
        "url": decision.url,
        "author": decision.author.handle,
        "status": decision.status,
        "effort": decision.effort,
        "decided_on": decision.decided_on and decision.decided_on.isoformat(),
        "recorded_at": decision.created_at.isoformat(),
        "comment_count": decision.comment_count,
        "options": [
            {
                "tool": option.tool and option.tool.slug,
                "name": option.label,
                "chosen": option.is_chosen,
                "used_before": option.moved_from,
            }
            for option in decision.options
        ],
    }


def decision_json(page: DecisionPage) -> dict[str, object]:
    decision, stack, runs = page["decision"], page["stack"], page["talk"]["runs"]
    return {
        "id": decision.id,
        "title": decision.title,
        "url": decision.url,
        "author": decision.author.handle,
        "author_runs": runs_json(runs, decision.author_id),
        "status": decision.status,
        "effort": decision.effort,
        "decided_on": decision.decided_on and decision.decided_on.isoformat(),
        "recorded_at": decision.created_at.isoformat(),
        "edited_at": decision.edited_at and decision.edited_at.isoformat(),
        "edited_by": decision.edited_by and decision.edited_by.handle,
        "stack": stack and stack.url,
        "company_runs": runs_json(runs, decision.company_id),
        "reason": decision.reason,
        "context": decision.context,
        "outcome": decision.outcome,
        "options": [option_json(option) for option in decision.options],
        "thread": decision.thread_id,
        "comments": discussion_json(page["talk"]),
        "more_comments": rest_of(page["talk"]),
    }


def option_json(option: DecisionOption) -> dict[str, object]:
    return {
        "tool": option.tool and option.tool.slug,
        "name": option.label,
        "chosen": option.is_chosen,
        "used_before": option.moved_from,
        "good": option.good.splitlines(),
        "bad": option.bad.splitlines(),
    }


def decision_record(decision: Decision) -> str:
    """The decision as a Markdown Any Decision Record."""
    options = [
        Option(option.label, option.good, option.bad, option.moved_from)
        for option in decision.options
    ]
    return write(
        Record(
            title=decision.title,
            options=tuple(options),
            chosen=next(n for n, option in enumerate(decision.options) if option.is_chosen),
            reason=decision.reason,
            context=decision.context,
            outcome=decision.outcome,
            status=decision.status,
            effort=decision.effort,
            decided_on=decision.decided_on,
        )
    )
