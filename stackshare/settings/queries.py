from collections.abc import Sequence

from sqlalchemy import select

from stackshare.accounts.models import User, UserSession
from stackshare.accounts.queries import SESSION_LIFETIME
from stackshare.core.clock import now
from stackshare.extensions import db


def sessions_of(user: User) -> Sequence[UserSession]:
    alive = UserSession.seen_at > now() - SESSION_LIFETIME
    latest = select(UserSession).where(UserSession.user_id == user.id, alive)
    return db.session.scalars(latest.order_by(UserSession.seen_at.desc())).all()
