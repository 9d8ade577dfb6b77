"""Somebody who has the link and no intention to follow the protocol: a delivery client from docs/protocol.md alone."""

import base64
import hashlib
import json
import struct
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MLS10 = struct.pack(">H", 1)
PUBLIC_MESSAGE = struct.pack(">H", 1)
GROUP_INFO = struct.pack(">H", 4)
NEW_MEMBER_COMMIT = b"\x04"
COMMIT = b"\x03"


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def room_token(secret: bytes, room: str) -> bytes:
    info = b"folkmoot room auth v1" + room.encode() + struct.pack(">I", 1)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def vector(data: bytes) -> bytes:
    assert len(data) < 64
    return bytes([len(data)]) + data


def false_commit(room: str, epoch: int) -> tuple[bytes, bytes]:
    """A commit and a GroupInfo of which only the heads, which the service reads, are right."""
    group = vector(room.encode())
    head = group + struct.pack(">Q", epoch) + NEW_MEMBER_COMMIT + vector(b"") + COMMIT
    context = MLS10 + struct.pack(">H", 1) + group + struct.pack(">Q", epoch + 1)
    return MLS10 + PUBLIC_MESSAGE + head + b"nonsense", MLS10 + GROUP_INFO + context + b"nonsense"


async def post_false_commit(origin: str, link: str) -> dict[str, Any]:
    """Comes in by the link, posts a commit that nobody can process, and returns what the service said to it."""
    path, fragment = link.split("#")
    room, secret = path.removeprefix("/r/"), unpadded(fragment.split(".")[0])
    key = Ed25519PrivateKey.generate()
    async with aiohttp.ClientSession() as session:
        address = f"{origin}/api/v1/rooms/{room}/ws"
        async with session.ws_connect(address, protocols=["folkmoot.v1"], headers={"Origin": origin}) as socket:
            nonce = base64.b64decode((await socket.receive_json())["nonce"])
            signed = b"folkmoot hello v1\x00" + nonce + room.encode()
            hello = {
                "t": "hello",
                "token": b64(room_token(secret, room)),
                "key": b64(key.public_key().public_bytes_raw()),
                "signature": b64(key.sign(signed)),
                "resume": None,
            }
            await socket.send_str(json.dumps(hello))
            welcome = await socket.receive_json()
            assert welcome["t"] == "welcome", welcome
            digest = hashlib.sha256(
                b"folkmoot identity v1" + room.encode() + key.public_key().public_bytes_raw()
            ).digest()
            assert unpadded(welcome["identity"]) == digest[:16]
            message, info = false_commit(room, welcome["epoch"])
            commit = {
                "t": "commit",
                "id": "x",
                "epoch": welcome["epoch"],
                "message": b64(message),
                "group_info": b64(info),
            }
            await socket.send_str(json.dumps(commit))
            return await socket.receive_json()
