"""Search by name: what somebody means stands first, however they spell it."""

import re

import pytest
from flask import Flask

from stackshare import preparing
from stackshare.tools.models import Tool
from stackshare.tools.queries.names import search_tools
from tests.cast import Browser, Member, stack, tool

MEANT = {
    "C": "c",
    "c++": "cpp",
    "C#": "csharp",
    "f#": "fsharp",
    "csharp": "csharp",
    ".NET": "dotnet",
    "net": "dotnet",
    "dotnet": "dotnet",
    ".net core": "dotnet-core",
    "postgres": "postgresql",
    "PostgreSQL": "postgresql",
    "postgre sql": "postgresql",
    "k8s": "kubernetes",
    "kube": "kubernetes",
    "Go": "go",
    "golang": "go",
    "node": "nodejs",
    "Node.JS": "nodejs",
    "js": "javascript",
    "ts": "typescript",
    "java": "java",
    "R": "r",
    "express": "expressjs",
    "express.js": "expressjs",
    "vue": "vue",
    "Vue.js": "vue",
    "rails": "rails",
    "ruby on rails": "rails",
    "aws": "amazon-web-services",
    "gcp": "google-cloud-platform",
    "s3": "amazon-s3",
    "vs code": "visual-studio-code",
    "vscode": "visual-studio-code",
    "tailwind": "tailwind-css",
    "mongo": "mongodb",
    "rabbit": "rabbitmq",
    "elastic": "elasticsearch",
    "next": "nextjs",
    "spring boot": "spring-boot",
    "github-actions": "github-actions",
    "sklearn": "scikit-learn",
    "ＰＹＴＨＯＮ": "python",
    "  flask ": "flask",
}


def test_what_is_meant_stands_first(app: Flask) -> None:
    with app.app_context():
        preparing.load_catalogue()
        assert {query: search_tools(query)[0].slug for query in MEANT} == MEANT


def test_the_exact_then_what_begins_so_then_what_holds_it(
    app: Flask, alice: Member, visitor: Browser
) -> None:
    tool(app, "preact", name="Preact")
    tool(app, "resend", name="Resend", aliases=["React Email"])
    tool(app, "react-native", name="React Native")
    stack(app, alice, "Shop", tool(app, "recharts", name="Recharts", aliases=["React charts"]))
    tool(app, "react", name="React")
    found = [t["slug"] for t in visitor.read("/tools.json?q=react")["tools"]]
    assert found == ["react", "react-native", "recharts", "resend", "preact"]


@pytest.mark.parametrize(
    "query", ["", " ", "%", "_", "%%", "__", "\\", "'", "-", ".", "!", "r%t", "re_ct"]
)
def test_wildcards_and_nothing_find_nothing(visitor: Browser, react: Tool, query: str) -> None:
    assert visitor.get("/tools/find", query_string={"q": query}).text.strip() == ""
    assert query in ("", " ") or not visitor.read(f"/tools.json?q={query}")["tools"]


def test_a_script_gets_options_that_know_their_page(visitor: Browser, react: Tool) -> None:
    answer = visitor.get("/tools/find?q=rea")
    [option] = re.findall('<li role="option".*?</li>', answer.text, re.DOTALL)
    assert 'data-url="/tools/react" data-name="React"' in option
    assert "<html" not in answer.text and "Set-Cookie" not in answer.headers


def test_at_most_eight_are_offered(app: Flask, visitor: Browser) -> None:
    for n in range(10):
        tool(app, f"tool-{n}", name=f"Tool {n}")
    assert visitor.get("/tools/find?q=tool").text.count('role="option"') == 8


def test_names_are_text(app: Flask, visitor: Browser) -> None:
    tool(app, "odd", name='<b>"odd', summary="<i>")
    page = visitor.get("/tools/find?q=odd").text
    assert (
        "<b>&quot;" not in page and 'data-name="&lt;b&gt;&quot;odd"' in page and "<i>" not in page
    )


@pytest.mark.parametrize("query", ["x" * 3_000, "%F0%9F%A6%80", "%C3%9F", "%D9%A3", "a' OR 1=1"])
def test_any_text_may_be_looked_for(visitor: Browser, react: Tool, query: str) -> None:
    assert visitor.get(f"/tools/find?q={query}").status_code == 200
