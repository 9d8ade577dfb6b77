"""`folkmoot upgrade`: the data folder to this program's version, with a backup before."""

from pathlib import Path

import click

from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.cli.progress import shown
from folkmoot.meet.rewind import KEPT
from folkmoot.store import upgrade as store
from folkmoot.store.backup import back_up
from folkmoot.store.folder import held


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--backup", "file", type=click.Path(dir_okay=False, path_type=Path), help="Where the backup goes.")
def upgrade(file: Path | None, *, dry_run: bool) -> None:
    """Bring the data folder to this version: a backup first, then all of it or nothing.

    `folkmoot run` does the same at its start, without the backup.
    """
    settings = Settings.from_environ()
    path, newest = settings.database_path, store.newest()
    found = store.examine(path)
    if found is None:
        click.echo(f"There are no data in {settings.data_dir} yet; `folkmoot run` makes them with schema {newest}.")
    elif found == newest:
        click.echo(f"The data in {settings.data_dir} have schema {found}, which is this version's. Nothing to do.")
    elif dry_run:
        click.echo(f"The data in {settings.data_dir} have schema {found}; `folkmoot upgrade` brings them to {newest}.")
    else:
        _bring(settings, found, file)


def _bring(settings: Settings, found: str, file: Path | None) -> None:
    clock = Clock()
    with held(settings.data_dir), shown() as progress:
        target = file or settings.data_dir / f"before-upgrade-{found}-{int(clock.now())}.tar"
        back_up(settings.database_path, target, KEPT, clock.now(), progress)
        click.echo(f"Backup: {target}")
        store.upgrade(settings.database_path)
    click.echo(f"The data in {settings.data_dir} went from schema {found} to {store.newest()}.")
