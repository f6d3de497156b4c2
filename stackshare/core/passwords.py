"""Which passwords are too easy to guess, and how to find a better one."""

from collections.abc import Sequence
from threading import Lock

from zxcvbn import zxcvbn

from stackshare.core.text import nfkc

SHORTEST, LONGEST = 10, 1_000
LOOKED_AT = 24  # characters: zxcvbn takes seconds for many more, and they are enough
WEAKEST = 2  # on zxcvbn's scale from 0 to 4
WHY = {
    "dictionary": "It is close to a password that many people use.",
    "spatial": "Keys that lie side by side are guessed early.",
    "repeat": "Repeats are guessed early.",
    "sequence": "Rows such as abc or 6543 are guessed early.",
    "regex": "Years are guessed early.",
    "date": "Dates are guessed early.",
}
ADVICE = "Three or four words that nobody else would put together work well."
one_at_a_time = Lock()  # zxcvbn keeps the words it is told in one place for all threads


def weakness(password: str, known: Sequence[str] = ()) -> str | None:
    """What is wrong with this password, in words. Known: what others know of its owner."""
    password = nfkc(password)
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three or four words work well."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST:,} characters."
    with one_at_a_time:
        found = zxcvbn(password[:LOOKED_AT], [word for word in known if word])
    if found["score"] >= WEAKEST:
        return None
    match = max(found["sequence"], key=lambda match: len(match["token"]))
    why = WHY.get(match["pattern"], "It is guessed early.")
    if match.get("dictionary_name") == "user_inputs":
        why = "It holds your name or address."
    return f"{why} {ADVICE}"
