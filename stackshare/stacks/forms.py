from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from stackshare.core.forms import Form, trimmed
from stackshare.stacks.models import MOST_TOOLS
from stackshare.tools.models import Tool
from stackshare.tools.queries import tools_by_slugs

LONGEST_REASON = 500  # characters


class StackForm(Form):
    """The reasons come as reason-<slug>, one beside each tool; the route reads them."""

    name = StringField(
        "Name",
        filters=[trimmed],
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
        choices=[
            ("public", "Everyone"),
            ("unlisted", "Only people I share the link with"),
        ],
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
