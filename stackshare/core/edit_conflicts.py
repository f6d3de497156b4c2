"""Of two who edit the same at once neither loses a word: a form carries a digest of what it was
filled in from, and is saved as long as that still stands. Else it comes back with what stands
now."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound
from wtforms import HiddenField

from stackshare.core.counters import HasId
from stackshare.core.forms import Form
from stackshare.extensions import db

Words = Mapping[str, Any]


class Changed(Exception):
    """Somebody else saved other words while these were written."""


def hold(row: HasId) -> None:
    """Wait until nobody else changes this row, then read it again: they may have changed it."""
    model: Any = type(row)
    alone = select(model).where(model.id == row.id)
    # Without what is joined to it: another author's row would not be found after the wait.
    held = alone.with_only_columns(model.id).with_for_update(key_share=True)
    if db.session.scalar(held) is None:
        raise NotFound()  # its owner closed the account a moment ago
    db.session.scalar(alone.execution_options(populate_existing=True))


def replaces(words: Words, stand: Words, seen: str) -> bool:
    """Whether these words are to be saved in the place of those that stand in a row that is held.
    The same words are no change, whoever else saved them."""
    if words == stand:
        return False
    if digest_of(stand) != seen:
        raise Changed
    return True


def digest_of(words: Words) -> str:
    """Other words have another. What has an address is known by it."""
    told = json.dumps(words, default=lambda fact: getattr(fact, "url", str(fact)))
    return sha256(told.encode()).hexdigest()[:24]


class SeenField(HiddenField):
    """A digest of what whoever fills in the form has seen. Where it was not sent it is nothing: by
    default it would be what stands now."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = "".join(valuelist)


class SharedForm(Form):
    """For words that several people may edit, or one in two tabs."""

    seen = SeenField()

    @property
    def words(self) -> Any:
        """What the verbs ask for."""
        return {name: words for name, words in self.typed.items() if name != "seen"}

    def told(self, words: Words) -> dict[str, str]:
        """By label what they say, to be read."""
        return {self[name].label.text: text for name, text in words.items()}

    def other_words(self, typed: Words, stand: Words) -> dict[str, str | None]:
        """By label what stands now, where something else was typed; None if nothing is there.
        Whoever saves again has seen it."""
        self.seen.data = digest_of(stand)
        yours, theirs = self.told(typed), self.told(stand)
        labels = [label for label in {**yours, **theirs} if yours.get(label) != theirs.get(label)]
        return {label: theirs.get(label) for label in labels}
