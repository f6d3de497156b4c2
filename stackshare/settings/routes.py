from flask import Blueprint, flash, redirect, render_template, session
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from wtforms import Field

from stackshare.accounts.actions import end_sessions, hash_password, set_password
from stackshare.accounts.models import User
from stackshare.accounts.routes import confirmed, count_mail, member
from stackshare.extensions import db
from stackshare.notifications.actions import choose_mail
from stackshare.notifications.queries import choices_of
from stackshare.settings.actions import (
    ask_for_address,
    change_profile,
    close_account,
    end_session_of,
)
from stackshare.settings.forms import (
    EmailForm,
    MailForm,
    PasswordCheckForm,
    PasswordForm,
    ProfileForm,
)
from stackshare.settings.pages import profile_page, sessions_page

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
def profile() -> ResponseReturnValue:
    user = member()
    page = profile_page(user)
    return render_template("settings/profile.html", **page, form=ProfileForm(obj=user))


@bp.post("")
def change() -> ResponseReturnValue:
    user, form = member(), ProfileForm()
    if not form.validate():
        return render_template("settings/profile.html", **profile_page(user), form=form), 422
    change_profile(user, **form.typed)
    db.session.commit()
    flash("Your profile is changed.")
    return redirect(user.url)


@bp.get("/email")
def email() -> ResponseReturnValue:
    member()
    return render_template("settings/email.html", form=EmailForm())


@bp.post("/email")
def change_email() -> ResponseReturnValue:
    user, form = member(), EmailForm()
    asked_for = form.validate() and is_another(user, form.email)
    if not (asked_for and confirmed(user, form.current_password)):
        return render_template("settings/email.html", form=form), 422
    address = form.typed["email"]
    count_mail(address)
    ask_for_address(user, address)
    db.session.commit()
    if user.new_email or not user.verified_at:
        flash(f"The mail is on its way to {address}. Open its link to finish.")
    else:
        flash(f"You keep {address}.")
    return redirect("/settings/email")


def is_another(user: User, field: Field) -> bool:
    """Going back to the present address is a change only while another waits to be verified."""
    another = not user.verified_at or bool(user.new_email) or field.data != user.email
    if not another:
        field.errors = ["That is your address already."]
    return another


@bp.get("/password")
def password() -> ResponseReturnValue:
    return render_template("settings/password.html", form=PasswordForm(member()))


@bp.post("/password")
def change_password() -> ResponseReturnValue:
    user = member()
    form = PasswordForm(user)
    db.session.commit()  # judging a password is slow: no lock is held meanwhile
    if not (form.validate() and confirmed(user, form.current_password)):
        return render_template("settings/password.html", form=form), 422
    db.session.commit()  # hashing is slow: no lock is held meanwhile
    set_password(user, hash_password(form.typed["password"]), keep=user.get_id())
    db.session.commit()
    flash("Your password is changed. Other browsers are signed out.")
    return redirect("/settings/password")


@bp.get("/sessions")
def sessions() -> ResponseReturnValue:
    return render_template("settings/sessions.html", sessions=sessions_page(member()))


@bp.post("/sessions/<key_hash>/end")
def end_one(key_hash: str) -> ResponseReturnValue:
    end_session_of(member(), key_hash)
    db.session.commit()
    return redirect("/settings/sessions")


@bp.post("/sessions/end-others")
def end_others() -> ResponseReturnValue:
    user = member()
    end_sessions(user, keep=user.get_id())
    db.session.commit()
    flash("All other browsers are signed out.")
    return redirect("/settings/sessions")


@bp.get("/mail")
def mail() -> ResponseReturnValue:
    return render_template("settings/mail.html", form=MailForm(data=choices_of(member())))


@bp.post("/mail")
def change_mail() -> ResponseReturnValue:
    user, form = member(), MailForm()
    if not form.validate():
        return render_template("settings/mail.html", form=form), 422
    choose_mail(user, form.typed)
    db.session.commit()
    flash("Your choice is kept.")
    return redirect("/settings/mail")


@bp.get("/close")
def close_page() -> ResponseReturnValue:
    member()
    return render_template("settings/close.html", form=PasswordCheckForm())


@bp.post("/close")
def close() -> ResponseReturnValue:
    user, form = member(), PasswordCheckForm()
    if not (form.validate() and confirmed(user, form.current_password)):
        return render_template("settings/close.html", form=form), 422
    close_account(user)
    db.session.commit()
    logout_user()
    session.clear()
    return redirect("/")
