from wtforms import Field, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from stackshare.core.forms import Form, one_line, trimmed
from stackshare.core.markdown import plain, to_html


class CommentForm(Form):
    body = TextAreaField(
        "Your comment",
        filters=[trimmed],
        validators=[
            DataRequired("Write something first."),
            Length(max=10_000, message="Use at most 10,000 characters."),
        ],
    )

    def validate_body(self, field: Field) -> None:
        if not one_line(plain(to_html(field.data))):
            raise ValidationError("Write something that can be seen.")
