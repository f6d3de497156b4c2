from typing import TypedDict

from stackshare.accounts.models import User, UserSession
from stackshare.accounts.queries import hash_of
from stackshare.companies.models import Membership
from stackshare.companies.queries import all_memberships_of
from stackshare.settings.queries import sessions_of

# What a browser says of itself, the more telling words first: most say they are others too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
    "curl/": "curl",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


class ProfilePage(TypedDict):
    companies: list[Membership]
    invitations: list[Membership]


def profile_page(user: User) -> ProfilePage:
    """What stands beside the profile: the companies that somebody is in, or invited to."""
    found = all_memberships_of(user)
    return {
        "companies": [it for it in found if it.joined_at],
        "invitations": [it for it in found if not it.joined_at],
    }


class SeenSession(TypedDict):
    session: UserSession
    browser: str
    is_this: bool


def sessions_page(user: User) -> list[SeenSession]:
    this = hash_of(user.get_id())
    return [
        {
            "session": session,
            "browser": browser_words(session.browser),
            "is_this": session.key_hash == this,
        }
        for session in sessions_of(user)
    ]


def browser_words(header: str) -> str:
    """“Firefox on Linux”, or as much of it as is known."""
    browser = next((name for sign, name in BROWSERS.items() if sign in header), "A browser")
    system = next((name for sign, name in SYSTEMS.items() if sign in header), "")
    return f"{browser} on {system}" if system else browser
