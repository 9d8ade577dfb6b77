"""Makes `charter.json`: charters, appointments, envelopes, what follows what, and knocks (docs/protocol.md section 9).

`python -m tests.vectors.make_charter` writes it; a test compares. Everything comes from fixed bytes.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from folkmoot.base.ids import RoomId
from folkmoot.meet import charter
from folkmoot.meet.charter import NONE, Charter, Envelope, Moderator
from folkmoot.meet.entries import Entry, Kind, first_head, next_head
from tests.moderator import Key, in_order, moderators_in_order
from tests.vectors.make_delivery import coded, room_of, some_bytes

PLACE = Path(__file__).with_name("charter.json")
ROOM = room_of(1)
NAME_BYTES = 256


def key(name: str) -> Key:
    return Key.of(ROOM, some_bytes(f"charter {name}", 32))


CREATOR, ANNA, BEN, GUEST, STRANGER = (key(name) for name in ("creator", "anna", "ben", "guest", "stranger"))
APPOINTED = moderators_in_order([CREATOR.appoint(ANNA.identity), CREATOR.appoint(BEN.identity)])

LOCKED = msgspec.structs.replace(NONE, n=1, locked=True)
STAFFED = msgspec.structs.replace(LOCKED, n=2, moderators=APPOINTED)
REMOVED = msgspec.structs.replace(STAFFED, n=3, version=2, removed=(GUEST.identity,))
ADMITTED = msgspec.structs.replace(STAFFED, n=3, admitted=in_order([GUEST.identity, STRANGER.identity]))
ENDED = msgspec.structs.replace(REMOVED, n=4, ended=True)
LARGEST = Charter(
    n=2**53 - 1,
    version=2**32 - 1,
    locked=False,
    ended=True,
    admitted=in_order(key(f"admitted {number}").identity for number in range(charter.ADMITTED_MAX)),
    removed=in_order(key(f"removed {number}").identity for number in range(charter.REMOVED_MAX)),
    moderators=moderators_in_order(
        CREATOR.appoint(key(f"moderator {number}").identity) for number in range(charter.MODERATORS_MAX)
    ),
)


def changed(standing: Charter, **fields: Any) -> Charter:
    """The next one."""
    return msgspec.structs.replace(standing, **{"n": standing.n + 1, **fields})


def plain(decided: Charter) -> dict[str, Any]:
    """Its fields, apart from the bytes that are signed."""
    fields: dict[str, Any] = json.loads(charter.write(decided))
    return fields


def line_of(signer: Key, decided: Charter) -> dict[str, Any]:
    body = charter.write(decided)
    return {
        "signer": signer.identity,
        "charter": plain(decided),
        "body": coded(body),
        "signed": coded(charter.signed_bytes(ROOM, body)),
        "envelope": coded(signer.sign(decided, CREATOR.public)),
    }


def valid() -> list[dict[str, Any]]:
    signed = [(CREATOR, LOCKED), (CREATOR, STAFFED), (ANNA, REMOVED), (BEN, ADMITTED), (ANNA, ENDED)]
    return [*(line_of(signer, decided) for signer, decided in signed), line_of(CREATOR, LARGEST)]


def signed_by_another(signer: Key, decided: Charter) -> bytes:
    """The key of one, the signature of another."""
    body = charter.write(decided)
    signature = STRANGER.private.sign(charter.signed_bytes(ROOM, body))
    return charter.write(Envelope(body, signer.public, CREATOR.public, signature))


def invalid() -> dict[str, bytes]:
    """Name -> envelope."""
    locked, other_room = charter.write(LOCKED), Key(room_of(2), CREATOR.private)
    false_appointment = (STRANGER.appoint(STRANGER.identity),)
    for_other_room = (other_room.appoint(ANNA.identity),)
    elsewhere = CREATOR.private.sign(charter.signed_bytes(room_of(2), locked))
    bodies = {
        "spaces": json.dumps(json.loads(locked)).encode(),
        "another order": msgspec.json.encode(dict(sorted(json.loads(locked).items()))),
        "one field more": locked[:-1] + b',"motto":"x"}',
        "one field less": locked.replace(b'"ended":false,', b""),
        "n as a string": locked.replace(b'"n":1', b'"n":"1"'),
        "n is 0": locked.replace(b'"n":1', b'"n":0'),
        "n over the largest": locked.replace(b'"n":1', b'"n":9007199254740992'),
        "n as a fraction": locked.replace(b'"n":1', b'"n":1.0'),
        "version is 0": locked.replace(b'"version":1', b'"version":0'),
        "version over 32 bits": locked.replace(b'"version":1', b'"version":4294967296'),
        "twice the same field": locked.replace(b'"locked":true', b'"locked":false,"locked":true'),
        "not an identity": locked.replace(b'"admitted":[]', b'"admitted":["Anna"]'),
        "empty": b"",
        "null": b"null",
        "not JSON": b"\xff" * 40,
    }
    decided = {
        "not in order": changed(LOCKED, admitted=tuple(reversed(in_order([ANNA.identity, BEN.identity])))),
        "twice the same": changed(LOCKED, removed=(GUEST.identity, GUEST.identity), version=2),
        "moderators not in order": changed(LOCKED, moderators=tuple(reversed(APPOINTED))),
        "admitted and removed": changed(LOCKED, admitted=(GUEST.identity,), removed=(GUEST.identity,), version=2),
        "moderator removed": changed(STAFFED, removed=(ANNA.identity,), version=2),
        "creator removed": changed(LOCKED, removed=(CREATOR.identity,), version=2),
        "false appointment": changed(LOCKED, moderators=false_appointment),
        "appointment for another room": changed(LOCKED, moderators=for_other_room),
        "65 admitted": changed(LOCKED, admitted=in_order([*LARGEST.admitted, GUEST.identity])),
        "257 removed": changed(LOCKED, removed=in_order([*LARGEST.removed, GUEST.identity]), version=2),
        "33 moderators": changed(
            LOCKED, moderators=moderators_in_order([*LARGEST.moderators, CREATOR.appoint(ANNA.identity)])
        ),
    }
    envelope = CREATOR.sign(LOCKED, CREATOR.public)
    return {
        **{name: CREATOR.seal(body, CREATOR.public) for name, body in bodies.items()},
        **{name: CREATOR.sign(case, CREATOR.public) for name, case in decided.items()},
        "signer is nobody": STRANGER.sign(LOCKED, CREATOR.public),
        "signer appointed themselves": STRANGER.sign(changed(LOCKED, moderators=false_appointment), CREATOR.public),
        "another creator": STRANGER.sign(LOCKED, STRANGER.public),
        "signed by another": signed_by_another(CREATOR, LOCKED),
        "signed for another room": charter.write(Envelope(locked, CREATOR.public, CREATOR.public, elsewhere)),
        "envelope with spaces": json.dumps(json.loads(envelope)).encode(),
        "envelope with a field more": envelope[:-1] + b',"x":1}',
        "envelope too large": envelope + b" " * 48 * 1024,
        "envelope empty": b"",
    }


def follows() -> list[dict[str, Any]]:
    """Before, after, and whether it may come after."""
    dismissed = (next(moderator for moderator in APPOINTED if moderator.identity == BEN.identity),)
    cases: list[tuple[str, Charter, Key, Charter, bool]] = [
        ("the first", NONE, CREATOR, LOCKED, True),
        ("the first that ends at once", NONE, CREATOR, changed(NONE, ended=True), True),
        ("the first with n 2", NONE, CREATOR, changed(NONE, n=2), False),
        ("the first with version 2", NONE, CREATOR, changed(NONE, version=2), False),
        ("appointments", LOCKED, CREATOR, STAFFED, True),
        ("a removal by a moderator", STAFFED, ANNA, REMOVED, True),
        ("a removal without a new link", STAFFED, ANNA, changed(REMOVED, n=3, version=1), False),
        ("a new link without a removal", STAFFED, CREATOR, changed(STAFFED, version=2), False),
        ("a link too many", STAFFED, CREATOR, changed(REMOVED, n=3, version=3), False),
        ("somebody let in again", REMOVED, CREATOR, changed(REMOVED, removed=()), False),
        (
            "another in place of the removed",
            REMOVED,
            CREATOR,
            changed(REMOVED, removed=(STRANGER.identity,), version=3),
            False,
        ),
        (
            "two at once",
            STAFFED,
            BEN,
            changed(STAFFED, removed=in_order([GUEST.identity, STRANGER.identity]), version=2),
            True,
        ),
        ("the same again", REMOVED, ANNA, REMOVED, False),
        ("n jumps", LOCKED, CREATOR, changed(STAFFED, n=3), False),
        ("n goes back", REMOVED, ANNA, changed(REMOVED, n=2), False),
        ("a moderator dismisses one", STAFFED, BEN, changed(STAFFED, moderators=dismissed), False),
        ("the creator dismisses one", STAFFED, CREATOR, changed(STAFFED, moderators=dismissed), True),
        (
            "the creator removes a moderator",
            STAFFED,
            CREATOR,
            changed(STAFFED, moderators=dismissed, removed=(ANNA.identity,), version=2),
            True,
        ),
        ("a dismissed one comes back", changed(STAFFED, moderators=dismissed), ANNA, changed(REMOVED, n=4), False),
        ("the end", REMOVED, ANNA, ENDED, True),
        ("after the end", ENDED, CREATOR, changed(ENDED, ended=False), False),
        ("after the end, ended", ENDED, CREATOR, changed(ENDED), False),
    ]
    return [
        {
            "name": name,
            "before": None if before.n == 0 else coded(charter.write(before)),
            "after": coded(signer.sign(after, CREATOR.public)),
            "follows": answer,
        }
        for name, before, signer, after, answer in cases
    ]


def knock(number: int, version: int, name: str) -> dict[str, Any]:
    """The server never does this: it has no link secret."""
    room: RoomId = room_of(number)
    secret, nonce = some_bytes(f"secret {number}", 16), some_bytes(f"knock nonce {number} {version}", 12)
    info = b"folkmoot knock v1" + room.encode() + version.to_bytes(4)
    sealing = HKDF(hashes.SHA256(), 16, salt=None, info=info).derive(secret)
    padded = name.encode().ljust(NAME_BYTES, b"\0")
    identity = GUEST.identity
    return {
        "room": room,
        "version": version,
        "secret": coded(secret),
        "key": coded(sealing),
        "identity": identity,
        "name": name,
        "nonce": coded(nonce),
        "body": coded(nonce + AESGCM(sealing).encrypt(nonce, padded, identity.encode())),
    }


def entry() -> dict[str, Any]:
    """A charter as the first entry of a log that has the creator in it."""
    created = Entry(1, Kind.created, 0, CREATOR.identity, b"")
    decided = Entry(2, Kind.charter, 0, CREATOR.identity, CREATOR.sign(LOCKED, CREATOR.public))
    before = next_head(first_head(ROOM), created)
    return {
        "seq": 2,
        "kind": "charter",
        "epoch": 0,
        "from": CREATOR.identity,
        "body": coded(decided.body),
        "head_before": coded(before),
        "head": coded(next_head(before, decided)),
    }


def appointment(moderator: Moderator) -> dict[str, Any]:
    return {
        "identity": moderator.identity,
        "signed": coded(charter.appointment_bytes(ROOM, moderator.identity)),
        "signature": coded(moderator.signature),
    }


def vectors() -> dict[str, Any]:
    """The whole file."""
    names = ("creator", "anna", "ben", "guest", "stranger")
    return {
        "room": ROOM,
        "creator": CREATOR.identity,
        "keys": [
            {
                "name": name,
                "seed": coded(some_bytes(f"charter {name}", 32)),
                "key": coded(key(name).public),
                "identity": key(name).identity,
            }
            for name in names
        ],
        "appointments": [appointment(moderator) for moderator in APPOINTED],
        "valid": valid(),
        "invalid": [{"name": name, "envelope": coded(envelope)} for name, envelope in invalid().items()],
        "follows": follows(),
        "entry": entry(),
        "knocks": [knock(1, 1, "Anna"), knock(2, 7, "Zoë 🜁"), knock(2, 1, "🜁" * 64)],
    }


def text() -> str:
    """The file as it is written."""
    return json.dumps(vectors(), indent=2) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text())
