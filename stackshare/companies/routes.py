from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.actions import UsernameTaken, follow_owner
from stackshare.accounts.routes import member
from stackshare.companies.actions import (
    edit_company,
    found_company,
    invite,
    join_company,
    make_admin,
    remove_member,
    require_admin,
    require_member,
)
from stackshare.companies.forms import CompanyForm, InvitationForm, NewCompanyForm
from stackshare.companies.pages import company_page, members_page
from stackshare.companies.queries import (
    company_cards,
    company_or_404,
    newest_companies,
    person_or_404,
)
from stackshare.core.edit_conflicts import Changed, digest_of
from stackshare.core.forms import wanted_or_422
from stackshare.core.kept.pages import kept
from stackshare.core.refusal import Refused
from stackshare.core.web import fragment_or_redirect, one_spelling
from stackshare.extensions import db

bp = Blueprint("companies", __name__, url_prefix="/companies")


@bp.get("")
@kept
def index() -> ResponseReturnValue:
    page = newest_companies(request.args.get("after")).shown(company_cards)
    return render_template("companies/index.html", page=page)


@bp.get("/new")
def new() -> ResponseReturnValue:
    member()
    return render_template("companies/new.html", form=NewCompanyForm(formdata=request.args))


@bp.post("")
def create() -> ResponseReturnValue:
    user, form = member(), NewCompanyForm()
    if not form.validate():
        return render_template("companies/new.html", form=form), 422
    try:
        company = found_company(user, **form.words)
    except UsernameTaken as taken:
        db.session.rollback()
        form.handle.errors = [str(taken)]
        return render_template("companies/new.html", form=form), 422
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return render_template("companies/new.html", form=form), 403
    db.session.commit()
    return redirect(company.url)


@bp.get("/<handle>")
@kept
def show(handle: str) -> ResponseReturnValue:
    company = company_or_404(handle)
    one_spelling(company.url)
    page = company_page(company, *map(request.args.get, ("after", "decisions_after")))
    return render_template("companies/show.html", **page)


@bp.get("/<handle>/edit")
def edit(handle: str) -> ResponseReturnValue:
    user, company = member(), company_or_404(handle)
    one_spelling(f"{company.url}/edit")
    require_admin(user, company)
    form = CompanyForm(data={**company.words, "seen": digest_of(company.words)})
    return render_template("companies/edit.html", company=company, form=form)


@bp.post("/<handle>")
def update(handle: str) -> ResponseReturnValue:
    user, company, form = member(), company_or_404(handle), CompanyForm()
    require_admin(user, company)
    if not form.validate():
        return render_template("companies/edit.html", company=company, form=form), 422
    try:
        edit_company(user, company, **form.typed)
    except Changed:
        changed = form.other_words(form.words, company.words)
        facts = {"company": company, "form": form, "changed": changed}
        return render_template("companies/edit.html", **facts), 409
    db.session.commit()
    return redirect(company.url)


@bp.get("/<handle>/members")
def members(handle: str) -> ResponseReturnValue:
    user, company = member(), company_or_404(handle)
    one_spelling(f"{company.url}/members")
    require_member(user, company)
    page = members_page(user, company)
    return render_template("companies/members.html", **page, form=InvitationForm(formdata=None))


@bp.post("/<handle>/members")
def invite_member(handle: str) -> ResponseReturnValue:
    user, company, form = member(), company_or_404(handle), InvitationForm()
    require_admin(user, company)
    if form.validate():
        try:
            invite(user, company, form.person)
        except Refused as refusal:
            form.username.errors = [refusal.sentence]
    if form.errors:
        page = members_page(user, company)
        return render_template("companies/members.html", **page, form=form), 422
    db.session.commit()
    flash(f"{form.person.name} is invited.")
    return redirect(f"{company.url}/members")


@bp.post("/<handle>/join")
def join(handle: str) -> ResponseReturnValue:
    """Wanted or not: whoever is invited joins or declines, whoever is in it leaves."""
    user, company, wanted = member(), company_or_404(handle), wanted_or_422()
    join_company(user, company, wanted=wanted)
    db.session.commit()
    return redirect(company.url)


@bp.post("/<handle>/follow")
def follow(handle: str) -> ResponseReturnValue:
    user, company, wanted = member(), company_or_404(handle), wanted_or_422()
    follow_owner(user, company, wanted=wanted)
    db.session.commit()
    return fragment_or_redirect("accounts/_follow.html", company.url, owner=company)


@bp.post("/<handle>/members/<username>/remove")
def remove(handle: str, username: str) -> ResponseReturnValue:
    user, company = member(), company_or_404(handle)
    require_admin(user, company)
    person = person_or_404(company, username)
    remove_member(user, company, person)
    db.session.commit()
    flash(f"{person.name} is no longer in {company.name}.")
    return redirect(f"{company.url}/members")


@bp.post("/<handle>/members/<username>/admin")
def admin(handle: str, username: str) -> ResponseReturnValue:
    user, company, wanted = member(), company_or_404(handle), wanted_or_422()
    require_admin(user, company)
    person = person_or_404(company, username)
    make_admin(user, company, person, wanted=wanted)
    db.session.commit()
    return redirect(f"{company.url}/members")
