"""The command line: `stackshare serve` and its neighbours. Each command loads what it needs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click

from stackshare import create_app
from stackshare.serving import MAIL_WORKER, WEB_SERVER, begin, started, watch


@click.group()
def cli() -> None:
    """Run and look after a stackshare site. Settings come from the environment."""


@cli.command()
@click.option("--demo", is_flag=True, help="Serve a sample community from a database of its own.")
@click.option("--host", help="Address to listen on; HOST by default.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to listen on; PORT by default.")
def serve(demo: bool, host: str | None, port: int | None) -> None:
    """Prepare the database, then serve the site until stopped."""
    given = {"DEMO": "y" if demo else None, "HOST": host, "PORT": port and str(port)}
    os.environ.update({name: value for name, value in given.items() if value})  # for all of us
    with started(WEB_SERVER) as processes, ExitStack() as held:  # it loads while we look
        from stackshare.config import Settings
        from stackshare.readiness import announce, facts_of, fingerprint, own_port

        with one_sentence_on_error():
            settings = Settings.from_env()
            held.enter_context(own_port(settings))
            facts = facts_of(settings)
            if facts.get("prepared") != fingerprint(settings):
                from stackshare.preparing import prepare

                prepare(create_app(settings))
                facts = facts_of(settings)
        begin(processes[0])
        announce(settings, facts.get("demo accounts"), processes[0])
        processes.append(subprocess.Popen(MAIL_WORKER))  # mail can wait for the first page
        sys.exit(watch(processes))


@cli.command("prepare")
def prepare_command() -> None:
    """Bring the database and its catalogue up to date, as serve does first."""
    from stackshare.preparing import prepare

    with one_sentence_on_error():
        prepare(create_app())


@cli.command("demo")
@click.option(
    "--scale",
    type=click.IntRange(1, 1_000),
    default=1,
    help="How many times as many people and stacks as the demo that serve shows.",
)
def demo_command(scale: int) -> None:
    """Prepare an empty database with a sample community in it, and serve nothing yet."""
    from stackshare.preparing import prepare, refuse_people

    os.environ["DEMO"] = "y"
    with one_sentence_on_error():
        app = create_app()
        refuse_people(app)
        prepare(app, scale)


@cli.command("mail-worker")
def mail_worker_command() -> None:
    """Send the mails that are due, until stopped. serve starts one of these itself."""
    from stackshare.mail_worker import work_off_mails

    with one_sentence_on_error():
        app = create_app()
    with app.app_context():
        work_off_mails()


@cli.command("recount")
def recount_command() -> None:
    """Compare every counter with the rows it stands for, and mend those that differ."""
    from stackshare.core.text import plural
    from stackshare.site.actions import recount

    with prepared_app():
        mended = recount()
    click.echo(f"{plural(mended, 'counter')} mended.")


@cli.command("reindex")
def reindex_command() -> None:
    """Make anew what search finds, from the rows themselves."""
    from stackshare.core.text import plural
    from stackshare.extensions import db
    from stackshare.search.actions.index import rebuild

    with prepared_app():
        made = rebuild(db.session.connection())
    click.echo(f"{plural(made, 'document')} made.")


@cli.command("forget-pages")
def forget_pages_command() -> None:
    """Have every process make anew whatever page it keeps."""
    from stackshare.core.kept.triggers import log_everything
    from stackshare.extensions import db

    with prepared_app():
        log_everything(db.session.connection())
    click.echo("Every page is made anew from here on.")


@contextmanager
def prepared_app() -> Iterator[None]:
    """Inside the app, on a database of today's shape. What is done there is committed."""
    from stackshare.core.schema import is_newest
    from stackshare.extensions import db

    with one_sentence_on_error(), create_app().app_context():
        if not is_newest():
            sys.exit("The database is not prepared for this version: run stackshare prepare first.")
        yield
        db.session.commit()


@contextmanager
def one_sentence_on_error() -> Iterator[None]:
    from stackshare.config import WrongSetting

    try:
        yield
    except WrongSetting as error:
        click.echo(error, err=True)
        sys.exit(2)
    except Exception as error:
        from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError

        is_mistake = isinstance(error, IntegrityError | ProgrammingError)  # of ours
        if is_mistake or not isinstance(error, DatabaseError | OSError):
            raise
        why = str(getattr(error, "orig", error)).strip().splitlines()[0]
        click.echo(f"The database that DATABASE_URL names cannot be used: {why}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    cli()
