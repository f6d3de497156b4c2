from stackshare.accounts.models import User
from stackshare.core.clock import now
from stackshare.core.counters import bump
from stackshare.core.marks import set_mark
from stackshare.tools.models import Tool, ToolFollow


def follow_tool(user: User, tool: Tool, *, wanted: bool) -> None:
    """Make the user a follower of this tool, or no follower of it."""
    pair = {"user_id": user.id, "tool_id": tool.id}
    step = set_mark(ToolFollow, pair, wanted=wanted, created_at=now())
    bump(Tool.follower_count, tool, step)
