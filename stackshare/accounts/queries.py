from hashlib import sha256

from sqlalchemy import select

from stackshare.accounts.models import User, UserSession
from stackshare.extensions import db


def hash_of(key: str) -> str:
    """How a session's key is stored: a leaked database signs nobody in."""
    return sha256(key.encode()).hexdigest()


def user_by_session(key: str) -> User | None:
    user = db.session.scalar(
        select(User)
        .join(UserSession, UserSession.user_id == User.id)
        .where(UserSession.key_hash == hash_of(key))
    )
    if user:
        user.session_key = key
    return user


def user_or_404(username: str) -> User:
    user: User = db.first_or_404(select(User).where(User.handle == username.lower()))
    return user


def is_taken(username: str) -> bool:
    return db.session.scalar(select(User.id).where(User.handle == username)) is not None


def user_by_login(login: str) -> User | None:
    """Who signs in with this: a username, or an address that was verified."""
    login = login.lower()
    if "@" in login:
        holder = select(User).where(User.email == login, User.verified_at.is_not(None))
        return db.session.scalar(holder)
    return db.session.scalar(select(User).where(User.handle == login))
