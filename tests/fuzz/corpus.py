"""The seeds of each target's corpus; `python -m tests.fuzz.corpus` writes them, a test compares.

Beside them stand inputs that long runs found to be new, and what once failed.
"""

import json
from base64 import b64decode, b64encode
from typing import Any

from tests.fuzz import heads, record
from tests.fuzz.ballots import ballots
from tests.fuzz.parsers import SIGNATURE, TOKEN
from tests.fuzz.targets import CORPUS
from tests.vectors.make_charter import CREATOR, ROOM, vectors


def seeds(name: str) -> dict[str, bytes]:
    """File name -> input."""
    return _MAKERS[name]()


def _coded(data: bytes) -> str:
    return b64encode(data).decode()


def _texts(**values: Any) -> dict[str, bytes]:
    return {name: json.dumps(value).encode() for name, value in values.items()}


def _client_frames() -> dict[str, bytes]:
    head = bytes(32)
    hello = {
        "token": _coded(TOKEN),
        "key": _coded(CREATOR.public),
        "signature": _coded(SIGNATURE),
        "resume": {"seq": 7},
    }
    commit = {"id": "c", "epoch": 4, "message": _coded(head), "group_info": _coded(head)}
    return _texts(
        hello={"t": "hello", **hello},
        create={"t": "commit", "id": "c", "epoch": None, "message": None, "group_info": _coded(head)},
        commit={"t": "commit", **commit},
        removal={"t": "commit", **commit, "auth": _coded(head), "link": 2},
        message={"t": "message", "id": "m", "epoch": 1, "body": _coded(b"body")},
        signal={"t": "signal", "epoch": 1, "to": None, "body": _coded(b"body")},
        reject={"t": "reject", "epoch": 1, "hash": _coded(head)},
        charter={"t": "charter", "id": "d", "body": vectors()["valid"][0]["envelope"]},
        knock={"t": "knock", "id": "k", "body": _coded(bytes(284))},
        unknock={"t": "knock", "id": "k", "body": None},
        decline={"t": "decline", "identity": CREATOR.identity},
        token={"t": "token"},
        leave={"t": "leave"},
        ping={"t": "ping"},
        number=1e300,
        nested=[[[[{}]]]],
    )


def _charters() -> dict[str, bytes]:
    made = vectors()
    whole = {f"valid-{at}": b64decode(line["envelope"]) for at, line in enumerate(made["valid"][:-1])}
    bodies = {f"body-{at}": b"S" + b64decode(line["body"]) for at, line in enumerate(made["valid"][:-1])}
    broken = {f"invalid-{at}": b64decode(line["envelope"]) for at, line in enumerate(made["invalid"])}
    return whole | bodies | {name: data for name, data in broken.items() if len(data) < 4096}


def _tokens() -> dict[str, bytes]:
    right = TOKEN + CREATOR.public + SIGNATURE
    new_room = {"room": ROOM, "auth": _coded(bytes(32)), "creator": CREATOR.identity}
    return {
        "right": right,
        "room-id": right + ROOM.encode(),
        "digest": right + _coded(bytes(32)).encode(),
        "new-room": right + json.dumps(new_room).encode(),
        "no-point": TOKEN + b"\xff" * 32 + SIGNATURE,
        "small-order": TOKEN + b"\x01" + bytes(31) + b"\x01" + bytes(63),
        "malleable": TOKEN + CREATOR.public + SIGNATURE[:32] + b"\xff" * 32,
    }


def _framed(opcode: int, data: bytes, *, last: bool = True, masked: bool = True) -> bytes:
    """One frame of RFC 6455 section 5.2, masked with zeros."""
    size = bytes([(0x80 if masked else 0) | min(len(data), 126)])
    size += len(data).to_bytes(2) if len(data) >= 126 else b""
    return bytes([(0x80 if last else 0) | opcode]) + size + (bytes(4) if masked else b"") + data


def _sockets() -> dict[str, bytes]:
    ping, hello = b'{"t":"ping"}', _client_frames()["hello"]
    return {
        "nothing": b"",
        "hello": _framed(1, hello),
        "no-hello": _framed(1, ping),
        "binary": _framed(2, hello),
        "fragments": _framed(1, hello[:5], last=False) + _framed(0, hello[5:]),
        "fragments-with-ping": _framed(1, hello[:5], last=False) + _framed(9, b"?") + _framed(0, hello[5:]),
        "continuation-of-nothing": _framed(0, ping),
        "unmasked": _framed(1, ping, masked=False),
        "not-utf-8": _framed(1, b"\xff\xfe"),
        "half-a-character": _framed(1, b"\xf0\x9f", last=False) + _framed(0, b"\x91\x8b"),
        "reserved-bit": b"\xc1" + _framed(1, ping)[1:],
        "reserved-opcode": _framed(3, ping),
        "long-ping": _framed(9, bytes(126)),
        "close-1005": _framed(8, b"\x03\xed"),
        "close-of-one-byte": _framed(8, b"\x03"),
        "length-2-gib": b"\x81\xff" + (2**31).to_bytes(8) + bytes(4),
        "length-negative": b"\x81\xff" + b"\xff" * 8 + bytes(4),
    }


