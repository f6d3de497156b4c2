from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

from stackshare.core.forms import Form, trimmed


class ProConForm(Form):
    side = RadioField(
        "Is it for or against?",
        choices=[("pro", "Pro"), ("con", "Con")],
        default="pro",
    )
    text = StringField(
        "In one line",
        filters=[trimmed],
        validators=[
            DataRequired("Write one line."),
            Length(min=3, max=120, message="Use 3 to 120 characters."),
        ],
    )
