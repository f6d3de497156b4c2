from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from stackshare.core.forms import Form, can_be_seen, trimmed


class CommentForm(Form):
    body = TextAreaField(
        "Your comment",
        filters=[trimmed],
        validators=[
            DataRequired("Write something first."),
            Length(max=10_000, message="Use at most 10,000 characters."),
            can_be_seen,
        ],
    )