def _rooms() -> dict[str, bytes]:
    frames = _client_frames()
    digest = _coded(bytes(32)).encode()
    own = {
        "own-commit": b'{"t":"commit","id":"c","epoch":$EPOCH,"message":"$COMMIT","group_info":"$INFO"}',
        "own-removal": b'{"t":"commit","id":"c","epoch":$EPOCH,"message":"$COMMIT","group_info":"$INFO",'
        b'"auth":"' + digest + b'","link":1}',
        "own-message": b'{"t":"message","id":"m","epoch":$EPOCH,"body":"AAAA"}',
        "own-signal": b'{"t":"signal","epoch":$EPOCH,"to":"$ME","body":"AAAA"}',
        "own-decline": b'{"t":"decline","identity":"$ME"}',
        "own-reject": b'{"t":"reject","epoch":$EPOCH,"hash":"' + digest + b'"}',
    }
    return {**frames, **own, "many": b"\n".join(frames.values()), "many-own": b"\n".join(own.values())}


def _signalling() -> dict[str, bytes]:
    text, binary = _framed(1, b"hello"), _framed(2, bytes(range(64)))
    return {
        "socket": b"/rtc?access_token=eyJ&auto_subscribe=1\n\n\n" + text + binary,
        "socket-v1": b"/rtc/v1?access_token=eyJ&join_request=AA%3D%3D\n\n\n" + binary,
        "validate": b"?/rtc/validate?access_token=eyJ\n\n\n",
        "validate-v1": b"?/rtc/v1/validate?a=%ff%00&%zz\n\n\n",
        "reachable": b"?\n\n\n",
        "control": b"?/twirp/livekit.RoomService/ListRooms\n\n\n",
        "up-and-over": b"/rtc/../twirp/livekit.RoomService/ListRooms?x\n\n\n",
        "encoded": b"/rtc%2f..%2ftwirp?x#y\n\n\n",
        "another-host": b"@evil.example/rtc\n\n\n",
        "stranger": b"/rtc?x\nhttps://evil.example\n\n" + text,
        "null-origin": b"?/rtc/validate\nnull\n\n",
        "header": b"/rtc\n\nTransfer-Encoding: chunked\n" + text,
        "whole": b"!GET /engine/rtc HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "head": b"!HEAD /engine HTTP/1.1\r\nHost: x\r\n\r\n",
        "post": b"!POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        "smuggled": b"!POST /health HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "absolute": b"!GET http://127.0.0.1/engine/rtc HTTP/1.1\r\nHost: x\r\n\r\n",
        "version": b"!GET / HTTP/9.9\r\n\r\n",
    }


def _marked(mark: int, texts: dict[str, bytes]) -> dict[str, bytes]:
    return {name: bytes([mark]) + data for name, data in texts.items()}


def _wire() -> dict[str, bytes]:
    engine = {"t": "engine", "token": "t", "expires_in": 1, "run": "1"}
    return _texts(
        path_with_host={**engine, "path": "//evil.example"},
        path_with_user={**engine, "path": "@evil.example/engine"},
        prototype={"t": "constructor"},
        own_prototype={"t": "entry", "kind": "__proto__", "seq": 1, "epoch": 1, "from": "", "body": ""},
        half_a_group={"t": "group", "epoch": None, "group_info": "AAAA"},
        large={"t": "accepted", "id": "", "seq": 2**53},
    )


def _payloads() -> dict[str, bytes]:
    # The first byte is the place of the type in the list of section 6.
    texts = _texts(surrogate={"id": "a", "text": "\ud800", "at": 0}, more={"id": "a", "text": "a", "at": 0, "more": 1})
    return _marked(1, texts) | {"list": b"\x03[]", "profile": b'\x00{"name":"a","hand":-1,"charter":null}'}


def _framed_by_members() -> dict[str, bytes]:
    return {
        "nothing": b"",
        "header": b"\x00" + bytes(17),
        "long": b"\x01\x03" + bytes(40) + b"\xff" * 4,
        "type-9": b"\x01\x09" + bytes(44),
    }


def _group_infos() -> dict[str, bytes]:
    return _marked(0, heads.seeds()) | {"no-tree": b"\x01", "empty-tree": b"\x01\x00"}


def _links() -> dict[str, bytes]:
    texts = [
        "https://a/r/" + "A" * 22,
        "/r/" + "A" * 22 + "#" + "A" * 22 + "." + "A" * 22,
        "javascript:/r/x",
        "#.",
        ".",
    ]
    return {f"link-{at}": text.encode() for at, text in enumerate(texts)}


def _knocks() -> dict[str, bytes]:
    return {
        "empty": b"",
        "no-padding": b"\x01" + b"a" * 256,
        "no-name": b"\x01" + bytes(256),
        "not-utf-8": b"\x01\xff" + bytes(255),
    }


_MAKERS = {
    "frames": _client_frames,
    "mls": heads.seeds,
    "charter": _charters,
    "tokens": _tokens,
    "ballots": ballots,
    "socket": _sockets,
    "room": _rooms,
    "signalling": _signalling,
    **record.SEEDS,
    "client-wire": _wire,
    "client-payloads": _payloads,
    "client-frames": _framed_by_members,
    "client-groupinfo": _group_infos,
    "client-charter": lambda: _marked(0, _charters()),
    "client-link": _links,
    "client-knocks": _knocks,
}

if __name__ == "__main__":
    for target in _MAKERS:
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in seeds(target).items():
            (folder / name).write_bytes(data)
