"""Makes `delivery.json`: what both languages must derive alike (docs/protocol.md sections 1 to 3).

`python -m tests.vectors.make_delivery` writes it; a test compares. Everything comes from fixed bytes.
"""

import hashlib
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from folkmoot.base.ids import RoomId
from folkmoot.meet.entries import Entry, Kind, first_head, next_head
from folkmoot.meet.hello import identity_of, signed_bytes, token_hash

PLACE = Path(__file__).with_name("delivery.json")


def some_bytes(name: str, count: int) -> bytes:
    """Bytes that look like chance and are always the same."""
    return hashlib.shake_256(name.encode()).digest(count)


def room_of(number: int) -> RoomId:
    return RoomId.of(some_bytes(f"room {number}", 16))


def coded(value: bytes) -> str:
    return b64encode(value).decode()


def derive(secret: bytes, label: bytes, room: RoomId, version: int) -> bytes:
    """Section 1. The server never does this: it has no link secret."""
    info = label + room.encode() + version.to_bytes(4)
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(secret)


def link(number: int, version: int) -> dict[str, Any]:
    room, secret = room_of(number), some_bytes(f"secret {number}", 16)
    token = derive(secret, b"folkmoot room auth v1", room, version)
    return {
        "room": room,
        "version": version,
        "secret": coded(secret),
        "token": coded(token),
        "auth": coded(token_hash(token)),
        "psk": coded(derive(secret, b"folkmoot mls psk v1", room, version)),
        "psk_id": coded(room.encode() + version.to_bytes(4)),
    }


def hello(number: int) -> dict[str, Any]:
    room, nonce = room_of(number), some_bytes(f"nonce {number}", 32)
    seed = some_bytes(f"key {number}", 32)
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    signed = signed_bytes(room, nonce)
    return {
        "room": room,
        "seed": coded(seed),
        "key": coded(public),
        "identity": identity_of(room, public),
        "nonce": coded(nonce),
        "signed": coded(signed),
        "signature": coded(private.sign(signed)),
    }


def log() -> dict[str, Any]:
    room = room_of(1)
    first, second = hello(1)["identity"], hello(2)["identity"]
    entries = [
        Entry(1, Kind.created, 0, first, b""),
        Entry(2, Kind.commit, 0, second, some_bytes("commit", 700)),
        Entry(3, Kind.message, 1, first, some_bytes("message", 373)),
        Entry(4, Kind.left, 1, second, b""),
        Entry(5, Kind.back, 1, second, b""),
        Entry(6, Kind.reopen, 0, "", some_bytes("digest", 32)),
        Entry(7, Kind.message, 2**53 - 1, first, b"\x00"),
    ]
    head = first_head(room)
    lines: list[dict[str, Any]] = []
    for entry in entries:
        head = next_head(head, entry)
        line = {"seq": entry.seq, "kind": entry.kind.name, "epoch": entry.epoch, "from": entry.sender}
        lines.append({**line, "body": coded(entry.body), "head": coded(head)})
    return {"room": room, "first_head": coded(first_head(room)), "entries": lines}


def vectors() -> dict[str, Any]:
    """The whole file."""
    return {
        "links": [link(1, 1), link(2, 1), link(2, 7)],
        "hellos": [hello(1), hello(2)],
        "log": log(),
    }


def text() -> str:
    """The file as it is written."""
    return json.dumps(vectors(), indent=2) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text())
