from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from stackshare.core.forms import Form


class ReadForm(Form):
    """All that a page showed, by the newest of it."""

    up_to = IntegerField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])
