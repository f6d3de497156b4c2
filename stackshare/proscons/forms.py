import re
from typing import Any

from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from stackshare.core.forms import Form, one_line

# A host with a dot in it, of letters that look like no others, and no name or password before it.
ADDRESS = re.compile(r"https?://([a-z0-9-]+\.)+[a-z0-9-]+(:\d{1,5})?([/?#]\S*)?$", re.ASCII | re.I)


class ProConForm(Form):
    side = RadioField(
        "Is it for or against?",
        choices=[("pro", "Pro"), ("con", "Con")],
        validators=[DataRequired("Say whether it is for or against.")],
    )
    text = StringField(
        "In one line",
        filters=[one_line],
        validators=[
            DataRequired("Write one line."),
            Length(min=3, max=120, message="Use 3 to 120 characters."),
        ],
    )
    link = StringField(
        "A link that proves it",
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=500, message="Use at most 500 characters."),
            Regexp(ADDRESS, message="Use the address of a page, such as https://example.org/why."),
        ],
    )
    context = StringField(
        "Where it holds",
        filters=[one_line],
        validators=[Length(max=40, message="Use at most 40 characters.")],
    )
    version = StringField(
        "Version",
        filters=[one_line],
        validators=[Length(max=20, message="Use at most 20 characters.")],
    )
    different = BooleanField()  # from what was offered for a vote

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.typed.items() if name != "different"}
