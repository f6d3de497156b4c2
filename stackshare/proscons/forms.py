from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

from stackshare.core.forms import Form, one_line


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
