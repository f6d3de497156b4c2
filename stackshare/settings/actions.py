from sqlalchemy import delete, select

from stackshare.accounts.actions import ask_to_verify, end_sessions
from stackshare.accounts.models import FormerHandle, User, UserSession
from stackshare.accounts.queries import hash_of
from stackshare.core.clock import now
from stackshare.core.outbox import put_mail
from stackshare.core.web import absolute
from stackshare.extensions import db
from stackshare.stacks.actions import counted, counted_tools
from stackshare.stacks.models import Stack
from stackshare.tools.models import Tool


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
    if user.verified_at:
        put_mail(user.email, "accounts/mails/closed.txt", username=user.handle)
    remove_stacks(user)
    db.session.add(FormerHandle(handle_hash=hash_of(user.handle)))
    user.handle = user.name = f"closed-{user.id}"
    user.email = user.headline = user.employer = user.about = ""
    user.verified_at = user.new_email = user.reset_key = user.password_hash = None
    user.role = "member"
    end_sessions(user)


def remove_stacks(user: User) -> None:
    """All of them, in one order of locks: so two who leave at once cannot deadlock."""
    theirs = select(Stack).where(Stack.owner_id == user.id, Stack.removed_at.is_(None))
    stacks = db.session.scalars(theirs).all()
    ids = {tool.id for stack in stacks for tool in counted_tools(stack)}
    in_order = select(Tool.id).where(Tool.id.in_(ids)).order_by(Tool.id)
    db.session.execute(in_order.with_for_update())
    for stack in stacks:
        with counted(stack):
            stack.removed_at = now()
