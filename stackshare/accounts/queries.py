from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from stackshare.accounts.models import (
    FormerHandle,
    NamedOwner,
    Owner,
    OwnerFollow,
    User,
    UserSession,
)
from stackshare.core.clock import now
from stackshare.core.rows import columns_of, many
from stackshare.core.tokens import signed
from stackshare.extensions import Base, db

SESSION_LIFETIME = timedelta(days=90)  # unseen
VERIFY, RESET = "verify an address", "reset a password"  # what links are signed for
VERIFY_LIFETIME, RESET_LIFETIME = timedelta(days=3), timedelta(minutes=60)


def hash_of(key: str) -> str:
    """How a session's key is stored: a leaked database signs nobody in."""
    return sha256(key.encode()).hexdigest()


def user_by_session(key: str) -> tuple[User, datetime] | None:
    """Who came with this key, and when they were last seen with it."""
    alive = (UserSession.key_hash == hash_of(key), UserSession.seen_at > now() - SESSION_LIFETIME)
    found = db.session.execute(
        select(User, UserSession.seen_at)
        .join(UserSession, UserSession.user_id == User.id)
        .where(*alive)
    ).first()
    if found is None:
        return None
    user, seen_at = found
    user.session_key = key
    return user, seen_at


def user_or_404(username: str) -> User:
    user: User = db.first_or_404(select(User).where(User.handle == username.lower()))
    return user


def people_called(usernames: Iterable[str]) -> Sequence[User]:
    """Those of them that there are."""
    return db.session.scalars(select(User).where(User.handle.in_(list(usernames)))).all()


NAMES = select(Owner.__table__.c.id, *columns_of(Owner, NamedOwner)).where(
    Owner.id.in_(many("ids"))
)


def named_owners(ids: Iterable[int]) -> dict[int, NamedOwner]:
    """By id, what pages call these owners."""
    wanted = {"ids": list(set(ids))}
    named = db.session.connection().execute(NAMES, wanted) if wanted["ids"] else ()
    return {id: NamedOwner(*name) for id, *name in named}


def owners_followed_by(user_id: int) -> Iterable[int]:
    """The ids of the people and companies that this member follows."""
    return db.session.scalars(select(OwnerFollow.owner_id).filter_by(user_id=user_id))


def with_author(model: type[Base], columns: Iterable[ColumnElement[Any]]) -> Select[Any]:
    """These columns of what people write, and after them those of its Author."""
    written, owners, users = (table.__table__ for table in (model, Owner, User))
    by = [owners.c.handle, owners.c.name, users.c.headline, users.c.employer]
    rows = select(*columns, *by).select_from(written)
    rows = rows.join(owners, owners.c.id == written.c.author_id)
    return rows.join(users, users.c.id == owners.c.id)


def is_anybody_here() -> bool:
    return db.session.scalar(select(User.id).limit(1)) is not None


def is_taken(handle: str) -> bool:
    """By a person or a company, or by an account that was closed."""
    taken = select(Owner.id).where(Owner.handle == handle)
    former = select(FormerHandle.handle_hash).filter_by(handle_hash=hash_of(handle))
    return bool(db.session.scalar(select(or_(taken.exists(), former.exists()))))


def user_by_login(login: str) -> User | None:
    """Who signs in with this: a username, or an address that was verified."""
    login = login.lower()
    if "@" in login:
        holder = select(User).where(User.email == login, User.verified_at.is_not(None))
        return db.session.scalar(holder)
    return db.session.scalar(select(User).where(User.handle == login))


def user_to_reset(login: str) -> User | None:
    """Whose password this name or address may reset: of those who typed the address, whoever
    verified it, else the newest."""
    match = User.email if "@" in login else User.handle
    may_sign_in = select(User).where(match == login, User.password_hash.is_not(None))
    verified_first = may_sign_in.order_by(User.verified_at.is_(None), User.id.desc())
    return db.session.scalar(verified_first.limit(1))


def user_of_verify_link(token: str) -> tuple[User, str] | None:
    """Who asked to verify which address, if it still waits for that."""
    user_id, address = signed(VERIFY, token, VERIFY_LIFETIME) or (0, "")
    user = db.session.get(User, user_id)
    if user is None or address != (user.new_email or user.email):
        return None
    return None if user.verified_at and not user.new_email else (user, address)


def user_of_reset_link(token: str) -> tuple[User, str] | None:
    """Who may choose a new password, and the key that allows it once."""
    user_id, key = signed(RESET, token, RESET_LIFETIME) or (0, "")
    user = db.session.get(User, user_id)
    return (user, key) if user and key and user.reset_key == key else None
