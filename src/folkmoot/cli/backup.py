"""`folkmoot backup`: one file to keep elsewhere."""

from functools import partial
from pathlib import Path

import click

from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.cli.kept import KEPT
from folkmoot.cli.progress import shown
from folkmoot.record import keeping
from folkmoot.store.backup import back_up
from folkmoot.store.place import place_of


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def backup(file: Path, *, force: bool) -> None:
    """Write the data to FILE, also while Folkmoot runs.

    Conversations that somebody has entered are left out: they cannot be wound back. The public record goes along, with
    its key.
    """
    settings = Settings.from_environ()
    pack = partial(keeping.pack, settings.record_dir)
    with shown() as progress:
        manifest = back_up(place_of(settings), file, KEPT, Clock().now(), progress, pack=pack, force=force)
    click.echo(f"{file}: {manifest.database.size} bytes of data, schema {manifest.schema}. Read back and found whole.")
