import click
from flask.cli import with_appcontext

from stackshare.core.text import plural
from stackshare.extensions import db
from stackshare.site.actions import recount


@click.command("recount")
@with_appcontext
def recount_command() -> None:
    """Compare every counter with the rows it stands for, and mend those that differ."""
    mended = recount()
    db.session.commit()
    click.echo(f"{plural(mended, 'counter')} mended.")
