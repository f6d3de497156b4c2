from wtforms import Field, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from stackshare.core.forms import Form, can_be_seen, one_line, trimmed
from stackshare.tools.models import Tool
from stackshare.tools.queries.names import tool_named

MOST_TOOLS = 6


def constraint(label: str, example: str) -> StringField:
    """The example stands where nothing was typed."""
    return StringField(
        label,
        filters=[one_line],
        validators=[Length(max=120, message="Use at most 120 characters.")],
        render_kw={"placeholder": example, "maxlength": 120},
    )


class AdviceForm(Form):
    title = StringField(
        "Title",
        filters=[one_line],
        validators=[
            DataRequired("Ask in one sentence."),
            Length(min=10, max=150, message="Use 10 to 150 characters."),
        ],
    )
    body = TextAreaField(
        "What is it about?",
        filters=[trimmed],
        validators=[
            DataRequired("Say what you have tried and what matters to you."),
            Length(max=20_000, message="Use at most 20,000 characters."),
            can_be_seen,
        ],
    )
    tool = SelectMultipleField("Tools", validate_choice=False)
    must_have = constraint("Must have", "REST API, runs on one small server")
    language = constraint("Language", "Python, or anything the team reads")
    team = constraint("Team", "Two people, one of them new to it")
    deadline = constraint("Deadline", "First customers in May")

    def validate_tool(self, field: Field) -> None:
        """Slugs, names or aliases; empty slots mean nothing."""
        named = [name.strip() for name in field.data if name.strip()][: MOST_TOOLS + 1]
        self.tools: list[Tool] = []
        for name in named:
            tool = tool_named(name)
            if tool is None:
                raise ValidationError(f"“{name}” is not in the catalogue. Look it up by name.")
            if tool not in self.tools:
                self.tools.append(tool)
        if len(self.tools) > MOST_TOOLS:
            raise ValidationError(f"Name at most {MOST_TOOLS} tools.")


class OutcomeForm(Form):
    chosen = StringField(
        "What did you choose?",
        filters=[one_line],
        validators=[Length(max=80, message="Use at most 80 characters.")],
    )
    outcome = TextAreaField(
        "How did it go?",
        filters=[trimmed],
        validators=[Length(max=10_000, message="Use at most 10,000 characters.")],
    )

    def validate_chosen(self, field: Field) -> None:
        """A tool's name, or something else: some choose none of them."""
        self.tool = tool_named(field.data) if field.data else None
        if self.outcome.data and not field.data:
            raise ValidationError("Say what you chose, then how it went.")
