from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from stackshare.accounts.models import User
from stackshare.core.edit_conflicts import SharedForm, Words, digest_of
from stackshare.core.forms import Form, can_be_seen, one_line, trimmed
from stackshare.core.gate import is_odd
from stackshare.core.madr.read import LONGEST
from stackshare.core.madr.record import EFFORTS, STATUSES, Record
from stackshare.core.text import fold
from stackshare.decisions.models import MOST_OPTIONS, Choice, Decision, DecisionWords
from stackshare.decisions.queries.lists import stacks_to_decide_for
from stackshare.stacks.forms import DayField, possible
from stackshare.stacks.models import Stack
from stackshare.tools.queries.names import tool_named

PLACES = [str(n) for n in range(1, MOST_OPTIONS + 1)]
MARKS = [(place, place) for place in PLACES]
LONG = Length(max=20_000, message="Use at most 20,000 characters.")


def lines(text: str | None) -> str:
    """A filter: one argument in each line, without the signs of a list."""
    each = (one_line(line).lstrip("-*•–").strip() for line in trimmed(text).split("\n"))
    return "\n".join(line for line in each if line)


class DecisionForm(SharedForm):
    """Made by decision_form, which knows whose stacks may be named. The fields of each option,
    option-1, good-1 and bad-1, are added below."""

    title = StringField(
        "Title",
        filters=[one_line],
        validators=[
            DataRequired("Say in one line what was decided."),
            Length(min=5, max=150, message="Use 5 to 150 characters."),
        ],
    )
    chosen = RadioField("Options", choices=MARKS, validate_choice=False)
    before = SelectMultipleField("Used before", choices=MARKS, validate_choice=False)
    reason = TextAreaField(
        "Why this one?",
        filters=[trimmed],
        validators=[
            DataRequired("Say what decided it."),
            Length(max=5_000, message="Use at most 5,000 characters."),
            can_be_seen,
        ],
    )
    context = TextAreaField("What was it about?", filters=[trimmed], validators=[LONG])
    outcome = TextAreaField("How did it turn out?", filters=[trimmed], validators=[LONG])
    effort = SelectField(
        "How much work was it?",
        choices=[("", "Not known"), *((e, e.title()) for e in EFFORTS)],
        default="",
    )
    status = SelectField("Status", choices=[(s, s.title()) for s in STATUSES], default="accepted")
    decided_on = DayField("Decided on", validators=[Optional(), possible])
    stack = SelectField("Stack it belongs to", default="")

    def validate_chosen(self, field: Field) -> None:
        """At least one option has a name, none twice, and one of them is marked."""
        self.options = [choice for n in PLACES if (choice := self.choice(n))]
        if not self.options:
            raise ValidationError("Name what you chose.")
        if len({option.tool or fold(option.name) for option in self.options}) < len(self.options):
            raise ValidationError("Name each option once.")
        if len(self.options) == 1:
            self.options = [self.options[0]._replace(is_chosen=True)]
        if not any(option.is_chosen for option in self.options):
            raise ValidationError("Mark the option that you chose.")

    def choice(self, place: str) -> Choice | None:
        name: str = self[f"option-{place}"].data
        if not name:
            return None
        tool = tool_named(name)
        return Choice(
            tool,
            tool.name if tool else name,
            is_chosen=self.chosen.data == place,
            moved_from=place in (self.before.data or []),
            good=self[f"good-{place}"].data,
            bad=self[f"bad-{place}"].data,
        )

    @property
    def words(self) -> DecisionWords:
        own = {named(stack): stack for stack in self.stacks}
        return {
            "title": self.title.data or "",
            "options": self.options,
            "reason": self.reason.data or "",
            "context": self.context.data or "",
            "outcome": self.outcome.data or "",
            "status": self.status.data,
            "effort": self.effort.data or None,
            "decided_on": self.decided_on.data,
            "stack": own.get(self.stack.data),
        }

    def told(self, words: Words) -> dict[str, str]:
        said = {name: words[name] for name in ("title", "reason", "context", "outcome")}
        said |= {name: (words[name] or "not known").capitalize() for name in ("status", "effort")}
        said["decided_on"] = str(words["decided_on"] or "")
        said["stack"] = words["stack"].name if words["stack"] else ""
        options = zip(PLACES, map(option_text, words["options"]), strict=False)
        return super().told(said) | {f"Option {place}": text for place, text in options}

    stacks: Sequence[Stack] = ()


