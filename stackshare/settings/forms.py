from wtforms import PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from stackshare.accounts.forms import NewPasswordForm, lowered, own_address
from stackshare.core.forms import Form, one_line, trimmed
from stackshare.notifications.models import CHOICES, KINDS


def short_line(label: str) -> StringField:
    rules = [Length(max=80, message="Use at most 80 characters.")]
    return StringField(label, filters=[one_line], validators=rules)


class ProfileForm(Form):
    name = StringField(
        "Name",
        filters=[one_line],
        validators=[
            DataRequired("Type the name that people read."),
            Length(max=80, message="Use at most 80 characters."),
        ],
    )
    headline = short_line("What you do")
    employer = short_line("Where you do it")
    about = TextAreaField(
        "About you",
        filters=[trimmed],
        validators=[Length(max=1000, message="Use at most 1,000 characters.")],
    )


class PasswordCheckForm(Form):
    """Asked again before what a stranger at an open browser must not do."""

    current_password = PasswordField(
        "Your password",
        validators=[DataRequired("Type your password."), Length(max=1000)],
    )


class EmailForm(PasswordCheckForm):
    email = StringField(
        "New address",
        filters=[lowered],
        validators=[DataRequired("Type an address."), Length(max=254), own_address],
    )


class PasswordForm(PasswordCheckForm, NewPasswordForm):
    pass


def mail_choice(kind: str) -> SelectField:
    return SelectField(KINDS[kind].sentence, choices=list(CHOICES.items()))


class MailForm(Form):
    """When to write, by kind of notification."""

    reply = mail_choice("reply")
    mention = mail_choice("mention")
    accept = mail_choice("accept")
    answer = mail_choice("answer")
