"""A demo site served as in production, and Debian's Chromium to look at it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ACCOUNT = re.compile(r"^(demo-\w+) (\S+)$")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium")
    assert chromium, "The browser tests need Debian's package chromium."
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {"executable_path": chromium, "args": ["--no-sandbox", "--disable-gpu", *quiet]}


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a demo site, and the password of each account it printed."""
    folder: Path = tmp_path_factory.mktemp("site")
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "stackshare", "serve", "--demo", "--port", str(port)]
    env = {**os.environ, "DATA_DIR": str(folder), "RATE_LIMITS": "off"}
    env.pop("DATABASE_URL", None)
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            url, accounts = "", {}
            for line in server.stdout:
                if line.startswith("Ready: "):
                    url = line.split()[1]
                if found := ACCOUNT.match(line):
                    accounts[found[1]] = found[2]
                if len(accounts) == 3:
                    break
            yield url, accounts
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def base_url(served: tuple[str, dict[str, str]]) -> str:
    return served[0]


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def any_page(browser: Browser, base_url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser of its own, once with JavaScript and once without."""
    context = browser.new_context(base_url=base_url, java_script_enabled=request.param)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, served: tuple[str, dict[str, str]], name: str = "demo-ada") -> None:
    page.goto("/login")
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password").fill(served[1][name])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
