from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, ValidationError

from stackshare.core.edit_conflicts import SharedForm
from stackshare.core.forms import Form, can_be_seen, one_line, trimmed
from stackshare.stackups.queries.compared import MOST_TOOLS
from stackshare.tools.models import AnyTool, Tool
from stackshare.tools.queries.names import tool_named


class CompareForm(Form):
    """Sent with GET: it changes nothing and needs no token."""

    class Meta:
        csrf = False

    tool = SelectMultipleField("Tools", validate_choice=False)

    def validate_tool(self, field: Field) -> None:
        """Slugs, names or aliases; empty slots mean nothing."""
        self.tools: set[Tool] = set()
        for name in [name.strip() for name in field.data if name.strip()][: MOST_TOOLS + 1]:
            tool = tool_named(name)
            if tool is None:
                raise ValidationError(f"“{name}” is not in the catalogue. Try another name.")
            self.tools.add(tool)
        if not 2 <= len(self.tools) <= MOST_TOOLS:
            raise ValidationError("Pick two to six different tools.")


class LineForm(Form):
    text = StringField(
        "In one line",
        filters=[one_line],
        validators=[
            DataRequired("Write one line."),
            Length(min=3, max=140, message="Use 3 to 140 characters."),
        ],
    )
    different = BooleanField()  # from what was offered for a vote


class NewLineForm(LineForm):
    """Given the tools of a comparison: the line is about one of them."""

    tool = RadioField("Which tool", validators=[DataRequired("Say which of them.")])

    def __init__(self, tools: Sequence[AnyTool], **values: Any) -> None:
        super().__init__(**values)
        self.tool.choices = [(tool.slug, tool.name) for tool in tools]


class SectionForm(SharedForm):
    heading = StringField(
        "Heading",
        filters=[one_line],
        validators=[Length(max=60, message="Use at most 60 characters.")],
    )
    body = TextAreaField(
        "What sets them apart",
        filters=[trimmed],
        validators=[
            DataRequired("Write something first."),
            Length(max=5_000, message="Use at most 5,000 characters."),
            can_be_seen,
        ],
    )
