"""Links that come by mail: to verify an address, to choose a new password.

Opening one changes nothing, as mail scanners open them too. A button on the page does.
"""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from stackshare.accounts.actions import (
    AddressTaken,
    ask_for_reset,
    ask_to_verify,
    hash_password,
    reset_password,
    verify,
)
from stackshare.accounts.forms import ForgotForm, NewPasswordForm
from stackshare.accounts.queries import user_of_reset_link, user_of_verify_link, user_to_reset
from stackshare.accounts.routes.limits import count_mail
from stackshare.accounts.routes.who import bp, came_from, member, viewer
from stackshare.extensions import db


def told(title: str, sentence: str, code: int = 200) -> ResponseReturnValue:
    return render_template("accounts/told.html", title=title, sentence=sentence), code


def worn_out() -> ResponseReturnValue:
    """The same for every link that does nothing, whatever the reason."""
    return told(
        "This link does not work",
        "It may be old, used already, or cut off. A newer link ends the ones before it.",
        404,
    )


@bp.post("/verify")
def send_link() -> ResponseReturnValue:
    user = member()
    if user.new_email or not user.verified_at:
        count_mail(user.new_email or user.email)
        ask_to_verify(user)
        db.session.commit()
        flash(f"The mail is on its way to {user.new_email or user.email}.")
    return redirect(came_from() or "/")


@bp.get("/verify/<token>")
def verify_page(token: str) -> ResponseReturnValue:
    found = user_of_verify_link(token)
    if found is None:
        return worn_out()
    user, address = found
    return render_template("accounts/verify.html", person=user, address=address)


@bp.post("/verify/<token>")
def verify_address(token: str) -> ResponseReturnValue:
    found = user_of_verify_link(token)
    if found is None:
        return worn_out()
    try:
        verify(*found)
    except AddressTaken as taken:
        db.session.rollback()
        return told("This address cannot be verified", str(taken), 422)
    db.session.commit()
    if viewer():
        flash("Your address is verified.")
        return redirect("/")
    return told("Your address is verified", "Sign in to vote, ask and comment.")


@bp.get("/forgot")
def forgot() -> ResponseReturnValue:
    return render_template("accounts/forgot.html", form=ForgotForm(formdata=request.args))


@bp.post("/forgot")
def send_reset() -> ResponseReturnValue:
    form = ForgotForm()
    if not form.validate():
        return render_template("accounts/forgot.html", form=form), 422
    login = form.typed["login"]
    count_mail(login)
    ask_for_reset(user_to_reset(login))
    db.session.commit()
    return told(
        "Look into your mail",
        "If there is such an account, a link to choose a new password is on its way to it."
        " It works once, for 60 minutes.",
    )


@bp.get("/reset/<token>")
def reset_page(token: str) -> ResponseReturnValue:
    found = user_of_reset_link(token)
    if found is None:
        return worn_out()
    return render_template("accounts/reset.html", form=NewPasswordForm(found[0]))


@bp.post("/reset/<token>")
def reset(token: str) -> ResponseReturnValue:
    found = user_of_reset_link(token)
    if found is None:
        return worn_out()
    user, key = found
    form = NewPasswordForm(user)
    db.session.commit()  # judging and hashing are slow: no lock is held meanwhile
    if not form.validate():
        return render_template("accounts/reset.html", form=form), 422
    reset_password(user, key, hash_password(form.typed["password"]))
    db.session.commit()
    return told("Your password is changed", "You are signed out everywhere. Sign in with it.")
