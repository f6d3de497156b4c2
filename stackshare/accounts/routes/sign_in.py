from flask import flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from werkzeug.exceptions import NotFound

from stackshare.accounts.actions import (
    UsernameTaken,
    end_session,
    hash_password,
    open_session,
    sign_up,
)
from stackshare.accounts.forms import SignInForm, SignUpForm
from stackshare.accounts.models import User
from stackshare.accounts.queries import user_by_login
from stackshare.accounts.routes.deeds import carry_out
from stackshare.accounts.routes.limits import count_sign_up, is_right
from stackshare.accounts.routes.who import bp, viewer
from stackshare.core.refusal import Refused
from stackshare.core.web import own_path
from stackshare.extensions import db


@bp.get("/signup")
def signup() -> ResponseReturnValue:
    if viewer():
        return redirect("/")
    return render_template("accounts/signup.html", form=SignUpForm(formdata=request.args))


@bp.post("/signup")
def create() -> ResponseReturnValue:
    form = SignUpForm()
    if not form.validate():
        return render_template("accounts/signup.html", form=form), 422
    typed = form.typed
    count_sign_up(typed["email"])
    db.session.commit()  # hashing is slow: no lock is held meanwhile
    password_hash = hash_password(typed["password"])
    try:
        user = sign_up(
            username=typed["username"], email=typed["email"], password_hash=password_hash
        )
    except UsernameTaken as taken:
        db.session.rollback()
        form.username.errors = [str(taken)]
        return render_template("accounts/signup.html", form=form), 422
    return welcome(user, form.next.data, form.do.data)


@bp.get("/login")
def login() -> ResponseReturnValue:
    if viewer():
        return redirect(own_path(request.args.get("next")) or "/")
    return render_template("accounts/login.html", form=SignInForm(formdata=request.args))


@bp.post("/login")
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate():
        login = form.typed["login"]
        user = user_by_login(login)
        if is_right(user, login, form.typed["password"]):
            assert user
            return welcome(user, form.next.data, form.do.data)
        form.password.errors = ["This name and this password do not belong together."]
    return render_template("accounts/login.html", form=form), 422


def welcome(user: User, next: str | None, deed: str | None) -> ResponseReturnValue:
    """Sign the user in with a fresh session, and do what they had asked for as a visitor."""
    session.clear()
    open_session(user, request.user_agent.string)
    login_user(user)
    session.permanent = True
    try:
        carry_out(user, deed or "")
    except Refused as refusal:
        flash(refusal.sentence)
    except NotFound:
        pass  # what it was about is gone: that keeps nobody from signing in
    db.session.commit()
    return redirect(own_path(next) or "/")


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    user = viewer()
    if user:
        end_session(user)
        db.session.commit()
        logout_user()
        session.clear()
    return redirect("/")
