"""`folkmoot openapi`: the description of the JSON API, which the client's types are generated from."""

import sys
from pathlib import Path

import click

from folkmoot.web.app import openapi_document

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"


@click.command()
@click.option("--write", is_flag=True, help="Write docs/openapi.json of this source tree instead of printing.")
@click.option("--check", is_flag=True, help="Exit with 1 when docs/openapi.json is not what would be written.")
def openapi(*, write: bool, check: bool) -> None:
    """Print the OpenAPI description of the JSON API."""
    document = openapi_document()
    if check:
        if not COMMITTED.is_file() or COMMITTED.read_bytes() != document:
            click.echo("docs/openapi.json is not what the types say: run `make openapi`.", err=True)
            sys.exit(1)
    elif write:
        COMMITTED.write_bytes(document)
    else:
        click.echo(document, nl=False)
