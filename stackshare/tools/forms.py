from wtforms import BooleanField, SearchField, SelectField
from wtforms.validators import AnyOf, Length

from stackshare.core.forms import Form, trimmed

# A search without another wish shows the closest first, then those that most stacks use.
SORTS = {
    "stacks": "Most stacks",
    "followers": "Most followers",
    "votes": "Most votes",
    "new": "Newest",
    "name": "Name",
}


class CatalogueForm(Form):
    """Which tools are asked for, and in which order. Sent with GET: it needs no token."""

    class Meta:
        csrf = False

    q = SearchField(
        "Find a tool",
        filters=[trimmed],
        validators=[Length(max=100, message="Use at most 100 characters.")],
    )
    licence = SelectField("Licence", filters=[trimmed], validate_choice=False)
    open_source = BooleanField("Open source only")
    sort = SelectField(
        "Sort by",
        choices=list(SORTS.items()),
        default="stacks",
        validate_choice=False,
        validators=[AnyOf(list(SORTS), message="Pick one of these.")],
    )

    def offer(self, licences: list[str]) -> None:
        """Fill the lists to choose from, now that it is known what is looked for."""
        self.licence.choices = [("", "Any"), *zip(licences, licences, strict=True)]
        if self.q.data:
            self.sort.choices = list({**SORTS, "stacks": "Closest match"}.items())
