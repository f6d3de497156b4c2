"""“Choose it if …”: lines that members write and vote for."""

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from stackshare.accounts.routes import member
from stackshare.core.counters import HasId
from stackshare.core.forms import wanted_or_422
from stackshare.core.kept.pages import kept
from stackshare.core.near import Near, near_lines
from stackshare.core.refusal import Refused
from stackshare.core.text import fold_words
from stackshare.core.web import chosen, fragment_or_redirect, one_spelling, query_of
from stackshare.extensions import db
from stackshare.stackups.actions.lines import (
    add_line,
    edit_line,
    remove_line,
    require_author,
    vote_for_line,
)
from stackshare.stackups.forms import LineForm, NewLineForm
from stackshare.stackups.models import ChooseLine, StackupLine
from stackshare.stackups.pages.history import history_json, line_history
from stackshare.stackups.pages.words import LinesPage, lines_json, lines_page
from stackshare.stackups.queries.compared import compared_or_404, stackup_id, stackup_url
from stackshare.stackups.queries.lines import (
    line_or_404,
    page_with,
    said_about,
    standing_line_or_404,
)
from stackshare.stackups.queries.words import signed_lines, tools_in
from stackshare.stackups.routes.compared import bp
from stackshare.tools.models import AnyTool, ComparedTool


@bp.get("/<slug>/choose")
@kept
def choose(slug: str) -> ResponseReturnValue:
    """All lines of one tool; bare, the lines alone, for a script that puts them on another page."""
    template = "_lines" if request.args.get("bare") else "lines"
    return render_template(f"stackups/{template}.html", **asked_page(slug, ""))


@bp.get("/<slug>/choose.json")
@kept
def choose_json(slug: str) -> ResponseReturnValue:
    return lines_json(asked_page(slug, ".json"))


def asked_page(slug: str, suffix: str) -> LinesPage:
    tools = compared_or_404(slug)
    one_spelling(f"{stackup_url(tools)}/choose{suffix}")
    by_slug = {tool.slug: tool for tool in tools}
    tool = by_slug[chosen("tool", tuple(by_slug)) or tools[0].slug]
    return lines_page(tools, tool, request.args.get("after"))


@bp.get("/<slug>/choose/new")
def new_line(slug: str) -> ResponseReturnValue:
    member()
    tools = compared_or_404(slug)
    return form_page(tools, NewLineForm(tools, formdata=request.args))


@bp.post("/<slug>/choose")
def create_line(slug: str) -> ResponseReturnValue:
    user, tools = member(), compared_or_404(slug)
    form = NewLineForm(tools)
    if not form.validate():
        return form_page(tools, form), 422
    tool = next(tool for tool in tools if tool.slug == form.tool.data)
    near = near_to(tools, tool, form)
    if near.stops(different=form.different.data):
        return form_page(tools, form, near=near), 422
    try:
        added = add_line(user, tools, tool, text=form.typed["text"])
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return form_page(tools, form), 403
    if added is None:  # somebody said it this very moment
        near = near_to(tools, tool, form)
        return form_page(tools, form, near=near), 422
    db.session.commit()
    return redirect(f"{stackup_url(tools)}#choose")


def near_to(
    tools: Sequence[AnyTool], tool: HasId, form: LineForm, but: int = 0
) -> Near[ChooseLine]:
    said = said_about(stackup_id(tools), tool, form.typed["text"], but=but)
    db.session.commit()  # comparing may be slow: no lock is held meanwhile
    return near_lines(form.typed["text"], said, partial(signed_lines, tools=tools))


def form_page(tools: Sequence[ComparedTool], form: NewLineForm, **facts: object) -> str:
    url = stackup_url(tools)
    return render_template("stackups/line.html", url=url, tools=tools, form=form, **facts)


@bp.get("/lines/<int:id>")
def show_line(id: int) -> ResponseReturnValue:
    """A line's address, wherever it stands today."""
    line = standing_line_or_404(id)
    asked = query_of(tool=line.tool.slug, after=page_with(line))
    return redirect(f"{stackup_url(tools_in(line.stackup))}/choose{asked}#choose-{line.id}")


@bp.get("/lines/<int:id>/edit")
def edit_line_form(id: int) -> ResponseReturnValue:
    user, line = member(), standing_line_or_404(id)
    require_author(user, line)
    return edit_page(line, LineForm(formdata=None, text=line.text))


@bp.post("/lines/<int:id>/edit")
def update_line(id: int) -> ResponseReturnValue:
    user, line, form = member(), standing_line_or_404(id), LineForm()
    require_author(user, line)
    if not form.validate():
        return edit_page(line, form), 422
    tools = tools_in(line.stackup)
    near = near_to(tools, line.tool, form, line.id)
    as_before = fold_words(form.typed["text"]) == line.folded
    if near.stops(different=form.different.data or as_before):
        return edit_page(line, form, near=near), 422
    if not edit_line(user, line, text=form.typed["text"]):
        near = near_to(tools, line.tool, form, line.id)
        return edit_page(line, form, near=near), 422
    db.session.commit()
    return redirect(place_of(line))


def edit_page(line: StackupLine, form: LineForm, **facts: object) -> str:
    tools: Sequence[AnyTool] = tools_in(line.stackup)
    known = {"url": stackup_url(tools), "tools": tools, "line": line, "form": form}
    return render_template("stackups/line.html", **known, **facts)


@bp.post("/lines/<int:id>/remove")
def delete_line(id: int) -> ResponseReturnValue:
    user, line, wanted = member(), line_or_404(id), wanted_or_422()
    remove_line(user, line, wanted=wanted)
    db.session.commit()
    if not wanted:
        return redirect(place_of(line))
    undo = render_template("stackups/_undo.html", name=line.text, path=f"lines/{line.id}")
    flash(Markup(undo))
    return redirect(stackup_url(tools_in(line.stackup)))  # its top, where that stands


@bp.post("/lines/<int:id>/vote")
def vote(id: int) -> ResponseReturnValue:
    user, line, wanted = member(), standing_line_or_404(id), wanted_or_422()
    vote_for_line(user, line, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("stackups/_vote.html", place_of(line), line=line)


@bp.get("/lines/<int:id>/history")
def line_versions(id: int) -> ResponseReturnValue:
    page = line_history(standing_line_or_404(id), request.args.get("after"))
    return render_template("stackups/history.html", **page)


@bp.get("/lines/<int:id>/history.json")
def line_versions_json(id: int) -> ResponseReturnValue:
    return history_json(line_history(standing_line_or_404(id), request.args.get("after")))


def place_of(line: StackupLine) -> str:
    return f"{stackup_url(tools_in(line.stackup))}#choose"
