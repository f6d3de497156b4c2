import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import wtforms
from flask import request
from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, StopValidation, ValidationError

from stackshare.accounts.models import Owner
from stackshare.companies.models import Membership
from stackshare.core.clock import now
from stackshare.core.edit_conflicts import SharedForm, Words, digest_of
from stackshare.core.forms import Form, one_line, trimmed
from stackshare.stacks.models import MOST_TOOLS, Stack, StackWords
from stackshare.stacks.queries import stack_at
from stackshare.tools.models import Tool
from stackshare.tools.queries.names import tools_by_slugs

FIRST_DAY = date(1970, 1, 1)
VISIBILITIES = [("public", "Everyone"), ("unlisted", "Only people I share the link with")]


class StackForm(SharedForm):
    """Made by stack_form, which adds the fields that stand beside each tool."""

    name = StringField(
        "Name",
        filters=[one_line],
        validators=[
            DataRequired("Give the stack a name."),
            Length(max=80, message="Use at most 80 characters."),
        ],
    )
    purpose = TextAreaField(
        "What it is for",
        filters=[trimmed],
        validators=[Length(max=500, message="Use at most 500 characters.")],
    )
    visibility = RadioField(
        "Who may see it",
        choices=VISIBILITIES,
        default="public",
    )
    tool = SelectMultipleField("Tools", validate_choice=False)

    def validate_tool(self, field: Field) -> None:
        self.tools: list[Tool] = tools_by_slugs(field.data[: MOST_TOOLS + 1])
        if len(self.tools) < len(set(field.data[: MOST_TOOLS + 1])):
            raise ValidationError("One of these tools is not in the catalogue. Look it up again.")
        if not self.tools:
            raise ValidationError("Pick at least one tool.")
        if len(self.tools) > MOST_TOOLS:
            raise ValidationError(f"Pick at most {MOST_TOOLS} tools.")

    @property
    def owner_handle(self) -> str | None:
        """Whose it is, where that was asked."""
        return self["owner"].data if "owner" in self else None

    @property
    def words(self) -> StackWords:
        beside = {
            kind: {tool.slug: self[f"{kind}-{tool.slug}"].data for tool in self.tools}
            for kind in ("reason", "adopted", "dropped")
        }
        return {
            "name": self.name.data or "",
            "purpose": self.purpose.data or "",
            "visibility": self.visibility.data,
            "tools": self.tools,
            "reasons": beside["reason"],
            "adopted": beside["adopted"],
            "dropped": beside["dropped"],
        }

    def told(self, words: Words) -> dict[str, str]:
        said = {name: words[name] for name in ("name", "purpose")}
        said["visibility"] = dict(VISIBILITIES)[words["visibility"]]
        beside = {tool.name: text_beside(tool.slug, words) for tool in words["tools"]}
        return super().told(said) | beside


def text_beside(slug: str, words: Words) -> str:
    days = [(words[kind][slug], kind) for kind in ("adopted", "dropped")]
    dated = [f"{kind} on {day}" for day, kind in days if day]
    return "\n".join([words["reasons"][slug] or "Listed without a reason", *dated])


def place_of(address: str | None) -> str:
    """A filter: owner/slug, also where the whole address of a stack was pasted."""
    path = re.split("[?#]", trimmed(address).lower())[0].rstrip("/")
    return "/".join(path.split("/")[-2:])


class VersusForm(Form):
    """Two stacks to compare. Sent with GET: it changes nothing and needs no token."""

    class Meta:
        csrf = False

    a = StringField("The first stack", filters=[place_of])
    b = StringField("The second stack", filters=[place_of])

    def validate_a(self, field: Field) -> None:
        self.first = stack_named(field.data)

    def validate_b(self, field: Field) -> None:
        self.second = stack_named(field.data)
        if field.data == self.a.data:
            raise ValidationError("That is the same stack. Name another one to compare it with.")


def stack_named(place: str) -> Stack:
    if not place:
        raise ValidationError("Name a stack by its owner and its own name, such as ada/web-shop.")
    owner, _, slug = place.partition("/")
    stack = stack_at(owner, slug)
    if stack is None:
        raise ValidationError(f"There is no stack at “{place}”. Copy the address of its page.")
    return stack


class DayField(wtforms.DateField):
    """A day, or a month that means its first day."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%Y-%m"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write the date as 2024-05-31.") from None


def stack_form(
    tools: Iterable[Tool],
    stack: Stack | None = None,
    owners: Sequence[Owner | Membership] = (),
    **values: Any,
) -> StackForm:
    """The form with fields for each of these tools, filled in from a stack that is edited. Where
    it may be that of several owners, it asks whose it is."""
    fields: dict[str, object] = {}
    for tool in tools:
        slug, ticked = tool.slug, only_ticked(tool.slug)
        fields[f"reason-{slug}"] = StringField(
            f"Reason for {tool.name}",
            filters=[one_line],
            validators=[ticked, Length(max=500, message="Use at most 500 characters.")],
        )
        fields[f"adopted-{slug}"] = DayField(
            f"{tool.name}, adopted on", validators=[ticked, possible]
        )
        fields[f"dropped-{slug}"] = DayField(
            f"{tool.name}, dropped on", validators=[ticked, possible, not_before(f"adopted-{slug}")]
        )
    if len(owners) > 1 or (owners and "owner" in request.form):  # no longer in that company
        fields["owner"] = owner_field(owners)
    if stack:
        values["data"] = filled_in(stack)
    form: StackForm = type("StackForm", (StackForm,), fields)(**values)
    return form


def owner_field(owners: Sequence[Owner | Membership]) -> RadioField:
    """By handle; the first is who shares it."""
    handles = [owner.handle for owner in owners]
    mine, *theirs = [(owner.handle, owner.name) for owner in owners]
    return RadioField(
        "Whose stack is it?",
        choices=[(mine[0], "Mine"), *theirs],
        default=handles[0],
        validate_choice=False,
        validators=[AnyOf(handles, message="Choose yourself, or a company that you are in.")],
    )


def filled_in(stack: Stack) -> dict[str, object]:
    facts: dict[str, object] = {
        "name": stack.name,
        "purpose": stack.purpose,
        "visibility": stack.visibility,
        "tool": [use.tool.slug for use in stack.uses],
        "seen": digest_of(stack.words),
    }
    for use in stack.uses:
        facts[f"reason-{use.tool.slug}"] = use.reason
        facts[f"adopted-{use.tool.slug}"] = use.adopted_on
        facts[f"dropped-{use.tool.slug}"] = use.dropped_on
    return facts


Check = Callable[[StackForm, Field], None]


def only_ticked(slug: str) -> Check:
    """Nothing more is checked beside a tool that is not ticked, nor in a field left empty."""

    def check(form: StackForm, field: Field) -> None:
        if slug not in (form.tool.data or []) or not "".join(field.raw_data or []).strip():
            field.errors = []
            raise StopValidation()

    return check


def possible(form: StackForm, field: Field) -> None:
    tomorrow = now().date() + timedelta(days=1)  # somewhere it is that already
    if field.data and not FIRST_DAY <= field.data <= tomorrow:
        raise ValidationError("Use a date between 1970 and today.")


def not_before(adopted: str) -> Check:
    def check(form: StackForm, field: Field) -> None:
        start = form[adopted].data
        if field.data and start and field.data < start:
            raise ValidationError("It was dropped before it was adopted. Change one of the dates.")

    return check
