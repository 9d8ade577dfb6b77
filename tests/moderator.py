"""Charters as a moderator's browser makes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet import charter
from folkmoot.meet.charter import Charter, Envelope, Moderator
from folkmoot.meet.hello import identity_of


@dataclass(frozen=True)
class Key:
    """Somebody's key in one room."""

    room: RoomId
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, room: RoomId, seed: bytes) -> "Key":
        return cls(room, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def identity(self) -> Identity:
        return identity_of(self.room, self.public)

    def appoint(self, identity: Identity) -> Moderator:
        """As the creator does."""
        return Moderator(identity, self.private.sign(charter.appointment_bytes(self.room, identity)))

    def sign(self, decided: Charter, creator: bytes) -> bytes:
        """The envelope. `creator` is a public key."""
        return self.seal(charter.write(decided), creator)

    def seal(self, body: bytes, creator: bytes) -> bytes:
        """The envelope of whatever bytes."""
        signature = self.private.sign(charter.signed_bytes(self.room, body))
        return charter.write(Envelope(body, self.public, creator, signature))


def in_order(identities: Iterable[Identity]) -> tuple[Identity, ...]:
    """As lists of a charter are."""
    return tuple(sorted(set(identities)))


def moderators_in_order(moderators: Iterable[Moderator]) -> tuple[Moderator, ...]:
    """By identity."""
    return tuple(sorted(moderators, key=lambda moderator: moderator.identity))
