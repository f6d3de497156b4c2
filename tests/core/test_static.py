import re

from tests.cast import Browser


def test_a_file_named_with_its_fingerprint_is_kept_for_good(visitor: Browser) -> None:
    found = re.search(r'href="(/static/css/base.css\?v=[0-9a-f]+)"', visitor.get("/").text)
    assert found
    assert "immutable" in visitor.get(found[1]).headers["Cache-Control"]
    assert "immutable" not in visitor.get("/static/css/base.css").headers["Cache-Control"]
