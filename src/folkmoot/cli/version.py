"""`folkmoot version`."""

import click

import folkmoot


@click.command()
def version() -> None:
    """Print the version of this program."""
    click.echo(folkmoot.__version__)
