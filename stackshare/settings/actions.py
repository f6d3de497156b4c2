from sqlalchemy import ColumnElement, delete, inspect, or_, select

from stackshare.accounts.actions import ask_to_verify, end_sessions, one_at_a_time
from stackshare.accounts.models import FormerHandle, OwnerFollow, User, UserSession
from stackshare.accounts.queries import hash_of
from stackshare.comments.models import ThreadFollow
from stackshare.companies.actions import leave_companies
from stackshare.core.clock import now
from stackshare.core.outbox import put_mail
from stackshare.core.web import absolute
from stackshare.extensions import Base, db
from stackshare.notifications.actions import forget_all_of
from stackshare.stacks.actions import counted, counted_tools
from stackshare.stacks.models import Stack, StackFollow
from stackshare.stackups.models import StackupFollow
from stackshare.tools.actions.follows import follow_tool
from stackshare.tools.models import Tool, ToolFollow


def change_profile(user: User, *, name: str, headline: str, employer: str, about: str) -> None:
    user.name, user.headline, user.employer, user.about = name, headline, employer, about


def ask_for_address(user: User, email: str) -> None:
    """Move to this address once it is verified. Where none was, it stands at once, unverified."""
    if user.verified_at is None:
        user.email = email
    elif email == user.email:
        user.new_email = None
        return
    else:
        user.new_email = email
        link = absolute("/forgot")
        put_mail(user.email, "accounts/mails/moving.txt", username=user.handle, link=link)
    ask_to_verify(user)


def end_session_of(user: User, key_hash: str) -> None:
    """End one of the user's sessions; those of others are not theirs to end."""
    one = (UserSession.key_hash == key_hash, UserSession.user_id == user.id)
    db.session.execute(delete(UserSession).where(*one))


def close_account(user: User) -> None:
    """Take the person out of the account. What they said for others stays, without a name."""
    one_at_a_time(user)
    db.session.refresh(user)
    if user.password_hash is None:  # closed from another browser a moment ago
        return
    if user.verified_at:
        put_mail(user.email, "accounts/mails/closed.txt", username=user.handle)
    leave_companies(user)
    take_back(user)
    forget_all_of(user)
    for follow in (ThreadFollow, StackupFollow):
        db.session.execute(delete(follow).where(follow.user_id == user.id))
    db.session.add(FormerHandle(handle_hash=hash_of(user.handle)))
    user.handle = user.name = f"closed-{user.id}"
    user.email = user.headline = user.employer = user.about = ""
    user.verified_at = user.new_email = user.reset_key = user.password_hash = None
    user.role = "member"
    end_sessions(user)


def take_back(user: User) -> None:
    """All stacks and follows, for good. Locked in the order that every change of them keeps:
    the owner, the companies, the stacks, the follows, their tools. Nobody follows what goes."""
    stacks = db.session.scalars(
        select(Stack)
        .where(Stack.owner_id == user.id)
        .order_by(Stack.id)
        .with_for_update(of=Stack, key_share=True)
    ).all()
    own = [stack.id for stack in stacks]
    forget(OwnerFollow, or_(OwnerFollow.user_id == user.id, OwnerFollow.owner_id == user.id))
    forget(StackFollow, or_(StackFollow.user_id == user.id, StackFollow.stack_id.in_(own)))
    follows = select(ToolFollow.tool_id).where(ToolFollow.user_id == user.id)
    followed = db.session.scalars(follows.order_by(ToolFollow.tool_id).with_for_update()).all()
    ids = {tool.id for stack in stacks for tool in counted_tools(stack)}.union(followed)
    in_order = select(Tool).where(Tool.id.in_(ids)).order_by(Tool.id)
    tools = db.session.scalars(in_order.with_for_update(of=Tool, key_share=True)).all()
    for stack in stacks:
        with counted(stack):
            stack.removed_at = now()
        db.session.delete(stack)
    for tool in tools:
        follow_tool(user, tool, wanted=False)


def forget(follow: type[Base], those: ColumnElement[bool]) -> None:
    """In the order of the key: two who follow each other may leave at once."""
    key = inspect(follow).primary_key
    db.session.execute(select(*key).where(those).order_by(*key).with_for_update()).all()
    db.session.execute(delete(follow).where(those))
