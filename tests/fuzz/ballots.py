"""What the gate and voices read from outside: acts, typed codes, and the bodies of requests."""

import contextlib
import json
from base64 import b64encode
from typing import Any

import msgspec

from folkmoot.base.errors import InvalidRequestError
from folkmoot.campaigns import acts, credentials
from folkmoot.campaigns.blind import PublicKey
from folkmoot.campaigns.errors import ActInvalidError, CredentialUnknownError
from folkmoot.record import canon
from folkmoot.web.api.voices import Collection, NewAct, NewVoice, VoiceRequest

# Any odd number of that length: what is tried is no signature, whatever the key.
VERIFIER = PublicKey((1 << 3071) + 12345, 65537).verifier()
_BODIES: list[Any] = [VoiceRequest, Collection, NewVoice, NewAct]


def read_ballot(data: bytes) -> None:
    """Any bytes as an act, a code, a token and a body: each is valid in one form only, or refused by name."""
    with contextlib.suppress(ActInvalidError):
        assert canon.encode(msgspec.to_builtins(acts.parse(data))) == data
    with contextlib.suppress(CredentialUnknownError):
        code = credentials.plain(data.decode(errors="replace"))
        assert credentials.plain(code) == code
        assert len(code) == credentials.CODE_SIGNS
    assert not VERIFIER.holds(b"message", data)
    for kind in _BODIES:
        with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            body = msgspec.json.decode(data, type=kind)
            if isinstance(body, VoiceRequest):
                with contextlib.suppress(InvalidRequestError):
                    assert body.credential.credential() is not None


def ballots() -> dict[str, bytes]:
    """Where a search begins: one of each."""
    act = {"act": "give_up", "campaign": "A" * 22, "content": "A" * 43, "seq": 1, "v": 1}
    coded = {size: b64encode(bytes(size)).decode() for size in (32, 64, 384)}
    request = {"credential": {"code": "ABCD-EFGH-JKMN"}, "blinded": coded[384], "ticket": coded[32]}
    voice = {"key": coded[32], "prefix": coded[32], "token": coded[384], "proof": coded[64]}
    done = {"key": coded[32], "act": "e30=", "signature": coded[64], "content": ""}
    bodies: dict[str, Any] = {
        "request": request,
        "link": request | {"credential": {"link": True}},
        "mail": request | {"credential": {"mail": "ABCD-EFGH-JKMN"}},
        "login": request | {"credential": {"login": coded[32]}},
        "collection": {"ticket": coded[32]},
        "voice": voice,
        "act-body": done,
    }
    written = {name: json.dumps(body).encode() for name, body in bodies.items()}
    return written | {"act": canon.encode(act), "code": b"abcd efgh-jkmn", "token": b"\xff" * 384}
