import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from stackshare.accounts.models import User, UserSession
from stackshare.accounts.queries import hash_of
from stackshare.core.refusal import Refused
from stackshare.core.text import nfkc
from stackshare.extensions import db

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
NOBODYS_HASH = hasher.hash("checked when there is no such account, so both take as long")


def hash_password(password: str) -> str:
    """Slow on purpose: call it before the first statement of a request, outside any lock."""
    return hasher.hash(nfkc(password))


def is_password_of(user: User | None, password: str) -> bool:
    try:
        return hasher.verify(
            (user and user.password_hash) or NOBODYS_HASH, nfkc(password)
        ) and bool(user)
    except (Argon2Error, InvalidHashError):
        return False


class UsernameTaken(Exception):
    """Somebody else took this name a moment ago."""


def sign_up(*, username: str, email: str, password_hash: str) -> User:
    user = User(handle=username, name=username, email=email, password_hash=password_hash)
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise UsernameTaken(f"“{username}” is taken. Try another name.") from error
    return user


def open_session(user: User, browser: str) -> None:
    """Give the user a session of its own for this browser; its key stands on the user."""
    user.session_key = secrets.token_urlsafe(32)
    db.session.add(
        UserSession(key_hash=hash_of(user.session_key), user_id=user.id, browser=browser[:200])
    )


def end_session(user: User) -> None:
    """End the session this user came with."""
    key_hash = hash_of(user.get_id())
    db.session.execute(delete(UserSession).where(UserSession.key_hash == key_hash))


def require_verified(user: User) -> None:
    """Following and sharing stacks are open to every member; all else asks this first."""
    if user.verified_at is None:
        raise Refused("Verify your e-mail address first. The link is in the mail we sent you.")
