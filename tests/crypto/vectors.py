"""Golden vectors of docs/protocol.md, computed by a second implementation that shares no code with the browser's.

`python -m tests.crypto.vectors` writes tests/vectors/crypto.json. Section numbers are the protocol's.
"""

import base64
import hashlib
import json
import struct
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

FILE = Path(__file__).parents[1] / "vectors" / "crypto.json"
VERSION = 1
SIZE_CLASSES = (256, 1024, 4096, 16384, 65000)
TYPES = {"profile": 1, "chat": 2, "hand": 3, "keyframe": 4, "heartbeat": 5, "mute": 6, "typing": 7}
KINDS = {"created": 0, "commit": 1, "message": 2, "left": 3, "back": 4, "reopen": 5, "charter": 6}


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def counted(start: int, length: int) -> bytes:
    """Bytes that count up, so that a swapped or shifted one shows."""
    return bytes((start + i) % 256 for i in range(length))


# -- section 1 and 2 ---------------------------------------------------------------------------------------------------


def from_secret(secret: bytes, label: bytes, room: str, version: int = VERSION, length: int = 32) -> bytes:
    info = label + room.encode() + struct.pack(">I", version)
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)


def identity_of(room: str, public: bytes) -> str:
    return b64url(sha256(b"folkmoot identity v1" + room.encode() + public)[:16])


# -- RFC 9420 section 8: the exporter ----------------------------------------------------------------------------------


def expand_with_label(secret: bytes, label: str, context: bytes, length: int) -> bytes:
    name = b"MLS 1.0 " + label.encode()
    info = struct.pack(">H", length) + bytes([len(name)]) + name + bytes([len(context)]) + context
    return HKDFExpand(algorithm=SHA256(), length=length, info=info).derive(secret)


def exporter(exporter_secret: bytes, label: str, context: bytes, length: int) -> bytes:
    derived = expand_with_label(exporter_secret, label, b"", 32)
    return expand_with_label(derived, "exported", sha256(context), length)


# -- section 3.2 -------------------------------------------------------------------------------------------------------


def first_head(room: str) -> bytes:
    return sha256(b"folkmoot log v1" + room.encode())


def next_head(head: bytes, entry: dict[str, Any]) -> bytes:
    sender, body = entry["from"].encode(), bytes.fromhex(entry["body"])
    numbers = struct.pack(">QBQ", entry["seq"], KINDS[entry["kind"]], entry["epoch"])
    return sha256(head + numbers + struct.pack(">H", len(sender)) + sender + struct.pack(">I", len(body)) + body)


# -- section 6 ---------------------------------------------------------------------------------------------------------


def frame(room: str, key: bytes, signer: Ed25519PrivateKey, given: dict[str, Any]) -> bytes:
    identified = struct.pack(">H", len(room)) + room.encode()
    numbers = struct.pack(">QII", given["epoch"], given["leaf"], given["counter"])
    payload = given["json"].encode()
    head = struct.pack(">Q", given["n"]) + bytes.fromhex(given["head"])
    content = bytes([TYPES[given["type"]]]) + head + struct.pack(">I", len(payload)) + payload
    signature = signer.sign(b"folkmoot frame v1\x00" + identified + numbers + content)
    plain = content + signature
    size = next(size for size in SIZE_CLASSES if size >= len(plain))
    header = b"\x01" + numbers
    nonce = struct.pack(">QI", 0, given["counter"])
    return header + AESGCM(key).encrypt(nonce, plain.ljust(size, b"\0"), identified + header)


# -- section 8 ---------------------------------------------------------------------------------------------------------


def words(authenticator: bytes, room: str) -> tuple[list[int], str]:
    salt = b"folkmoot safety words v1" + room.encode()
    stretched = hashlib.pbkdf2_hmac("sha256", authenticator, salt, 600_000, 18)
    bits = "".join(f"{byte:08b}" for byte in stretched)
    return [int(bits[at : at + 11], 2) for at in range(0, 66, 11)], str(int.from_bytes(stretched) % 10**20).zfill(20)


