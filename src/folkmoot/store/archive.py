"""The file that a backup is: a tar (POSIX.1-1988 ustar) of a list, `manifest.json`, the database, and the record.

Reading it is reading outside bytes. It takes exactly what `write` writes, header for header, and no name in it becomes
a path: whatever else tar can say (links, folders, long names, sparse files) is refused.
"""

import hashlib
import re
import tarfile
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, BinaryIO, Literal

import msgspec

from folkmoot.store.copy import Progress
from folkmoot.store.errors import BadBackupError, NewerDataError

# 1 is a backup without a record: of a service that had none, or an older program's.
FORMAT = 2
BLOCK = 512
CHUNK = 1024 * 1024
MANIFEST = "manifest.json"
DATABASE = "folkmoot.db"
RECORD = "record"
MANIFEST_MAX = 16 * 1024
# Eleven octal digits are what a header has for a size.
DATABASE_MAX = 8**11 - 1
MODE = 0o600
_END = bytes(2 * BLOCK)
_OCTAL = re.compile(rb"[0-7]{11}\0")


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file in the archive. `size` is in bytes."""

    name: Literal["folkmoot.db", "record"]
    size: Annotated[int, msgspec.Meta(ge=0, le=DATABASE_MAX)]
    sha256: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is in the archive. `schema` is the revision of the database, `folkmoot` the version that made the backup."""

    what: Literal["folkmoot backup"]
    format: Literal[1, 2]
    schema: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z_]{1,32}\Z")]
    folkmoot: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z.+-]{1,32}\Z")]
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    members: Annotated[tuple[Content, ...], msgspec.Meta(min_length=1, max_length=2)]

    @property
    def database(self) -> Content:
        """Always the first."""
        return self.members[0]

    @property
    def record(self) -> Content | None:
        """The public record, in a form that its domain knows; none in format 1."""
        return self.members[1] if len(self.members) > 1 else None


class _Envelope(msgspec.Struct, frozen=True):
    what: Literal["folkmoot backup"]
    format: int


def digest(file: BinaryIO) -> tuple[int, str]:
    """Size in bytes and SHA-256 of what `file` has from here on."""
    size, sha256 = 0, hashlib.sha256()
    while chunk := file.read(CHUNK):
        size += len(chunk)
        sha256.update(chunk)
    return size, sha256.hexdigest()


def write(
    file: BinaryIO, manifest: Manifest, database: BinaryIO, progress: Progress, record: BinaryIO | None = None
) -> None:
    """Writes the archive; `database` and `record` have the sizes that `manifest` says."""
    text = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    when = int(manifest.made_at.timestamp())
    file.write(_header(MANIFEST, len(text), when) + text + bytes(-len(text) % BLOCK))
    sources = [database] if record is None else [database, record]
    for content, source in zip(manifest.members, sources, strict=True):
        file.write(_header(content.name, content.size, when))
        file.writelines(_chunks(source, content.size, "Writing", progress))
        file.write(bytes(-content.size % BLOCK))
    file.write(_END)


def read(file: BinaryIO) -> Manifest:
    """The list, with `file` left where the database begins. Raises `BadBackupError` and `NewerDataError`."""
    size = _expect(file, MANIFEST)
    if size > MANIFEST_MAX:
        raise BadBackupError
    text = _exactly(file, size)
    _zeros(file, -size % BLOCK)
    try:
        found = msgspec.json.decode(text, type=_Envelope).format
        if found > FORMAT:
            raise NewerDataError(
                "The backup was made by another version of Folkmoot, newer than this one: its form is a later one. "
                "Restore it with that version."
            )
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # The second is for text that is not UTF-8, of which the decoder has no error of its own.
        raise BadBackupError from None
    names = [content.name for content in manifest.members]
    if names != ([DATABASE] if manifest.format == 1 else [DATABASE, RECORD]):
        raise BadBackupError
    if _expect(file, DATABASE) != manifest.database.size:
        raise BadBackupError
    return manifest


def unpack(
    file: BinaryIO,
    manifest: Manifest,
    target: BinaryIO | None,
    progress: Progress,
    record: BinaryIO | None = None,
) -> None:
    """Reads what comes after `read`: the database into `target`, the record into `record`, if these are given.

    Raises `BadBackupError` when either is another than the list says.
    """
    _member(file, manifest.database, target, progress)
    if manifest.record is not None:
        if _expect(file, RECORD) != manifest.record.size:
            raise BadBackupError
        _member(file, manifest.record, record, progress)
    if file.read(len(_END) + 1) != _END:
        raise BadBackupError


def _member(file: BinaryIO, content: Content, target: BinaryIO | None, progress: Progress) -> None:
    sha256 = hashlib.sha256()
    for chunk in _chunks(file, content.size, "Checking", progress):
        sha256.update(chunk)
        if target is not None:
            target.write(chunk)
    _zeros(file, -content.size % BLOCK)
    if sha256.hexdigest() != content.sha256:
        raise BadBackupError


def _header(name: str, size: int, when: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, when, MODE
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def _expect(file: BinaryIO, name: str) -> int:
    """Reads the header of the member that must come now, and returns its size."""
    block = _exactly(file, BLOCK)
    size, when = block[124:136], block[136:148]
    if not (_OCTAL.fullmatch(size) and _OCTAL.fullmatch(when)):
        raise BadBackupError
    if block != _header(name, int(size[:11], 8), int(when[:11], 8)):
        raise BadBackupError
    return int(size[:11], 8)


def _chunks(file: BinaryIO, size: int, doing: str, progress: Progress) -> Iterator[bytes]:
    done = 0
    while done < size:
        chunk = _exactly(file, min(CHUNK, size - done))
        done += len(chunk)
        yield chunk
        progress(doing, done, size)


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise BadBackupError("The backup is damaged: it ends too early. Take another copy of it.")
    return data


def _zeros(file: BinaryIO, size: int) -> None:
    if any(_exactly(file, size)):
        raise BadBackupError
