from wtforms import SearchField
from wtforms.validators import Length

from stackshare.core.forms import Form, one_line


class SearchForm(Form):
    """What is looked for. Sent with GET: it needs no token."""

    class Meta:
        csrf = False

    q = SearchField(
        "Search for",
        filters=[one_line],
        validators=[Length(max=200, message="Use at most 200 characters.")],
    )
