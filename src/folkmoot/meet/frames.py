"""Frames of the delivery WebSocket (docs/protocol.md section 3), one type per kind. Field names are the wire's."""

from typing import Annotated, Literal, TypeVar

import msgspec

from folkmoot.base.errors import TooLargeError
from folkmoot.base.ids import Identity
from folkmoot.meet.entries import Entry
from folkmoot.meet.errors import BadFrameError

VERSION = 1
FRAME_MAX = 2 * 1024 * 1024
BODY_MAX = 64 * 1024
MESSAGE_MAX = 128 * 1024
GROUP_INFO_MAX = 1024 * 1024
CHARTER_MAX = 48 * 1024
# A sealed name: nonce, 256 bytes, tag.
KNOCK_BYTES = 12 + 256 + 16
# The largest whole number that a JavaScript number holds exactly.
NUMBER_MAX = 2**53 - 1

Number = Annotated[int, msgspec.Meta(ge=0, le=NUMBER_MAX)]
Bytes32 = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]
Knock = Annotated[bytes, msgspec.Meta(min_length=KNOCK_BYTES, max_length=KNOCK_BYTES)]
# The client's own name for a request; it comes back as it was.
RequestId = Annotated[str, msgspec.Meta(max_length=64)]


class Resume(msgspec.Struct, frozen=True):
    """The last entry that the client has."""

    seq: Number


class Hello(msgspec.Struct, frozen=True, tag_field="t", tag="hello"):
    """The answer to the challenge."""

    token: Bytes32
    key: Bytes32
    signature: Signature
    resume: Resume | None = None


class CommitFrame(msgspec.Struct, frozen=True, tag_field="t", tag="commit"):
    """`epoch` and `message` are null together: that makes the group.

    `auth`, the SHA-256 of the next room token, and `link`, its version, come with the commit that removes somebody.
    """

    id: RequestId
    epoch: Number | None
    message: bytes | None
    group_info: bytes
    auth: Bytes32 | None = None
    link: Number | None = None


class MessageFrame(msgspec.Struct, frozen=True, tag_field="t", tag="message"):
    """Ciphertext for the log."""

    id: RequestId
    epoch: Number
    body: bytes


class SignalFrame(msgspec.Struct, frozen=True, tag_field="t", tag="signal"):
    """Ciphertext for those who are here, or for one of them."""

    epoch: Number
    to: str | None
    body: bytes


class RejectFrame(msgspec.Struct, frozen=True, tag_field="t", tag="reject"):
    """The sender refuses the commit with this SHA-256."""

    epoch: Number
    hash: Bytes32


class CharterFrame(msgspec.Struct, frozen=True, tag_field="t", tag="charter"):
    """What the sender has decided: an envelope."""

    id: RequestId
    body: bytes


class KnockFrame(msgspec.Struct, frozen=True, tag_field="t", tag="knock"):
    """A watcher asks to be let in, under a sealed name; null takes it back."""

    id: RequestId
    body: Knock | None


class DeclineFrame(msgspec.Struct, frozen=True, tag_field="t", tag="decline"):
    """A moderator does not let that watcher in now."""

    identity: str


class TokenFrame(msgspec.Struct, frozen=True, tag_field="t", tag="token"):
    """Asks for a fresh LiveKit token."""


class LeaveFrame(msgspec.Struct, frozen=True, tag_field="t", tag="leave"):
    """The sender leaves the room."""


class PingFrame(msgspec.Struct, frozen=True, tag_field="t", tag="ping"):
    """Asks for a `pong`."""


ClientFrame = (
    CommitFrame
    | MessageFrame
    | SignalFrame
    | RejectFrame
    | CharterFrame
    | KnockFrame
    | DeclineFrame
    | TokenFrame
    | LeaveFrame
    | PingFrame
)


class Member(msgspec.Struct, frozen=True):
    """How a member stands."""

    identity: str
    state: str


class EnginePass(msgspec.Struct, frozen=True):
    """Where LiveKit's signalling is, what opens it for `expires_in` seconds, and which start of the engine it is."""

    path: str
    token: str
    expires_in: int
    run: str


class Challenge(msgspec.Struct, frozen=True, tag_field="t", tag="challenge"):
    """The first frame. `link` is the version of the link that stands."""

    nonce: bytes
    link: int
    version: int = VERSION


class Welcome(msgspec.Struct, frozen=True, tag_field="t", tag="welcome"):
    """The client is let in."""

    identity: str
    seq: int
    head: bytes
    epoch: int | None
    group_info: bytes | None
    members: list[Member]
    capacity: int
    full: bool
    # None while the room is locked and the client has not been let in.
    engine: EnginePass | None
    charter: bytes | None


class Group(msgspec.Struct, frozen=True, tag_field="t", tag="group"):
    """To watchers: the group as it is now."""

    epoch: int | None
    group_info: bytes | None
    seq: int
    head: bytes
    members: list[Member]
    full: bool
    charter: bytes | None


