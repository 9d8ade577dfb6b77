"""Writes release-0.1.0.db beside itself: a data folder's database as version 0.1.0 kept it, with rooms in it.

`python -m tests.store.data.make_release`. Everything is made from labels, nothing from chance. The file stays as it is
when the schema moves on: it is what upgrades start from.
"""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from folkmoot.base.ids import RoomId
from folkmoot.meet.entries import Entry, Kind, first_head, next_head
from folkmoot.meet.hello import identity_of, token_hash
from folkmoot.store.upgrade import configuration
from tests import mls
from tests.person import Link

RELEASE = Path(__file__).with_name("release-0.1.0.db")
REVISION = "0001"
MADE_AT = 1_795_000_000.0
SAID = b"ciphertext of the last release"


def from_label(label: str, count: int) -> bytes:
    """Bytes that are the same every time."""
    return hashlib.shake_256(label.encode()).digest(count)


def link(label: str) -> Link:
    """A room's link."""
    return Link(RoomId.of(from_label(f"{label} room", 16)), from_label(f"{label} secret", 16))


# One that people are in, and one that nobody has entered.
ENTERED, UNUSED = link("entered"), link("unused")


def key(label: str) -> Ed25519PrivateKey:
    """Somebody's key."""
    return Ed25519PrivateKey.from_private_bytes(from_label(f"{label} key", 32))


def group_info(room: RoomId, epoch: int) -> bytes:
    """The GroupInfo that is kept for an epoch."""
    return mls.group_info(room, epoch, tail=from_label(f"group info {epoch}", 300))


@dataclass(frozen=True)
class Log:
    """The log of the room that people are in."""

    entries: list[Entry]

    @property
    def head(self) -> bytes:
        head = first_head(ENTERED.room)
        for entry in self.entries:
            head = next_head(head, entry)
        return head


def log() -> Log:
    """Anna makes the group, Bela comes in, Anna says something."""
    room = ENTERED.room
    anna, bela = (identity_of(room, key(label).public_key().public_bytes_raw()) for label in ("anna", "bela"))
    message = mls.commit(room, 0, tail=from_label("commit", 200))
    return Log(
        [
            Entry(1, Kind.created, 0, anna, b""),
            Entry(2, Kind.commit, 0, bela, message),
            Entry(3, Kind.message, 1, anna, SAID),
        ]
    )


def rows() -> dict[str, list[tuple[object, ...]]]:
    """What the tables hold, in the order of their columns in that release."""
    room, entries = ENTERED.room, log().entries
    anna, bela = entries[0].sender, entries[1].sender
    size = sum(len(entry.body) for entry in entries)
    ended_by = hashlib.sha256(entries[1].body).digest()
    unused = identity_of(UNUSED.room, key("chris").public_key().public_bytes_raw())
    return {
        "rooms": [
            (room, token_hash(ENTERED.token), anna, 12, MADE_AT, 1, 3, log().head, 1, size),
            (UNUSED.room, token_hash(UNUSED.token), unused, 12, MADE_AT, None, 0, first_head(UNUSED.room), 1, 0),
        ],
        "members": [(room, anna, 0, None), (room, bela, 1, None)],
        "epochs": [(room, 0, group_info(room, 0), ended_by, 1), (room, 1, group_info(room, 1), None, None)],
        "electors": [(room, 0, anna, False)],
        "entries": [(room, one.seq, int(one.kind), one.epoch, one.sender, one.body) for one in entries],
    }


def make(path: Path) -> None:
    """Writes it."""
    path.unlink(missing_ok=True)
    command.upgrade(configuration(path), REVISION)
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, contents in rows().items():
            places = ", ".join("?" * len(contents[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", contents)  # noqa: S608
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def install(folder: Path) -> Path:
    """Makes a data folder of that release; returns its database."""
    folder.mkdir(mode=0o700)
    return Path(shutil.copy(RELEASE, folder / "folkmoot.db"))


if __name__ == "__main__":
    make(RELEASE)
