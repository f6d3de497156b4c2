import pytest

from stackshare.core.passwords import weakness


@pytest.mark.parametrize(
    "password",
    [
        "four quiet words here",
        "пять тихих слов здесь",
        "x7!kQ9#mZ2",
        "🙂" + "a quiet forest",
        "a quiet forest" + "🙂" * 986,
    ],
)
def test_a_good_password(password: str) -> None:
    assert weakness(password) is None


@pytest.mark.parametrize(
    "password, sentence",
    [
        ("short", "at least 10 characters"),
        ("ﬃﬃﬃﬃ", "Repeats are guessed early"),  # twelve letters, once they are spelled out
        ("x" * 1001, "at most 1,000 characters"),
        ("password12", "close to a password that many people use"),
        ("qwertyuiop", "close to a password that many people use"),
        ("aaaaaaaaaaaa", "Repeats are guessed early"),
        ("abcdefghijk", "Rows such as abc"),
        ("carolcarol", "Repeats are guessed early"),
        ("carolinetta", "It holds your name or address"),
    ],
)
def test_a_weak_password_gets_advice(password: str, sentence: str) -> None:
    assert sentence in (weakness(password, ["carolinetta", ""]) or "")


def test_what_is_close_to_a_name_is_weak_for_its_owner_alone() -> None:
    assert weakness("zebulonia-7") is None
    assert weakness("zebulonia-7", ["zebulonia-7"])
