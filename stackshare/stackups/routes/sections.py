"""What sets the tools of a comparison apart, in sections that every member may improve."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from stackshare.accounts.routes import member
from stackshare.core.edit_conflicts import Changed, digest_of
from stackshare.core.forms import wanted_or_422
from stackshare.core.history import revision_or_404
from stackshare.core.refusal import Refused
from stackshare.core.web import number_or_404
from stackshare.extensions import db
from stackshare.stackups.actions.sections import (
    Named,
    add_section,
    edit_section,
    remove_section,
)
from stackshare.stackups.forms import SectionForm
from stackshare.stackups.models import StackupSection, key_of
from stackshare.stackups.pages.history import history_json, section_history
from stackshare.stackups.queries.compared import compared_or_404, stackup_url
from stackshare.stackups.queries.sections import (
    section_called,
    section_or_404,
    standing_section_or_404,
)
from stackshare.stackups.queries.words import tools_in
from stackshare.stackups.routes.compared import bp
from stackshare.tools.models import AnyTool


@bp.get("/<slug>/differences/new")
def new_section(slug: str) -> ResponseReturnValue:
    member()
    return form_page(compared_or_404(slug), SectionForm(formdata=request.args))


@bp.post("/<slug>/differences")
def create_section(slug: str) -> ResponseReturnValue:
    user, tools, form = member(), compared_or_404(slug), SectionForm()
    if not form.validate():
        return form_page(tools, form), 422
    try:
        added = add_section(user, tools, **form.words)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return form_page(tools, form), 403
    if added is None:
        there = section_called(key_of(tools), form.words["heading"])
        return form_page(tools, form, there=there), 422
    db.session.commit()
    return redirect(f"{stackup_url(tools)}#section-{added.id}")


def form_page(tools: Sequence[AnyTool], form: SectionForm, **facts: object) -> str:
    known = {"url": stackup_url(tools), "tools": tools, "form": form}
    return render_template("stackups/section.html", **known, **facts)


@bp.get("/sections/<int:id>")
def show_section(id: int) -> ResponseReturnValue:
    """A section's address, whatever its comparison is called."""
    return redirect(place_of(standing_section_or_404(id)))


@bp.get("/sections/<int:id>/edit")
def edit_section_form(id: int) -> ResponseReturnValue:
    """As it stands, or as it stood: a former version that is saved stands again."""
    member()
    section = standing_section_or_404(id)
    was, text = request.args.get("was", ""), section.text
    former = None
    if was:
        former = revision_or_404("stackup_section", section.id, number_or_404(was))
        text = former.body
    heading, _, body = text.partition("\n\n")
    facts = {"heading": heading, "body": body, "seen": digest_of(section.words)}
    return edit_page(section, SectionForm(formdata=None, **facts), former=former)


@bp.post("/sections/<int:id>/edit")
def update_section(id: int) -> ResponseReturnValue:
    user, section, form = member(), section_or_404(id), SectionForm()
    if section.removed_at:
        return gone_page(section, form), 409
    if not form.validate():
        return edit_page(section, form), 422
    try:
        edit_section(user, section, **form.typed)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return edit_page(section, form), 403
    except Named:
        there = section_called(section.stackup.key, form.words["heading"])
        return edit_page(section, form, there=there), 422
    except Changed:
        if section.removed_at:
            return gone_page(section, form), 409
        changed = form.other_words(form.words, section.words)
        return edit_page(section, form, changed=changed, by=section.author), 409
    db.session.commit()
    return redirect(place_of(section))


def edit_page(section: StackupSection, form: SectionForm, **facts: object) -> str:
    return form_page(tools_in(section.stackup), form, section=section, **facts)


def gone_page(section: StackupSection, form: SectionForm) -> str:
    """It was removed while somebody wrote: what they wrote may become another section."""
    typed = SectionForm(formdata=None, heading=form.heading.data, body=form.body.data)
    typed.form_errors.append("This section was removed meanwhile. Save it to make a new one.")
    return form_page(tools_in(section.stackup), typed)


@bp.post("/sections/<int:id>/remove")
def delete_section(id: int) -> ResponseReturnValue:
    user, section, wanted = member(), section_or_404(id), wanted_or_422()
    remove_section(user, section, wanted=wanted)
    db.session.commit()
    if not wanted:
        return redirect(place_of(section))
    name = section.heading or "The summary"
    flash(Markup(render_template("stackups/_undo.html", name=name, path=f"sections/{section.id}")))
    return redirect(stackup_url(tools_in(section.stackup)))  # its top, where that stands


@bp.get("/sections/<int:id>/history")
def section_versions(id: int) -> ResponseReturnValue:
    page = section_history(standing_section_or_404(id), request.args.get("after"))
    return render_template("stackups/history.html", **page)


@bp.get("/sections/<int:id>/history.json")
def section_versions_json(id: int) -> ResponseReturnValue:
    return history_json(section_history(standing_section_or_404(id), request.args.get("after")))


def place_of(section: StackupSection) -> str:
    return f"{stackup_url(tools_in(section.stackup))}#section-{section.id}"
