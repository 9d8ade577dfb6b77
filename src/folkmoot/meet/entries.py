"""Entries of a room's log and its running hash (docs/protocol.md section 3.2). Pure."""

import enum
import hashlib
import struct
from dataclasses import dataclass

LABEL = b"folkmoot log v1"


class Kind(enum.IntEnum):
    """What happened. The numbers go into the hash, so they never change."""

    created = 0
    commit = 1
    message = 2
    left = 3
    back = 4
    reopen = 5
    charter = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `sender` is an identity, or empty where the service itself speaks (`reopen`)."""

    seq: int
    kind: Kind
    epoch: int
    sender: str
    body: bytes


def first_head(room: str) -> bytes:
    """h_0 of a room."""
    return hashlib.sha256(LABEL + room.encode()).digest()


def next_head(head: bytes, entry: Entry) -> bytes:
    """h_n from h_(n-1) and entry n."""
    sender = entry.sender.encode()
    fixed = struct.pack(">QBQH", entry.seq, entry.kind, entry.epoch, len(sender))
    return hashlib.sha256(head + fixed + sender + struct.pack(">I", len(entry.body)) + entry.body).digest()
