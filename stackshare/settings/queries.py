from collections.abc import Sequence

from sqlalchemy import select

from stackshare.accounts.models import User, UserSession
from stackshare.extensions import db


def sessions_of(user: User) -> Sequence[UserSession]:
    latest = select(UserSession).where(UserSession.user_id == user.id)
    return db.session.scalars(latest.order_by(UserSession.seen_at.desc())).all()
