from wtforms import Field, SelectMultipleField
from wtforms.validators import ValidationError

from stackshare.core.forms import Form
from stackshare.stackups.queries import MOST_TOOLS
from stackshare.tools.models import Tool
from stackshare.tools.queries.names import tool_named


class CompareForm(Form):
    """Sent with GET: it changes nothing and needs no token."""

    class Meta:
        csrf = False

    tool = SelectMultipleField("Tools", validate_choice=False)

    def validate_tool(self, field: Field) -> None:
        """Slugs, names or aliases; empty slots mean nothing."""
        self.tools: set[Tool] = set()
        for name in [name.strip() for name in field.data if name.strip()][: MOST_TOOLS + 1]:
            tool = tool_named(name)
            if tool is None:
                raise ValidationError(f"“{name}” is not in the catalogue. Try another name.")
            self.tools.add(tool)
        if not 2 <= len(self.tools) <= MOST_TOOLS:
            raise ValidationError("Pick two to six different tools.")