for place in PLACES:
    name_field = StringField(
        f"Option {place}",
        filters=[one_line],
        validators=[Length(max=120, message="Use at most 120 characters.")],
    )
    setattr(DecisionForm, f"option-{place}", name_field)
    for side, label in (("good", "What speaks for it"), ("bad", "What speaks against it")):
        field = TextAreaField(
            label,
            filters=[lines],
            validators=[Length(max=3_000, message="Use at most 3,000 characters.")],
        )
        setattr(DecisionForm, f"{side}-{place}", field)


def option_text(option: Choice) -> str:
    marks = [(option.is_chosen, "we chose it"), (option.moved_from, "we used it before")]
    name = ", ".join([option.name, *(mark for has, mark in marks if has)])
    good = [f"For: {line}" for line in option.good.splitlines()]
    bad = [f"Against: {line}" for line in option.bad.splitlines()]
    return "\n".join([name, *good, *bad])


def decision_form(user: User, decision: Decision | None = None, **values: Any) -> DecisionForm:
    """The form with the stacks to choose from, filled in from a decision that is edited. What
    others wrote stays with their company."""
    if decision:
        values.setdefault("data", filled_in(decision))
    form = DecisionForm(**values)
    form.stacks = list(stacks_to_decide_for(user))
    if decision and decision.stack and decision.stack not in form.stacks:
        form.stacks = [*form.stacks, decision.stack]
    none = [("", "None")]
    if decision and decision.author_id != user.id:
        none, company_id = [], decision.company_id
        form.stacks = [stack for stack in form.stacks if stack.owner_id == company_id]
    form.stack.choices = none + [(named(stack), offered_as(user, stack)) for stack in form.stacks]
    return form


def named(stack: Stack) -> str:
    return stack.url.removeprefix("/stacks/")


def offered_as(user: User, stack: Stack) -> str:
    return stack.name if stack.owner_id == user.id else f"{stack.name}, of {stack.owner.name}"


def filled_in(decision: Decision) -> dict[str, object]:
    plain = ("title", "reason", "context", "outcome", "status", "effort", "decided_on")
    rows = [(o.label, o.is_chosen, o.moved_from, o.good, o.bad) for o in decision.options]
    stack = named(decision.stack) if decision.stack else ""
    more = {"stack": stack, "seen": digest_of(decision.words)}
    return {name: getattr(decision, name) for name in plain} | in_places(rows) | more


def read_in(record: Record) -> dict[str, object]:
    """A record that was read, for the form."""
    plain = ("title", "reason", "context", "outcome", "status", "effort", "decided_on")
    rows = [
        (option.name, n == record.chosen, option.moved_from, option.good, option.bad)
        for n, option in enumerate(record.options)
    ]
    return {name: getattr(record, name) for name in plain} | in_places(rows)


def asked_for(tools: Iterable[str], stack: str) -> dict[str, object]:
    """What a link to the form names."""
    rows = [(name, False, False, "", "") for name in tools][:MOST_OPTIONS]
    return {**in_places(rows), "stack": stack}


def in_places(rows: Sequence[tuple[str, bool, bool, str, str]]) -> dict[str, object]:
    """The fields of options: of each its name, whether it is chosen, was used before, good, bad."""
    facts: dict[str, object] = {"before": [PLACES[n] for n, row in enumerate(rows) if row[2]]}
    facts["chosen"] = next((PLACES[n] for n, row in enumerate(rows) if row[1]), None)
    for place, (name, _, _, good, bad) in zip(PLACES, rows, strict=False):
        facts |= {f"option-{place}": name, f"good-{place}": good, f"bad-{place}": bad}
    return facts


class ImportForm(Form):
    """A record as text: pasted, or in a file."""

    file = FileField("A Markdown file")
    text = TextAreaField("Or its text")

    def validate_text(self, field: Field) -> None:
        sent = self.file.data
        text = field.data or ""
        if isinstance(sent, FileStorage) and sent.filename:
            text = sent.read(4 * LONGEST).decode("utf-8-sig", "replace")
        if not text.strip():
            raise ValidationError("Paste a record or choose a file.")
        if is_odd(text):
            raise ValidationError("This is no text. Choose a Markdown file.")
        field.data = text
