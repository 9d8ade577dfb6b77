"""Makes `record.json`: canonical JSON, entries with their leaf hashes, seals (docs/protocol.md section 10).

`python -m tests.vectors.make_record` writes it; a test compares. Everything comes from fixed bytes. Bytes of entries
are given as text, since they are ASCII; byte strings are standard base64.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from folkmoot.base.ids import CampaignId, encode_base64url
from folkmoot.base.secret import Secret
from folkmoot.record import canon, entries, seals, succession
from folkmoot.record.canon import INTEGER_MAX
from folkmoot.record.entries import AnyEntry, kind_of, seal_text
from folkmoot.record.note import Kind, SignerKey
from tests.vectors.make_delivery import coded, some_bytes

PLACE = Path(__file__).with_name("record.json")
AT = 1_790_000_000

CAMPAIGN = CampaignId.of(some_bytes("campaign", 16))
GATHERING = CampaignId.of(some_bytes("gathering", 16))
SEAL = seals.seal(some_bytes("salt", 16), b"content")
SUM = hashlib.sha256(b"listing").hexdigest()
MODULUS = b"\xc1" + some_bytes("modulus", 383)

ORIGIN = "meet.example.org/record/log"
KEYS = [SignerKey(ORIGIN, Kind.ed25519, Secret(some_bytes(f"key {at} of the log", 32))) for at in (1, 2)]

VALID: list[dict[str, Any]] = [
    {},
    {"b": 1, "a": "x", "_": 0},
    {"largest": INTEGER_MAX},
    {"text": " !#$%&'()*+,-./0123456789:;<=>?@AZ[]^_`az{|}~"},
    {"empty": "", "none": [], "nothing": {}},
    {"list": [1, "two", [3]], "object": {"inner": {"z": 1, "a": 2}}},
    {"k" * 32: 1},
    {"text": "x" * (canon.BYTES_MAX - len('{"text":""}'))},
]
INVALID: dict[str, str] = {
    "empty": "",
    "not an object": "[1]",
    "a number alone": "1",
    "space": '{"a": 1}',
    "newline at the end": '{"a":1}\n',
    "not sorted": '{"b":1,"a":2}',
    "twice": '{"a":1,"a":1}',
    "float": '{"a":1.0}',
    "exponent": '{"a":1e2}',
    "negative": '{"a":-1}',
    "minus zero": '{"a":-0}',
    "leading zero": '{"a":01}',
    "too large": '{"a":9007199254740992}',
    "far too large": '{"a":123456789012345678901234567890}',
    "null": '{"a":null}',
    "true": '{"a":true}',
    "escape": r'{"a":"\u0041"}',
    "escaped quote": r'{"a":"\""}',
    "escaped backslash": r'{"a":"\\"}',
    "escaped slash": r'{"a":"\/"}',
    "not ASCII": '{"a":"ä"}',
    "delete": '{"a":"\x7f"}',
    "key in capitals": '{"A":1}',
    "key with a digit": '{"a1":1}',
    "key too long": '{"' + "k" * 33 + '":1}',
    "key empty": '{"":1}',
    "too deep": '{"a":{"b":{"c":{}}}}',
    "too deep, in lists": '{"a":[[[1]]]}',
    "cut": '{"a":1',
    "more behind": '{"a":1}{}',
    "byte order mark": '\ufeff{"a":1}',
    "prototype": '{"__proto__":1.5}',
    "too long": '{"text":"' + "x" * (canon.BYTES_MAX - len('{"text":""}') + 1) + '"}',
}
ENTRIES: list[AnyEntry] = [
    entries.Program(at=AT, version="0.1.0", sum=SUM),
    entries.Campaign(
        at=AT, campaign=CAMPAIGN, revision=1, gate="codes", opens=AT, closes=AT + 86_400, seal=seal_text(SEAL)
    ),
    entries.State(at=AT, campaign=CAMPAIGN, state="opened"),
    entries.Key(at=AT, campaign=CAMPAIGN, round=1, modulus=encode_base64url(MODULUS), exponent=65537),
    entries.Issued(at=AT, campaign=CAMPAIGN, round=1, batch=2, count=20, total=40, used=17),
    entries.Voice(at=AT, campaign=CAMPAIGN, round=1, marked=0, seal=seal_text(SEAL)),
    entries.GivenUp(at=AT, campaign=CAMPAIGN, seal=seal_text(SEAL)),
    entries.Statement(at=AT, campaign=CAMPAIGN, seal=seal_text(SEAL)),
    entries.Vote(at=AT, campaign=CAMPAIGN, seal=seal_text(SEAL)),
    entries.Moderation(at=AT, campaign=CAMPAIGN, entry=7, action="remove", seal=seal_text(SEAL)),
    entries.Erasure(at=AT, entry=7, reason="asked"),
    entries.Forming(at=AT, campaign=CAMPAIGN, gathering=GATHERING, rooms=12, people=60, seal=seal_text(SEAL)),
    entries.Publication(at=AT, campaign=CAMPAIGN, report="summary", size=1000, sum=SUM),
    succession.succeed(KEYS[0], KEYS[1], AT),
    entries.Count(at=0, campaign=CAMPAIGN, round=INTEGER_MAX, issued=40, used=0),
]
BROKEN: dict[str, dict[str, Any]] = {
    "unknown kind": {"kind": "vote2"},
    "no kind": {"kind": None},
    "another version": {"v": 2},
    "no version": {"v": None},
    "no time": {"at": None},
    "time as text": {"at": "1790000000"},
    "one field more": {"name": "somebody"},
    "short seal": {"seal": "A" * 42},
    "seal with bits over": {"seal": "A" * 42 + "B"},
    "seal with padding": {"seal": "A" * 42 + "="},
    "campaign with bits over": {"campaign": "A" * 21 + "B"},
    "round 0": {"round": 0},
    "marked 2": {"marked": 2},
}


def leaf(data: bytes) -> str:
    """The leaf hash (RFC 6962 section 2.1), on a way of its own."""
    return coded(hashlib.sha256(b"\0" + data).digest())


def broken(change: dict[str, Any]) -> str:
    """A `voice` with fields changed, and left out where they are None."""
    voice = next(entry for entry in ENTRIES if isinstance(entry, entries.Voice))
    fields = {**voice.fields, **change}
    left = {name: value for name, value in fields.items() if value is not None}
    return canon.encode(left).decode()


def sealed(name: str, content: bytes) -> dict[str, str]:
    """A seal and what opens it."""
    salt = some_bytes(f"salt of {name}", seals.SALT_BYTES)
    return {"salt": coded(salt), "content": coded(content), "seal": seal_text(seals.seal(salt, content))}


def text() -> str:
    """The file."""
    vectors = {
        "canon": {
            "valid": [{"value": value, "bytes": canon.encode(value).decode()} for value in VALID],
            "invalid": [{"why": why, "bytes": given} for why, given in INVALID.items()],
        },
        "entries": [
            {
                "kind": kind_of(entry),
                "fields": entry.fields,
                "bytes": entry.encode().decode(),
                "leaf": leaf(entry.encode()),
            }
            for entry in ENTRIES
        ],
        "broken": [{"why": why, "bytes": broken(change)} for why, change in BROKEN.items()],
        "seals": [
            sealed("nothing", b""),
            sealed("a key", some_bytes("a key", 32)),
            sealed("a text", "Straßen für alle 🌍".encode()),
        ],
    }
    return json.dumps(vectors, indent=1, ensure_ascii=True, sort_keys=True) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text())
