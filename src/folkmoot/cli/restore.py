"""`folkmoot restore`: the data from a backup."""

from pathlib import Path

import click

from folkmoot.base.settings import Settings
from folkmoot.cli.progress import shown
from folkmoot.meet.rewind import KEPT
from folkmoot.store.place import called, place_of
from folkmoot.store.restoration import restore as put_back


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Lose the data that are there now.")
def restore(file: Path, *, replace: bool) -> None:
    """Fill the data folder, or the PostgreSQL database, from FILE, a backup. Folkmoot must not run on it meanwhile."""
    place = place_of(Settings.from_environ())
    with shown() as progress:
        restored = put_back(file, place, KEPT, progress, replace=replace)
    manifest, rooms = restored.manifest, restored.rows["rooms"]
    click.echo(
        f"{called(place)} holds the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC, made by Folkmoot "
        f"{manifest.folkmoot}: {rooms} {'room' if rooms == 1 else 'rooms'} that nobody had entered. Conversations that "
        "were going on then are over."
    )
