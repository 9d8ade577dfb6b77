"""`folkmoot upgrade`: the data to this program's version, with a backup before."""

from functools import partial
from pathlib import Path

import click

from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.cli.kept import KEPT
from folkmoot.cli.progress import shown
from folkmoot.record import keeping
from folkmoot.store import upgrade as store
from folkmoot.store.backup import Pack, back_up
from folkmoot.store.hold import held
from folkmoot.store.place import Place, called, folder_of, place_of


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--backup", "file", type=click.Path(dir_okay=False, path_type=Path), help="Where the backup goes.")
def upgrade(file: Path | None, *, dry_run: bool) -> None:
    """Bring the data to this version: a backup first, then all of it or nothing.

    `folkmoot run` does the same at its start, without the backup.
    """
    settings = Settings.from_environ()
    place, newest = place_of(settings), store.newest()
    found, where = store.examine(place), called(place)
    if found is None:
        click.echo(f"{where} has no data yet; `folkmoot run` makes them with schema {newest}.")
    elif found == newest:
        click.echo(f"{where} has schema {found}, which is this version's. Nothing to do.")
    elif dry_run:
        click.echo(f"{where} has schema {found}; `folkmoot upgrade` brings it to {newest}.")
    else:
        _bring(place, found, file, partial(keeping.pack, settings.record_dir))


def _bring(place: Place, found: str, file: Path | None, pack: Pack) -> None:
    clock = Clock()
    with held(place), shown() as progress:
        target = file or folder_of(place) / f"before-upgrade-{found}-{int(clock.now())}.tar"
        back_up(place, target, KEPT, clock.now(), progress, pack=pack)
        click.echo(f"Backup: {target}")
        store.upgrade(place)
    click.echo(f"{called(place)} went from schema {found} to {store.newest()}.")