# -- section 9 ---------------------------------------------------------------------------------------------------------


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def compact(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def envelope(room: str, body: dict[str, Any], signer: Ed25519PrivateKey, creator: Ed25519PrivateKey) -> dict[str, Any]:
    """A charter as it stands in the log, with its body as JSON beside it."""
    written = compact(body)
    signed = b"folkmoot charter v1\0" + room.encode() + struct.pack(">I", len(written)) + written
    sealed = {
        "body": b64(written),
        "key": b64(signer.public_key().public_bytes_raw()),
        "creator": b64(creator.public_key().public_bytes_raw()),
        "signature": b64(signer.sign(signed)),
    }
    return {"body": body, "envelope": compact(sealed).hex(), "hash": sha256(written).hex()}


def charters(room: str, creator: Ed25519PrivateKey) -> dict[str, Any]:
    """Each follows the one before; the last is a moderator's."""
    seed = counted(0x51, 32)
    moderator = Ed25519PrivateKey.from_private_bytes(seed)
    appointed = identity_of(room, moderator.public_key().public_bytes_raw())
    guest, gone = (b64url(counted(start, 16)) for start in (0x21, 0x91))
    appointment = creator.sign(b"folkmoot appoint v1\0" + room.encode() + appointed.encode())
    first: dict[str, Any] = {"n": 1, "version": 1, "locked": True, "ended": False}
    first |= {"admitted": [], "removed": [], "moderators": []}
    second = first | {"n": 2, "moderators": [{"identity": appointed, "signature": b64(appointment)}]}
    third = second | {"n": 3, "version": 2, "admitted": [guest], "removed": [gone]}
    made = [
        envelope(room, body, signer, creator)
        for body, signer in ((first, creator), (second, creator), (third, moderator))
    ]
    return {"seed": seed.hex(), "moderator": appointed, "charters": made}


def knock(room: str, secret: bytes, identity: str, name: str) -> dict[str, str]:
    nonce = counted(0x41, 12)
    key = from_secret(secret, b"folkmoot knock v1", room, 2, 16)
    sealed = AESGCM(key).encrypt(nonce, name.encode().ljust(256, b"\0"), identity.encode())
    return {"name": name, "nonce": nonce.hex(), "body": (nonce + sealed).hex()}


def moderation(room: str, secret: bytes, identity: str, creator: Ed25519PrivateKey) -> dict[str, Any]:
    """Everything of section 9: what is signed, and what follows from a link of version 2."""
    token = from_secret(secret, b"folkmoot room auth v1", room, 2)
    return charters(room, creator) | {
        "knock": knock(room, secret, identity, "آنا Ana"),
        "second_link": {"auth": sha256(token).hex(), "psk": from_secret(secret, b"folkmoot mls psk v1", room, 2).hex()},
    }


def compute() -> dict[str, Any]:
    """All vectors; byte strings are lower-case hex."""
    room, secret, seed = b64url(counted(0, 16)), counted(0xA0, 16), counted(0x30, 32)
    signer = Ed25519PrivateKey.from_private_bytes(seed)
    public = signer.public_key().public_bytes_raw()
    identity = identity_of(room, public)
    token = from_secret(secret, b"folkmoot room auth v1", room)
    nonce, exporter_secret, authenticator = counted(0x70, 32), counted(0x11, 32), counted(0xC0, 32)
    log = entries(room, identity)
    return {
        "room": room,
        "secret": secret.hex(),
        "link": f"/r/{room}#{b64url(secret)}.{identity}",
        "token": token.hex(),
        "auth": sha256(token).hex(),
        "psk": from_secret(secret, b"folkmoot mls psk v1", room).hex(),
        "psk_id": (room.encode() + struct.pack(">I", VERSION)).hex(),
        "seed": seed.hex(),
        "public_key": public.hex(),
        "identity": identity,
        "hello": {
            "nonce": nonce.hex(),
            "signature": signer.sign(b"folkmoot hello v1\0" + nonce + room.encode()).hex(),
        },
        "exporter": exports(exporter_secret, identity),
        "log": {"start": first_head(room).hex(), "entries": log},
        "frames": frames(room, signer, exporter_secret, log),
        "gossip": {
            "authenticator": authenticator.hex(),
            "digest": sha256(b"folkmoot gossip v1" + authenticator).hex(),
        },
        "moderation": moderation(room, secret, identity, signer),
        "words": dict(zip(("indexes", "digits"), words(authenticator, room), strict=True))
        | {"authenticator": authenticator.hex()},
    }


def exports(secret: bytes, identity: str) -> dict[str, Any]:
    outputs = [
        ("folkmoot/livekit/v1", struct.pack(">I", 0) + identity.encode(), 32),
        ("folkmoot/livekit/v1", struct.pack(">I", 11) + identity.encode(), 32),
        ("folkmoot/chat/v1", struct.pack(">I", 0), 16),
        ("folkmoot/chat/v1", struct.pack(">I", 11), 16),
        ("folkmoot link v2", struct.pack(">I", 2), 16),
    ]
    return {
        "exporter_secret": secret.hex(),
        "outputs": [
            {
                "label": label,
                "context": context.hex(),
                "length": length,
                "output": exporter(secret, label, context, length).hex(),
            }
            for label, context, length in outputs
        ],
    }


def entries(room: str, identity: str) -> list[dict[str, Any]]:
    log: list[dict[str, Any]] = [
        {"seq": 1, "kind": "created", "epoch": 0, "from": identity, "body": ""},
        {"seq": 2, "kind": "commit", "epoch": 0, "from": "AAAAAAAAAAAAAAAAAAAAAA", "body": counted(1, 300).hex()},
        {"seq": 3, "kind": "message", "epoch": 1, "from": identity, "body": counted(9, 40).hex()},
        {"seq": 4, "kind": "left", "epoch": 1, "from": identity, "body": ""},
        {"seq": 5, "kind": "back", "epoch": 1, "from": identity, "body": ""},
        {"seq": 6, "kind": "reopen", "epoch": 0, "from": "", "body": sha256(counted(1, 300)).hex()},
        {"seq": 7, "kind": "charter", "epoch": 0, "from": identity, "body": counted(3, 700).hex()},
    ]
    head = first_head(room)
    for entry in log:
        head = next_head(head, entry)
        entry["head"] = head.hex()
    return log


def frames(
    room: str, signer: Ed25519PrivateKey, exporter_secret: bytes, log: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    long = "Grüße, مرحبا, 👋 " * 60
    payloads = [
        ("profile", '{"name":"Ana","hand":null,"charter":null}'),
        ("profile", '{"name":"آنا","hand":3,"charter":{"n":2,"hash":"' + b64(counted(1, 32)) + '"}}'),
        ("chat", '{"id":"a1","text":"Hello","at":1795305600000}'),
        ("chat", json.dumps({"id": "a2", "text": long, "at": 0}, ensure_ascii=False, separators=(",", ":"))),
        ("hand", '{"up":true}'),
        ("keyframe", "{}"),
        ("heartbeat", '{"authenticator":"' + b64(counted(0, 32)) + '"}'),
        ("mute", "{}"),
        ("typing", '{"id":"a3","text":""}'),
    ]
    made: list[dict[str, Any]] = []
    for counter, (kind, text) in enumerate(payloads):
        leaf, last = 11 * (counter % 2), log[counter % len(log)]
        key = exporter(exporter_secret, "folkmoot/chat/v1", struct.pack(">I", leaf), 16)
        given = {"epoch": 7, "leaf": leaf, "counter": counter, "type": kind, "json": text}
        given |= {"n": last["seq"], "head": last["head"]}
        made.append(given | {"key": key.hex(), "frame": frame(room, key, signer, given).hex()})
    return made


def text() -> str:
    """The file as it must be."""
    return json.dumps(compute(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
