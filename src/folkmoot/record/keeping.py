"""A record in one file, for backups: name, key, checkpoint and entries. All hashes follow from the entries.

Reading it is reading outside bytes: nothing is believed that does not come to the root which that very key has signed.
"""

import itertools
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from folkmoot.base.errors import FolkmootError
from folkmoot.record import tiles
from folkmoot.record.catalogue import Catalogue
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.errors import NoteError, RecordDamagedError, TileError
from folkmoot.record.growth import Edge, Grown, grow
from folkmoot.record.identity import KEY, NAME, before_rotation, signer_at
from folkmoot.record.log import FILES, RESTORED
from folkmoot.record.note import NOTE_MAX, SignedNote, VerifierKey
from folkmoot.record.shelf import Shelf
from folkmoot.record.succession import formers

_HEAD = b"folkmoot record 1\n"
_PART_MAX = NOTE_MAX
_LENGTH = struct.Struct(">I")


def pack(folder: Path, file: BinaryIO) -> Checkpoint | None:
    """Writes the log in `folder` up to its checkpoint, also while it grows; nothing and None when there is none.

    Raises `RecordDamagedError` when its entries do not come to its checkpoint.
    """
    if not (folder / NAME).exists():
        return None
    shelf = Shelf(folder / FILES)
    note = shelf.shown()
    checkpoint = _signed(folder, note)
    file.write(_HEAD)
    file.writelines(
        _LENGTH.pack(len(part)) + part for part in ((folder / NAME).read_bytes(), (folder / KEY).read_bytes(), note)
    )
    tree = grow(Edge(), [])
    for bundle in tiles.bundles(0, checkpoint.size):
        try:
            data = tiles.read(shelf.fetch, bundle)
            tree = _more(tree, tiles.split_bundle(data, bundle.width))
        except TileError:
            raise RecordDamagedError from None
        file.write(data)
    _compare(tree, checkpoint)
    return checkpoint


def unpack(file: BinaryIO, folder: Path) -> Checkpoint:
    """Makes the log of such a file in the empty `folder`. Raises `RecordDamagedError` and `KeyFileError`."""
    if file.read(len(_HEAD)) != _HEAD:
        raise RecordDamagedError
    name, key, note = (_part(file) for _ in range(3))
    (folder / NAME).write_bytes(name)
    with os.fdopen(os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as place:
        place.write(key)
    checkpoint = _signed(folder, note)
    shelf = Shelf(folder / FILES)
    tree = grow(Edge(), [])
    for some in _bundles(file, checkpoint.size):
        tree = _more(tree, some)
        shelf.put(tree)
    if file.read(1):
        raise RecordDamagedError
    _compare(tree, checkpoint)
    shelf.show(note)
    (folder / RESTORED).touch()
    return checkpoint


def bring(file: Path, work: Path, folder: Path) -> Checkpoint | None:
    """Puts the log of `file` into `folder`; `work` is a folder on the same disk.

    A log is never wound back: where `folder` has the same one, as long or longer, it stays, and None is returned.
    Another one is kept beside, under a name that says so. Raises `RecordDamagedError` and `KeyFileError`.
    """
    fresh = work / "record"
    fresh.mkdir(mode=0o700)
    with file.open("rb") as source:
        checkpoint = unpack(source, fresh)
    present = _found(folder)
    if present is not None and signer_at(fresh).verifier in present[0] and present[1].size >= checkpoint.size:
        return None
    if folder.exists():
        beside = (folder.with_name(f"{folder.name}-before-restore-{number}") for number in itertools.count(1))
        folder.rename(next(place for place in beside if not place.exists()))
    fresh.rename(folder)
    return checkpoint


def _found(folder: Path) -> tuple[list[VerifierKey], Checkpoint] | None:
    """The log that is there: all keys that it has had, and how far it is."""
    try:
        key = before_rotation(folder).verifier
        earlier = formers(key, Catalogue(folder / FILES).successions())
        return [key, *(one.key for one in earlier)], _signed(folder, Shelf(folder / FILES).shown())
    except (FolkmootError, OSError, ValueError):
        return None


def _signed(folder: Path, note: bytes) -> Checkpoint:
    try:
        return open_checkpoint(SignedNote.parse(note), signer_at(folder).verifier).checkpoint
    except (NoteError, UnicodeDecodeError):
        raise RecordDamagedError from None


def _more(tree: Grown, entries: list[bytes]) -> Grown:
    return grow(tree.edge, [*tree.rest, *entries])


def _compare(tree: Grown, checkpoint: Checkpoint) -> None:
    if (tree.size, tree.root) != (checkpoint.size, checkpoint.root):
        raise RecordDamagedError


def _part(file: BinaryIO) -> bytes:
    [length] = _LENGTH.unpack(_exactly(file, _LENGTH.size))
    if length > _PART_MAX:
        raise RecordDamagedError
    return _exactly(file, length)


def _bundles(file: BinaryIO, size: int) -> Iterator[list[bytes]]:
    for bundle in tiles.bundles(0, size):
        yield [_exactly(file, int.from_bytes(_exactly(file, 2))) for _ in range(bundle.width)]


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise RecordDamagedError
    return data
