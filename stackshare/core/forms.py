"""The base of every form, and the one-button forms that set a mark."""

import re
from collections.abc import Iterator
from typing import Any

from flask import abort, request
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import AnyOf, ValidationError

from stackshare.core.markdown import plain, to_html

CONTROLS = re.compile(r"[\x01-\x08\x0b-\x1f\x7f]")  # all but tabs and line ends; NUL never comes

CHOICE = re.compile("[!-~]{0,30}")  # a short value without a space, such as a tool's slug
NO_WORDS = ("csrf_token", "next", "do")


class Form(FlaskForm):
    """What is sent as a form, and as nothing else: Flask-WTF would take JSON of any shape too."""

    def __init__(self, **values: Any) -> None:
        if request.method == "POST":
            values.setdefault("formdata", request.form)
        super().__init__(**values)  # type: ignore[no-untyped-call]

    @property
    def typed(self) -> dict[str, Any]:
        """What was sent, without the token: ready to be handed to a verb."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class MarkForm(Form):
    """A mark is asked for by the state wanted, so a double click changes nothing."""

    wanted = StringField(validators=[AnyOf(["y", "n"])])


def wanted_or_422() -> bool:
    form = MarkForm()
    if not form.validate():
        abort(422)
    return form.wanted.data == "y"


def words_sent() -> list[tuple[str, str]]:
    """The words of the form that was just sent, each with its label: never a password or a token,
    nothing that was only chosen."""
    fields = fields_sent()
    return [
        (label_of(name, fields.get(name)), words)
        for name, words in request.form.items(multi=True)
        if name not in NO_WORDS
        and "password" not in name
        and (not CHOICE.fullmatch(words) or words and is_written(fields.get(name)))
    ]


def label_of(name: str, field: "UnboundField[Any] | None") -> str:
    return field.args[0] if field else name.replace("-", " ").replace("_", " ").capitalize()


def is_written(field: "UnboundField[Any] | None") -> bool:
    """Whether people type into it: one word is theirs too."""
    return field is not None and issubclass(field.field_class, StringField)


def fields_sent() -> "dict[str, UnboundField[Any]]":
    """Those with a label of the form that was sent: of ours the one that has most of these
    fields, and few others."""
    sent = {*request.form, *request.files}
    return max(map(fields_of, forms()), key=lambda fields: (len(sent & {*fields}), -len(fields)))


def forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from forms(narrower)


def fields_of(form: type[Form]) -> "dict[str, UnboundField[Any]]":
    fields = {name: getattr(form, name) for name in dir(form)}
    return {
        name: field
        for name, field in fields.items()
        if isinstance(field, UnboundField) and field.args
    }


def trimmed(text: str | None) -> str:
    """A filter: spaces around what was typed mean nothing, line ends are all the same, and what
    steers a terminal is no text."""
    return CONTROLS.sub("", (text or "").replace("\r\n", "\n")).strip()


def one_line(text: str | None) -> str:
    """A filter: only what can be seen. No line ends, nothing of no width, nothing that turns
    letters."""
    seen = (c if c.isprintable() else " " for c in trimmed(text))
    return " ".join("".join(seen).split())


def can_be_seen(form: Form, field: Field) -> None:
    """A validator: Markdown that shows something. A picture shows its words, for want of it."""
    if not one_line(plain(to_html(field.data.replace("![", "[")))):
        raise ValidationError("Write something that can be seen.")
