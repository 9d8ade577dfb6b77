"""What of the server reads bytes from outside by itself: each function takes any bytes, and fails by any exception."""

import contextlib
import hashlib
from collections.abc import Callable

import msgspec

from folkmoot.base.errors import InvalidRequestError, TooLargeError
from folkmoot.base.ids import Identity, RoomId, decode_base64
from folkmoot.meet import charter, frames, framing, hello
from folkmoot.meet.charter import Signed
from folkmoot.meet.errors import BadFrameError, NotAllowedError, OldCharterError, WrongLinkError
from folkmoot.meet.framing import Described, Framed, MalformedError
from folkmoot.web.api.rooms import NewRoom
from tests import mls
from tests.fuzz import ballots, record
from tests.vectors.make_charter import CREATOR, ROOM, STAFFED

NONCE = bytes(range(32))
TOKEN = hashlib.sha256(b"token").digest()
SIGNATURE = CREATOR.private.sign(hello.signed_bytes(ROOM, NONCE))


def read_frame(data: bytes) -> None:
    """A WebSocket frame's text: what is understood can be said again, and means the same."""
    for read in (frames.read, frames.read_hello):
        with contextlib.suppress(BadFrameError, TooLargeError):
            frame = read(data)
            assert read(msgspec.json.encode(frame)) == frame


def read_mls(data: bytes) -> None:
    """The head of an MLS message: no bytes are of both kinds, and what was read stands there."""
    parsers: list[Callable[[bytes], Framed | Described]] = [framing.parse_public_message, framing.parse_group_info]
    found: list[Framed | Described] = []
    for parse in parsers:
        with contextlib.suppress(MalformedError):
            found.append(parse(data))
    assert len(found) <= 1
    for one in found:
        assert mls.vector(one.group_id) + one.epoch.to_bytes(8) in data


def read_charter(data: bytes) -> None:
    """An envelope, or after `S` any body with the creator's own signature: there is one way to write what is valid."""
    signed = data[:1] == b"S"
    envelope = CREATOR.seal(data[1:], CREATOR.public) if signed else data
    found: Signed | None = None
    with contextlib.suppress(NotAllowedError):
        found = charter.read(envelope, ROOM, CREATOR.identity)
    if found is None:
        return
    assert charter.kept(envelope) == found.charter
    if signed:
        assert charter.write(found.charter) == data[1:]
    with contextlib.suppress(OldCharterError):
        assert charter.follow(STAFFED, found, CREATOR.identity).n == STAFFED.n + 1


def read_token(data: bytes) -> None:
    """Token, key, signature and an id, one behind the other: nobody comes in as who they are not."""
    token, key, signature, rest = data[:32], data[32:64], data[64:128], data[128:]
    assert hello.is_token(token, hello.token_hash(TOKEN)) == (token == TOKEN)
    with contextlib.suppress(WrongLinkError):
        identity = hello.check_signature(ROOM, NONCE, key, signature)
        assert identity != CREATOR.identity or (key, signature) == (CREATOR.public, SIGNATURE)
    text = rest.decode(errors="replace")
    for kind in (RoomId, Identity):
        with contextlib.suppress(InvalidRequestError):
            assert kind.parse(text) == text
    with contextlib.suppress(InvalidRequestError):
        assert len(decode_base64(text, 32)) == 32
    # Those three are answered as a bad request.
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        made = msgspec.json.decode(rest, type=NewRoom)
        assert RoomId.parse(made.room) == made.room


PARSERS: dict[str, Callable[[bytes], None]] = {
    "frames": read_frame,
    "mls": read_mls,
    "charter": read_charter,
    "tokens": read_token,
    **record.PARSERS,
    "ballots": ballots.read_ballot,
}
