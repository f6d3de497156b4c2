import re

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from stackshare.accounts.forms import free_handle, lowered
from stackshare.companies.queries import person_to_invite
from stackshare.core.edit_conflicts import SharedForm
from stackshare.core.forms import Form, one_line, trimmed

# Plain characters alone: nothing in it can look like something else.
WEB = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?([/?#][!-~]*)?", re.IGNORECASE)


def web_address(text: str | None) -> str:
    """A filter: https where nobody said how it is read."""
    typed = trimmed(text)
    return f"https://{typed}" if typed and not re.match("[a-z]+:", typed) else typed


class CompanyForm(SharedForm):
    name = StringField(
        "Name",
        filters=[one_line],
        validators=[
            DataRequired("Type the name that people read."),
            Length(max=80, message="Use at most 80 characters."),
        ],
    )
    summary = StringField(
        "In one line",
        filters=[one_line],
        validators=[
            DataRequired("Say in one line what it does."),
            Length(max=120, message="Use at most 120 characters."),
        ],
    )
    website = StringField("Website", filters=[web_address])
    about = TextAreaField(
        "About",
        filters=[trimmed],
        validators=[Length(max=5_000, message="Use at most 5,000 characters.")],
    )

    def validate_website(self, field: Field) -> None:
        if field.data and not (WEB.fullmatch(field.data) and len(field.data) <= 200):
            raise ValidationError("Write an address such as https://example.org.")


class NewCompanyForm(CompanyForm):
    handle = StringField("Address", filters=[lowered])

    def validate_handle(self, field: Field) -> None:
        free_handle(field.data, ending="team")


class InvitationForm(Form):
    username = StringField(
        "Username",
        filters=[lowered],
        validators=[DataRequired("Type a username.")],
    )

    def validate_username(self, field: Field) -> None:
        person = person_to_invite(field.data)
        if person is None:
            raise ValidationError(f"Nobody here is called “{field.data}”. Check the spelling.")
        self.person = person
