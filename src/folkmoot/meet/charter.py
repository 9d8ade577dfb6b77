"""The charter: what moderators of a room have decided, in one signed object (docs/protocol.md section 9). Pure.

The service reads it to hold a door shut. It has no key that could make one, and none that could change one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet.errors import NotAllowedError, OldCharterError
from folkmoot.meet.frames import CHARTER_MAX, NUMBER_MAX, Bytes32, Signature
from folkmoot.meet.hello import identity_of

ADMITTED_MAX = 64
REMOVED_MAX = 256
MODERATORS_MAX = 32
VERSION_MAX = 2**32 - 1
CHARTER_LABEL = b"folkmoot charter v1\0"
APPOINTMENT_LABEL = b"folkmoot appoint v1\0"


class Moderator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody whom the creator has appointed; the signature is the creator's."""

    identity: Identity
    signature: Signature


class Charter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What has been decided up to decision `n`. `version` is the link's."""

    n: Annotated[int, msgspec.Meta(ge=1, le=NUMBER_MAX)]
    version: Annotated[int, msgspec.Meta(ge=1, le=VERSION_MAX)]
    locked: bool
    ended: bool
    admitted: Annotated[tuple[Identity, ...], msgspec.Meta(max_length=ADMITTED_MAX)]
    removed: Annotated[tuple[Identity, ...], msgspec.Meta(max_length=REMOVED_MAX)]
    moderators: Annotated[tuple[Moderator, ...], msgspec.Meta(max_length=MODERATORS_MAX)]

    def leads(self, identity: Identity, creator: Identity) -> bool:
        """True for the creator and whom they have appointed."""
        return identity == creator or any(moderator.identity == identity for moderator in self.moderators)

    def lets_in(self, identity: Identity, creator: Identity) -> bool:
        """Whether somebody who is not inside may come in, as far as the lock is concerned."""
        return not self.locked or identity in self.admitted or self.leads(identity, creator)


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A charter's bytes, whose key signed them, and the key that made the room."""

    body: bytes
    key: Bytes32
    creator: Bytes32
    signature: Signature


@dataclass(frozen=True, slots=True)
class Signed:
    """A valid charter, and who signed it."""

    charter: Charter
    signer: Identity


# As long as nobody has decided anything.
NONE = Charter(n=0, version=1, locked=False, ended=False, admitted=(), removed=(), moderators=())


def _plain(value: object) -> str:
    if isinstance(value, Identity):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def _opaque(kind: type, value: object) -> Identity:
    if kind is Identity and isinstance(value, str):
        try:
            return Identity.parse(value)
        except InvalidRequestError:
            pass
    raise ValueError("Expected an identity")


_encoder = msgspec.json.Encoder(enc_hook=_plain)
_charters = msgspec.json.Decoder(Charter, dec_hook=_opaque)
_envelopes = msgspec.json.Decoder(Envelope)
_Value = TypeVar("_Value", Charter, Envelope)


def write(value: Charter | Envelope) -> bytes:
    """The one way to write it."""
    return _encoder.encode(value)


def signed_bytes(room: RoomId, body: bytes) -> bytes:
    """What the signer of a charter signs."""
    return CHARTER_LABEL + room.encode() + len(body).to_bytes(4) + body


def appointment_bytes(room: RoomId, identity: Identity) -> bytes:
    """What the creator signs to appoint somebody."""
    return APPOINTMENT_LABEL + room.encode() + identity.encode()


def read(envelope: bytes, room: RoomId, creator: Identity) -> Signed:
    """The charter in an envelope that is valid in this room. Raises `NotAllowedError`."""
    opened = _open(envelope)
    charter = _parse(opened.body)
    signer = identity_of(room, opened.key)
    if identity_of(room, opened.creator) != creator or not charter.leads(signer, creator):
        raise NotAllowedError
    if not _is_coherent(charter, creator):
        raise NotAllowedError
    _verify(opened.key, opened.signature, signed_bytes(room, opened.body))
    for moderator in charter.moderators:
        _verify(opened.creator, moderator.signature, appointment_bytes(room, moderator.identity))
    return Signed(charter, signer)


def follow(standing: Charter, proposed: Signed, creator: Identity) -> Charter:
    """The charter that stands from now on. Raises `OldCharterError` when `proposed` does not follow."""
    new = proposed.charter
    grown = len(new.removed) > len(standing.removed)
    if (
        standing.ended
        or new.n != standing.n + 1
        or not set(new.removed) >= set(standing.removed)
        or new.version != standing.version + grown
        or (proposed.signer != creator and new.moderators != standing.moderators)
    ):
        raise OldCharterError
    return new


def kept(envelope: bytes | None) -> Charter:
    """The charter of an envelope that was found valid when it came; of None, the one without decisions."""
    return NONE if envelope is None else _parse(_open(envelope).body)


def _open(envelope: bytes) -> Envelope:
    if len(envelope) > CHARTER_MAX:
        raise NotAllowedError
    return _only_way(_envelopes, envelope)


def _parse(body: bytes) -> Charter:
    return _only_way(_charters, body)


def _only_way(decoder: "msgspec.json.Decoder[_Value]", data: bytes) -> _Value:
    """Bytes that two programs could read differently are nobody's decision."""
    try:
        value = decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # The second is for text that is not UTF-8, of which the decoder has no error of its own.
        raise NotAllowedError from None
    if write(value) != data:
        raise NotAllowedError
    return value


def _is_coherent(charter: Charter, creator: Identity) -> bool:
    """Lists in order and without doubles, and nobody who is removed has any other part in the room."""
    moderators = [moderator.identity for moderator in charter.moderators]
    lists: list[Sequence[Identity]] = [charter.admitted, charter.removed, moderators]
    in_order = all(list(some) == sorted(set(some)) for some in lists)
    return in_order and not {creator, *charter.admitted, *moderators} & set(charter.removed)


def _verify(key: bytes, signature: bytes, signed: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        raise NotAllowedError from None