class EntryFrame(msgspec.Struct, frozen=True, tag_field="t", tag="entry"):
    """To subscribers: one entry of the log."""

    seq: int
    kind: str
    epoch: int
    sender: str = msgspec.field(name="from")
    body: bytes

    @classmethod
    def of(cls, entry: Entry) -> "EntryFrame":
        """`entry` as it goes over the wire."""
        return cls(entry.seq, entry.kind.name, entry.epoch, entry.sender, entry.body)


class Committed(msgspec.Struct, frozen=True, tag_field="t", tag="committed"):
    """The commit won. `epoch` is the one that stands now."""

    id: RequestId
    seq: int
    epoch: int
    head: bytes
    members: list[Member]


class Conflict(msgspec.Struct, frozen=True, tag_field="t", tag="conflict"):
    """Another commit was first; this is the group that it made."""

    id: RequestId
    epoch: int | None
    group_info: bytes | None
    seq: int
    head: bytes
    members: list[Member]
    code: int = 409


class Accepted(msgspec.Struct, frozen=True, tag_field="t", tag="accepted"):
    """The message, or the charter, is entry `seq`."""

    id: RequestId
    seq: int


RefusalCode = Literal["old_epoch", "room_full", "room_locked", "not_a_member", "not_allowed", "old_charter", "invalid"]


class Refused(msgspec.Struct, frozen=True, tag_field="t", tag="refused"):
    """The request changed nothing; the connection goes on. `epoch` is the one that stands."""

    id: RequestId
    code: RefusalCode
    epoch: int | None


class SignalFrom(msgspec.Struct, frozen=True, tag_field="t", tag="signal"):
    """A signal on its way to those it is for."""

    sender: str = msgspec.field(name="from")
    epoch: int
    body: bytes


class KnockNews(msgspec.Struct, frozen=True, tag_field="t", tag="knock"):
    """To members: who waits before the door, or with null does not wait any more."""

    identity: str
    body: bytes | None


class Admitted(msgspec.Struct, frozen=True, tag_field="t", tag="admitted"):
    """To a watcher: a moderator has let them in."""


class Declined(msgspec.Struct, frozen=True, tag_field="t", tag="declined"):
    """To a watcher: not now."""


class PresenceFrame(msgspec.Struct, frozen=True, tag_field="t", tag="presence"):
    """A hint that somebody is here or away."""

    identity: str
    state: str


class TokenAnswer(msgspec.Struct, frozen=True, tag_field="t", tag="token"):
    """A fresh LiveKit token, good for `expires_in` seconds."""

    token: str
    expires_in: int
    run: str


class EngineFrame(msgspec.Struct, frozen=True, tag_field="t", tag="engine"):
    """The way into the engine: it was started anew and no connection to it is left, or the door has been opened."""

    path: str
    token: str
    expires_in: int
    run: str

    @classmethod
    def of(cls, way: EnginePass) -> "EngineFrame":
        """The same as a frame of its own."""
        return cls(way.path, way.token, way.expires_in, way.run)


class Pong(msgspec.Struct, frozen=True, tag_field="t", tag="pong"):
    """The answer to `ping`."""


class ErrorFrame(msgspec.Struct, frozen=True, tag_field="t", tag="error"):
    """The last frame before the service closes."""

    code: str
    message: str


ServerFrame = (
    Challenge
    | Welcome
    | Group
    | EntryFrame
    | Committed
    | Conflict
    | Accepted
    | Refused
    | SignalFrom
    | KnockNews
    | Admitted
    | Declined
    | PresenceFrame
    | TokenAnswer
    | EngineFrame
    | Pong
    | ErrorFrame
)


def _plain(value: object) -> str:
    if isinstance(value, Identity):
        return str(value)
    raise NotImplementedError(type(value).__name__)


_encoder = msgspec.json.Encoder(enc_hook=_plain)
_hello = msgspec.json.Decoder(Hello)
_client = msgspec.json.Decoder(ClientFrame)
_Frame = TypeVar("_Frame")


def read_hello(data: bytes) -> Hello:
    """Raises `BadFrameError` or `TooLargeError`."""
    return _read(_hello, data)


def read(data: bytes) -> ClientFrame:
    """Any frame after the hello. Raises `BadFrameError`, or `TooLargeError` for what is over a cap of section 3."""
    frame = _read(_client, data)
    match frame:
        case CommitFrame():
            _limit(frame.message or b"", MESSAGE_MAX)
            _limit(frame.group_info, GROUP_INFO_MAX)
        case MessageFrame() | SignalFrame():
            _limit(frame.body, BODY_MAX)
        case CharterFrame():
            _limit(frame.body, CHARTER_MAX)
        case _:
            pass
    return frame


def write(frame: ServerFrame) -> bytes:
    """The frame as JSON."""
    return _encoder.encode(frame)


def _read(decoder: "msgspec.json.Decoder[_Frame]", data: bytes) -> _Frame:
    _limit(data, FRAME_MAX)
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # The second is for text that is not UTF-8, of which the decoder has no error of its own.
        raise BadFrameError from None


def _limit(value: bytes, most: int) -> None:
    if len(value) > most:
        raise TooLargeError
