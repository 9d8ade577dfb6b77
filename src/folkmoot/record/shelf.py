"""The static files of a log on a disk: `checkpoint` and `tile/...`, as any web server can serve them.

A name never shows half a file: each is written under another name and renamed. A full tile is on the disk before `put`
returns. Partial tiles and the checkpoint are not waited for: they are made anew at each start, from what the database
holds durably.
"""

import os
import shutil
from pathlib import Path

from folkmoot.record.errors import TileError
from folkmoot.record.growth import Grown
from folkmoot.record.tiles import CHECKPOINT, WIDTH, Tile
from folkmoot.store.folder import sync

_UNFINISHED = ".new"
_PARTIAL = ".p"


class Shelf:
    """A folder that one process writes to, and any number read from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fetch(self, path: str) -> bytes:
        """A file by its path below the log's prefix. Raises `TileError` when it is not there."""
        try:
            return (self._folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise TileError(f"The file {path} of the record is missing.") from None

    def put(self, grown: Grown) -> None:
        """Writes the files of a tree that has grown. Raises `OSError`; then some of them may be there already."""
        touched: set[Path] = set()
        for tile, data in grown.full:
            touched |= self._write(tile.path, data, durable=True)
        for folder in touched:
            sync(folder)
        for tile, data in grown.partial:
            self._write(tile.path, data, durable=False)
        for tile, _ in grown.full:
            # The specification lets partial tiles go where the full one is: readers fall back to it.
            self._forget_partial(tile)

    def show(self, note: bytes) -> None:
        """Makes `note` the checkpoint that readers get; its tiles are there."""
        self._write(CHECKPOINT, note, durable=False)

    def shown(self) -> bytes:
        """The checkpoint that readers get; empty when there is none."""
        try:
            return (self._folder / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return b""

    def _write(self, path: str, data: bytes, *, durable: bool) -> set[Path]:
        """Returns the folders whose list of names has changed for good."""
        place = self._folder / path
        touched = {place.parent, *self._make(place.parent)}
        unfinished = place.with_name(place.name + _UNFINISHED)
        try:
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            unfinished.replace(place)
        except OSError:
            # On a full disk, what is half written takes the room that the next try needs.
            unfinished.unlink(missing_ok=True)
            raise
        return touched

    def _make(self, folder: Path) -> set[Path]:
        """Makes a folder with those above it; returns the folders that have a new one in them."""
        changed: set[Path] = set()
        missing = folder
        while not missing.is_dir():
            missing = missing.parent
            changed.add(missing)
        folder.mkdir(parents=True, exist_ok=True)
        return changed

    def _forget_partial(self, tile: Tile) -> None:
        assert tile.width == WIDTH
        shutil.rmtree(self._folder / (tile.path + _PARTIAL), ignore_errors=True)
