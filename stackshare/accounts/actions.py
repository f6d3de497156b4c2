import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from stackshare.accounts.models import Owner, OwnerFollow, User, UserSession
from stackshare.accounts.queries import RESET, SESSION_LIFETIME, VERIFY, hash_of, user_by_login
from stackshare.core.clock import now
from stackshare.core.marks import set_mark
from stackshare.core.outbox import mark_sent, put_mail
from stackshare.core.refusal import Refused
from stackshare.core.text import nfkc
from stackshare.core.tokens import sign
from stackshare.core.web import absolute
from stackshare.extensions import db

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def nobodys_hash() -> str:
    """Checked when there is no such account, so both take as long."""
    return hasher.hash("nobody's")


def hash_password(password: str) -> str:
    """Slow on purpose: call it before the first statement of a request, outside any lock."""
    return hasher.hash(nfkc(password))


def is_password_of(user: User | None, password: str) -> bool:
    try:
        return hasher.verify(
            (user and user.password_hash) or nobodys_hash(), nfkc(password)
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
    ask_to_verify(user)
    return user


def ask_to_verify(user: User) -> None:
    """Mail a link to the address that waits to be verified. If it is another's already, tell
    them instead: whoever asked sees no difference."""
    address = user.new_email or user.email
    holder = user_by_login(address)
    facts = {"username": user.handle}
    if holder and holder is not user:
        facts.update(holder=holder.handle, link=absolute("/forgot"))
        put_mail(address, "accounts/mails/held.txt", **facts)
    else:
        link = absolute(f"/verify/{sign(VERIFY, user.id, address)}")
        put_mail(address, "accounts/mails/verify.txt", **facts, link=link)


class AddressTaken(Exception):
    """Somebody else has verified this address."""


def verify(user: User, address: str) -> None:
    """The user reads what is sent there: from now on the address is theirs alone."""
    former = user.email if user.verified_at else None
    user.email, user.new_email, user.verified_at = address, None, now()
    user.reset_key = None  # links went to the former address
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AddressTaken("This address belongs to another account.") from error
    if former and former != address:
        put_mail(former, "accounts/mails/moved.txt", username=user.handle)


def ask_for_reset(user: User | None) -> None:
    """Mail a link for a new password; it ends the one before. A mail to nobody takes as long to
    write, and is never sent: so nobody learns from the clock who has an account."""
    whose = user or User(id=0, handle="nobody", email="nobody@localhost")
    key = secrets.token_urlsafe(16)
    db.session.execute(update(User).where(User.id == whose.id).values(reset_key=key))
    link = absolute(f"/reset/{sign(RESET, whose.id, key)}")
    mail = put_mail(whose.email, "accounts/mails/reset.txt", username=whose.handle, link=link)
    if user is None:
        mark_sent(mail)


def reset_password(user: User, key: str, password_hash: str) -> None:
    """What the link with this key allows, once: of two who use it at once, one is refused."""
    used = update(User).where(User.id == user.id, User.reset_key == key).values(reset_key=None)
    if db.session.scalar(used.returning(User.id)) is None:
        raise Refused("This link was used already. Ask for a new one.")
    set_password(user, password_hash)


def set_password(user: User, password_hash: str, keep: str = "") -> None:
    """Every session ends, but for the one with the key to keep. Whoever verified the
    address is told."""
    user.password_hash, user.reset_key = password_hash, None
    end_sessions(user, keep)
    if user.verified_at:
        link = absolute("/forgot")
        put_mail(user.email, "accounts/mails/password.txt", username=user.handle, link=link)


def open_session(user: User, browser: str) -> None:
    """Give the user a session of its own for this browser; its key stands on the user."""
    user.session_key = secrets.token_urlsafe(32)
    shown = "".join(c for c in browser if c.isprintable())[:200]
    key_hash = hash_of(user.session_key)
    db.session.add(UserSession(key_hash=key_hash, user_id=user.id, browser=shown))


def note_visit(user: User) -> None:
    """The session this user came with is in use."""
    this = UserSession.key_hash == hash_of(user.get_id())
    db.session.execute(update(UserSession).where(this).values(seen_at=now()))


def end_session(user: User) -> None:
    """End the session this user came with."""
    key_hash = hash_of(user.get_id())
    db.session.execute(delete(UserSession).where(UserSession.key_hash == key_hash))


def end_sessions(user: User, keep: str = "") -> None:
    """End all sessions of this user, but for the one with the key to keep."""
    others = (UserSession.user_id == user.id, UserSession.key_hash != hash_of(keep))
    db.session.execute(delete(UserSession).where(*others))


def forget_sessions() -> None:
    """Those that nobody came with for so long that they have ended."""
    ended = UserSession.seen_at < now() - SESSION_LIFETIME
    db.session.execute(delete(UserSession).where(ended))


def one_at_a_time(owner: Owner) -> None:
    """Whoever else changes what this owner has waits until we are done."""
    row = select(Owner.id).where(Owner.id == owner.id).with_for_update(key_share=True)
    db.session.execute(row)


def follow_owner(user: User, owner: Owner, *, wanted: bool) -> None:
    """Hear of this person or company, or no longer."""
    if wanted:
        one_at_a_time(owner)
        db.session.refresh(owner)  # they may have closed their account a moment ago
        if owner.id == user.id:
            raise Refused("Nobody follows themselves.")
        if isinstance(owner, User) and owner.is_closed:
            raise Refused("This account was closed.")
    pair = {"user_id": user.id, "owner_id": owner.id}
    set_mark(OwnerFollow, pair, wanted=wanted, created_at=now())


def require_verified(user: User) -> None:
    """Following and sharing stacks are open to every member; all else asks this first."""
    if user.verified_at is None:
        raise Refused("Verify your e-mail address first. The link is in the mail we sent you.")
