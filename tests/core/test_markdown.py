import pytest

from stackshare.core.markdown import excerpt, shown, to_html


@pytest.mark.parametrize(
    "markdown, plain",
    [
        ("Has *an admin*. Good.", "Has an admin. Good."),
        ("One.\n\nTwo.", "One. Two."),
        ("- one\n- two", "one two"),
        ("a < b & c", "a < b & c"),
        ("`x<y>`", "x<y>"),
    ],
)
def test_an_excerpt_is_plain_text(markdown: str, plain: str) -> None:
    assert excerpt(to_html(markdown)) == plain


def test_a_long_excerpt_ends_between_words() -> None:
    assert excerpt("<p>" + "word " * 100 + "</p>", longest=22) == "word word word word…"


def test_code_is_painted_where_its_language_is_known() -> None:
    assert '<span class="k">' in to_html("```python\nreturn 1\n```")
    assert "<span" not in to_html("```nonsense\nreturn 1\n```")


def test_headings_stand_below_those_of_the_page() -> None:
    assert to_html("# One\n\n#### Two").split() == ["<h3>One</h3>", "<h4>Two</h4>"]


def test_code_can_be_reached_by_keyboard_where_it_is_shown() -> None:
    html = to_html("```\n<pre>\n```")
    assert html == "<pre><code>&lt;pre&gt;\n</code></pre>\n"
    assert shown(html) == '<pre tabindex="0"><code>&lt;pre&gt;\n</code></pre>\n'
