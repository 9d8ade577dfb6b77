"""What both languages must derive alike. The browser's tests read the same file."""

import json
from base64 import b64decode, b64encode
from typing import Any

from folkmoot.base.ids import RoomId
from folkmoot.meet import frames, hello
from folkmoot.meet.entries import Entry, Kind, first_head, next_head
from tests.person import room_token
from tests.vectors import make_delivery

VECTORS: dict[str, Any] = json.loads(make_delivery.PLACE.read_text())


def test_the_committed_file_is_what_the_program_makes() -> None:
    assert make_delivery.PLACE.read_text() == make_delivery.text()


def test_room_tokens() -> None:
    for link in VECTORS["links"]:
        token = room_token(b64decode(link["secret"]), link["room"], link["version"])
        assert b64encode(token).decode() == link["token"]
        assert hello.is_token(token, b64decode(link["auth"]))
        assert not hello.is_token(token[::-1], b64decode(link["auth"]))


def test_hellos() -> None:
    for line in VECTORS["hellos"]:
        nonce, key, signature = (b64decode(line[name]) for name in ("nonce", "key", "signature"))
        assert hello.check_signature(RoomId(line["room"]), nonce, key, signature) == line["identity"]


def test_running_hash() -> None:
    head = first_head(VECTORS["log"]["room"])
    assert b64encode(head).decode() == VECTORS["log"]["first_head"]
    for line in VECTORS["log"]["entries"]:
        entry = Entry(line["seq"], Kind[line["kind"]], line["epoch"], line["from"], b64decode(line["body"]))
        head = next_head(head, entry)
        assert b64encode(head).decode() == line["head"]
        shown = json.loads(frames.write(frames.EntryFrame.of(entry)))
        assert shown == {"t": "entry", **{name: line[name] for name in ("seq", "kind", "epoch", "from", "body")}}
