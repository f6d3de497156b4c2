"""How often somebody may try to sign in, sign up, or have a mail sent.

Counted per account together with the network it is tried from: whoever guesses shuts out
themselves, and the holder signs in from elsewhere.
"""

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address

from flask import request
from wtforms import Field

from stackshare.accounts.actions import is_password_of
from stackshare.accounts.models import User
from stackshare.core.limits import Limit, count_attempt, give_back
from stackshare.extensions import db

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
GUESSES = Limit("guesses at one password from one network", 10, QUARTER)
GUESSES_FROM = Limit("guesses at any password from one network", 100, QUARTER)
SIGN_UPS_FROM = Limit("sign-ups from one network", 100, HOUR)
MAILS_TO = Limit("mails to one address or account", 5, HOUR)
MAILS_FROM = Limit("mails asked for from one network", 30, HOUR)


def network() -> str:
    """Where the request comes from. Whoever has one IPv6 address has all that share its half."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:  # a proxy's own way of writing it
        return request.remote_addr or ""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))


def is_right(user: User | None, login: str, password: str) -> bool:
    """Check a password, as long as there were not too many wrong ones."""
    keys = (user.id if user else login, network())
    count_attempt(GUESSES, *keys)
    count_attempt(GUESSES_FROM, network())
    db.session.commit()  # no lock is held while the password is checked
    if not is_password_of(user, password):
        return False
    give_back(GUESSES, *keys)
    give_back(GUESSES_FROM, network())
    return True


def confirmed(user: User, field: Field) -> bool:
    """Whether this field holds the member's own password. If not, it says so."""
    right = is_right(user, user.handle, field.data)
    if not right:
        field.errors = ["This is not your password."]
    return right


def count_mail(to: str) -> None:
    """One more mail to this address or name."""
    count_attempt(MAILS_TO, to)
    count_attempt(MAILS_FROM, network())


def count_sign_up(email: str) -> None:
    count_attempt(MAILS_TO, email)
    count_attempt(SIGN_UPS_FROM, network())
