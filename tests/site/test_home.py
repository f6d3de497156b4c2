import re

import pytest
from flask import Flask

from stackshare.core.views import flush_views, waiting
from stackshare.proscons.models import ProCon
from stackshare.tools.models import Tool
from tests.advice.test_ask import answer, ask
from tests.cast import Browser, Member, a_minute_later


def trending(who: Browser) -> list[str]:
    part = who.get("/").text.partition('id="h-trending"')[2].partition("</ol>")[0]
    return re.findall('<a href="/tools/(.+?)">', part)


@pytest.fixture
def viewed(app: Flask, vue: Tool, svelte: Tool) -> None:
    waiting.clear()
    waiting.update({("tool", "vue"): 9, ("tool", "svelte"): 11, ("tool", "gone"): 99})
    with app.app_context():
        flush_views()


def test_trending_tools_are_read_followed_and_voted_on(
    app: Flask, alice: Member, viewed: None, fast: ProCon
) -> None:
    assert trending(alice) == ["svelte", "vue"]
    alice.press(f"/proscons/{fast.id}/vote")
    assert trending(alice) == ["svelte", "vue"]  # it is worked out once a minute
    a_minute_later(app)
    assert trending(alice) == ["svelte", "react", "vue"]
    alice.press("/tools/vue/follow")
    a_minute_later(app)
    assert trending(alice) == ["vue", "svelte", "react"]


def test_an_empty_house_says_what_to_do(visitor: Browser) -> None:
    page = visitor.get("/").text
    assert "Nobody has shared a stack yet" in page and "No question is open" in page
    assert "Trending" not in page


def test_answered_questions_are_open_no_more(alice: Member, bob: Member, visitor: Browser) -> None:
    asked = ask(alice).location
    said = answer(bob, asked, "Vue.").location.rpartition("-")[2]
    assert asked in visitor.get("/").text
    alice.press(f"/advice/{asked.removeprefix('/advice/').partition('-')[0]}/accept/{said}")
    assert asked not in visitor.get("/").text
