from flask import flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from werkzeug.exceptions import NotFound

from stackshare.accounts.actions import (
    UsernameTaken,
    end_session,
    follow_owner,
    hash_password,
    open_session,
    sign_up,
)
from stackshare.accounts.forms import SignInForm, SignUpForm
from stackshare.accounts.models import HOMES, User
from stackshare.accounts.queries import user_by_login
from stackshare.accounts.routes.limits import count_sign_up, is_right
from stackshare.accounts.routes.who import bp, viewer
from stackshare.comments.actions import VOTES, follow_thread, vote_on
from stackshare.comments.queries import standing_comment_or_404, thread_or_404
from stackshare.core.refusal import Refused
from stackshare.core.web import own_path
from stackshare.extensions import db
from stackshare.proscons.actions import vote_for
from stackshare.proscons.queries.lines import procon_or_404
from stackshare.stacks.actions import follow_stack, use_tool
from stackshare.stacks.queries import owner_or_404, stack_or_404
from stackshare.stackups.actions.answers import ANSWERS, say_whether_helpful
from stackshare.stackups.actions.known import follow_stackup
from stackshare.stackups.actions.lines import vote_for_line
from stackshare.stackups.models import key_of
from stackshare.stackups.queries.compared import compared_or_404
from stackshare.stackups.queries.lines import standing_line_or_404
from stackshare.stackups.queries.words import written_stackup_or_404
from stackshare.tools.actions.follows import follow_tool
from stackshare.tools.queries.names import tool_or_404


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


def carry_out(user: User, deed: str) -> None:
    """A deed is named by the link that led to sign-in: vote-17, up-17, thread-17, line-17,
    follow-flask, use-flask, helpful-flask-vs-koa, person-ada, company-acme, stack-ada/shop,
    stackup-flask-vs-koa."""
    verb, _, what = deed.partition("-")
    id = int(what) if what.isdecimal() and len(what) < 10 else 0
    if verb == "vote" and id:
        vote_for(user, procon_or_404(id), wanted=True)
    elif verb in VOTES and id:
        vote_on(user, standing_comment_or_404(id), VOTES[verb], wanted=True)
    elif verb == "thread" and id:
        follow_thread(user, thread_or_404(id), wanted=True)
    elif verb == "line" and id:
        vote_for_line(user, standing_line_or_404(id), wanted=True)
    elif verb in ANSWERS and what:
        stackup = written_stackup_or_404(key_of(compared_or_404(what)))
        say_whether_helpful(user, stackup, ANSWERS[verb], wanted=True)
    elif verb == "follow" and what:
        follow_tool(user, tool_or_404(what), wanted=True)
    elif verb == "use" and what:
        use_tool(user, tool_or_404(what), wanted=True)
    elif verb in HOMES and what:
        follow_owner(user, owner_or_404(what), wanted=True)
    elif verb == "stack" and what:
        owner, _, slug = what.partition("/")
        follow_stack(user, stack_or_404(owner, slug), wanted=True)
    elif verb == "stackup" and what:
        follow_stackup(user, compared_or_404(what), wanted=True)


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    user = viewer()
    if user:
        end_session(user)
        db.session.commit()
        logout_user()
        session.clear()
    return redirect("/")
