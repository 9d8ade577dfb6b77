"""`folkmoot restore`: the data from a backup."""

from pathlib import Path

import click

from folkmoot.base.settings import Settings
from folkmoot.cli.kept import KEPT
from folkmoot.cli.progress import shown
from folkmoot.record import keeping
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.store.place import called, place_of
from folkmoot.store.restoration import restore as put_back


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Lose the data that are there now.")
def restore(file: Path, *, replace: bool) -> None:
    """Fill the data folder, or the PostgreSQL database, from FILE, a backup. Folkmoot must not run on it meanwhile."""
    settings = Settings.from_environ()
    place, record = place_of(settings), settings.record_dir
    brought: list[Checkpoint] = []

    def bring(packed: Path, work: Path) -> None:
        checkpoint = keeping.bring(packed, work, record)
        if checkpoint is not None:
            brought.append(checkpoint)

    with shown() as progress:
        restored = put_back(file, place, KEPT, progress, bring=bring, replace=replace)
    manifest, rooms = restored.manifest, restored.rows["rooms"]
    click.echo(
        f"{called(place)} holds the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC, made by Folkmoot "
        f"{manifest.folkmoot}: {rooms} {'room' if rooms == 1 else 'rooms'} that nobody had entered. Conversations that "
        "were going on then are over."
    )
    for checkpoint in brought:
        click.echo(
            f"The public record is the one of then, with {checkpoint.size} entries. If it had more later, people hold "
            "receipts that it would contradict: read docs/operating.md, Restoring the record, before you start."
        )
