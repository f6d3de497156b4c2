import re
from urllib.parse import urlencode

from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from stackshare.accounts.models import User
from stackshare.accounts.queries import is_taken
from stackshare.core.forms import Form, trimmed
from stackshare.core.passwords import weakness
from stackshare.tools.queries.names import tool_by_slug

RESERVED = set(
    (
        "about admin administrator advice api companies company compare contact decisions feed "
        "help login logout me moderator new notifications null people picker privacy root search "
        "security settings signup stacks staff support system terms tools undefined user vs you"
    ).split()
)


def lowered(text: str | None) -> str:
    return trimmed(text).lower()


def own_address(form: Form, field: Field) -> None:
    """An address that mail can reach, in the one spelling we keep."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValidationError("That is not an e-mail address we can write to.") from error
    field.data = (found.ascii_email or found.normalized).lower()


def free_handle(name: str, ending: str) -> None:
    """Whether a person or a company may be called so: in one spelling, and nobody else's."""
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name) or not 2 <= len(name) <= 32:
        raise ValidationError(
            "Use 2 to 32 letters from a to z, digits, and single hyphens between them."
        )
    if name in RESERVED or name.startswith("closed-"):
        raise ValidationError(f"“{name}” is kept for the site itself. Try another name.")
    if tool_by_slug(name):
        raise ValidationError(
            f"“{name}” is the name of a tool. Try {name}-{ending} or your own name."
        )
    if is_taken(name):
        raise ValidationError(f"“{name}” is taken. Try another name.")


def strong_password(password: str, *known: str) -> None:
    sentence = weakness(password, known)
    if sentence:
        raise ValidationError(sentence)


class DoorForm(Form):
    """Signing in or up: where to go afterwards, and what to do first."""

    next = HiddenField()
    do = HiddenField()

    @property
    def kept(self) -> str:
        """The query that takes both along from one of these pages to the other."""
        asked = {"next": self.next.data, "do": self.do.data}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else ""


class SignUpForm(DoorForm):
    # Checked before the name is: that takes a while, and no transaction is open yet.
    password = PasswordField("Password", validators=[DataRequired("Choose a password.")])
    username = StringField("Username", filters=[lowered])
    email = StringField(
        "Email",
        filters=[lowered],
        validators=[DataRequired("Type your address."), Length(max=254), own_address],
    )

    def validate_username(self, field: Field) -> None:
        free_handle(field.data, ending="fan")

    def validate_password(self, field: Field) -> None:
        strong_password(field.data, self.username.data or "", self.email.data or "")


class SignInForm(DoorForm):
    login = StringField(
        "Username or email",
        filters=[lowered],
        validators=[DataRequired("Type your username or address.")],
    )
    password = PasswordField(
        "Password", validators=[DataRequired("Type your password."), Length(max=1000)]
    )


class ForgotForm(Form):
    login = StringField(
        "Username or email",
        filters=[lowered],
        validators=[DataRequired("Type your username or address."), Length(max=254)],
    )


class NewPasswordForm(Form):
    """Given the user, whose name and address a password must not consist of."""

    password = PasswordField("New password", validators=[DataRequired("Choose a password.")])

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user

    def validate_password(self, field: Field) -> None:
        strong_password(field.data, self.user.handle, self.user.email)
