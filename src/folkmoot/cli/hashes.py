"""`folkmoot hashes`: the sums of the built client, for publishing with a release and for comparing."""

import click

from folkmoot.base.settings import Settings
from folkmoot.web.pages.hashes import listing


@click.command()
@click.option("--sum", "only_sum", is_flag=True, help="Print only the sum over all.")
def hashes(*, only_sum: bool) -> None:
    """Print the sums of the scripts and style sheets that browsers get, as `sha256sum` would."""
    found = listing(Settings.from_environ().client_dir)
    click.echo(f"{found.total}\n" if only_sum else found.text, nl=False)
