from typing import TypedDict

from stackshare.advice.models import Question
from stackshare.advice.queries import newest_advice
from stackshare.decisions.models import DecisionCard
from stackshare.decisions.queries.lists import newest_decisions
from stackshare.site.queries import trending_tools
from stackshare.stacks.models import StackCard
from stackshare.stacks.queries import newest_stacks
from stackshare.stackups.pages.compared import Listed, listed
from stackshare.stackups.queries.compared import trending_stackups
from stackshare.tools.models import RankedTool
from stackshare.tools.queries.lists import most_used_tools


class HomePage(TypedDict):
    stacks: list[StackCard]
    advice: list[Question]
    decisions: list[DecisionCard]
    tools: list[RankedTool]
    trending: list[RankedTool]
    stackups: list[Listed]


def home_page() -> HomePage:
    return {
        "stacks": newest_stacks(4),
        "advice": newest_advice(3, "open"),
        "decisions": newest_decisions(2),
        "tools": most_used_tools(60),
        "trending": trending_tools(5),
        "stackups": listed(trending_stackups(6)),
    }
