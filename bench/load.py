"""Who asks: wrk for the load, and one member who is signed in."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from bench.servers import PAGE

CONNECTIONS = 32
PRESSED = re.compile(
    r'formaction="/proscons/(\d+)/vote" name="wanted" value="n" aria-pressed="true"'
)

refusals: list[str] = []  # requests that failed: there should be none


@dataclass(frozen=True)
class Target:
    """An address to put under load, and how it is asked for."""

    url: str
    headers: Callable[[], Mapping[str, str]] = dict  # asked for before each round
    script: str = ""


def put_under_load(target: Target, seconds: int, midway: Callable[[], None] | None = None) -> float:
    """Requests a second. What is to happen midway happens under load."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", target.url]
    for header in target.headers().items():
        command += ["-H", ": ".join(header)]
    if target.script:
        command += ["-s", str(Path(__file__).parent / "wrk" / target.script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as wrk:
        if midway:
            time.sleep(seconds / 2)
            midway()
        said = wrk.communicate()[0]
    if refused := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", said):
        refusals.append(f"{target.url}: {refused[0]}")
    found = re.search(r"Requests/sec: +([\d.]+)", said)
    if not found:
        sys.exit(f"wrk has no figure for {target.url}: {said}")
    return float(found[1])


class Member:
    """One of the demo's accounts, signed in as with a browser."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self.address = address
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        self.post("/login", "/login", login=name, password=password)

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=30) as response:
            return str(response.read().decode())

    def post(self, page: str, path: str, **fields: str) -> None:
        """Send a form, with the token that stands on this page."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page))
        fields["csrf_token"] = token[1] if token else ""
        self.opener.open(self.address + path, urlencode(fields).encode(), timeout=30).close()

    def vote_for(self, lines: set[int]) -> None:
        for line in lines:
            self.post(PAGE, f"/proscons/{line}/vote", wanted="y")
        pressed = {int(line) for line in PRESSED.findall(self.get(PAGE))}
        if not lines <= pressed:
            sys.exit(f"The member's votes for {lines - pressed} are not on their page.")

    def cookies(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)}
