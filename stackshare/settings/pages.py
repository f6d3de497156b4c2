from typing import TypedDict

from stackshare.accounts.models import User, UserSession
from stackshare.accounts.queries import hash_of
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
