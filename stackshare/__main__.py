from stackshare.cli import cli

cli()
