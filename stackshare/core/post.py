"""Ways for a mail to leave the house; MAIL_URL says which."""

import smtplib
import ssl
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from stackshare.config import LOOPBACK

Carrier = Callable[[EmailMessage], None]

TIMEOUT = 10  # seconds that a mail server may be silent


def carrier_of(mail_url: str) -> Carrier:
    url = urlsplit(mail_url)
    if url.scheme == "file":
        return into_folder(Path(unquote(url.path)))
    if url.scheme in ("smtp", "smtps"):
        return through_server(url)
    return to_console


def to_console(message: EmailMessage) -> None:
    lines = [f"{name}: {message[name]}" for name in ("To", "Subject")]
    sys.stdout.write("\n".join(["", *lines, "", message.get_content(), ""]))
    sys.stdout.flush()


def into_folder(folder: Path) -> Carrier:
    """One file for each mail, whole from the moment it is there."""

    def carry(message: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        draft = folder / f".{name}"
        draft.write_bytes(message.as_bytes())
        draft.rename(folder / f"{name}.eml")

    return carry


def through_server(url: SplitResult) -> Carrier:
    def carry(message: EmailMessage) -> None:
        with connected(url) as server:
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)

    return carry


def connected(url: SplitResult) -> smtplib.SMTP:
    """Encrypted wherever the server can; a password crosses no network in the clear."""
    host, context = url.hostname or "", ssl.create_default_context()
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=context)
    server = smtplib.SMTP(host, url.port or 587, timeout=TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    elif url.username and host not in LOOPBACK:
        server.close()
        raise smtplib.SMTPNotSupportedError(f"{host} offers no encryption for the password.")
    return server
