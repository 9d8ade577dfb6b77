"""Signed notes and their keys: C2SP signed-note v1.0.0, with the Ed25519 cosignatures of tlog-cosignature v1.0.1. Pure.

There is one way to write a note that is parsed here, so its bytes and its parts are the same thing.
"""

import base64
import binascii
import enum
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from folkmoot.base.secret import Secret
from folkmoot.record.errors import NoteError

# Sixteen signatures must be taken, and those that withstand quantum computers have up to 5 kB each.
NOTE_MAX = 128 * 1024
SIGNATURES_MAX = 64
NAME_MAX = 255
KEY_BYTES = 32
_ID_BYTES = 4
_TIME_BYTES = 8
_SIGNATURE_BYTES = 64
_TIME_MAX = 2**63 - 1
_DASH = "\N{EM DASH} "
_BREAK = "\n\n"


class Kind(enum.IntEnum):
    """The signature type byte of a key that we can use."""

    ed25519 = 0x01
    cosignature = 0x04


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose it says it is, and the bytes."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """As it stands in a note, with its newline."""
        return f"{_DASH}{self.name} {encode(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text that ends with a newline, and signatures that nobody has verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, data: bytes) -> "SignedNote":
        """Raises `NoteError` when these bytes are no note."""
        whole = _printable(data, NOTE_MAX)
        text, found, lines = whole.rpartition(_BREAK)
        if not found:
            raise NoteError("A signed note has an empty line before its signatures.")
        return cls(f"{text}\n", parse_signatures(lines))

    def serialise(self) -> bytes:
        """The note's bytes."""
        return (self.text + "\n" + "".join(one.line for one in self.signatures)).encode()

    def signed_by(self, *more: Signature) -> "SignedNote":
        """The same text with these signatures too; one of a key that has signed already takes the place of the old."""
        newer = {(one.name, one.key_id) for one in more}
        kept = tuple(one for one in self.signatures if (one.name, one.key_id) not in newer)
        return SignedNote(self.text, kept + more)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """What a verifier is given beforehand: a name, and a public key of one kind."""

    name: str
    kind: Kind
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """From `name+id+key`, as `str` writes it. Raises `NoteError`."""
        name, _, rest = text.partition("+")
        key_id, _, coded = rest.partition("+")
        material = decode(coded)
        if len(material) != 1 + KEY_BYTES or material[0] not in list(Kind):
            raise NoteError("A verifier key is not an Ed25519 key for notes or for cosignatures.")
        key = cls(check_name(name), Kind(material[0]), material[1:])
        if key.key_id.hex() != key_id:
            raise NoteError("A verifier key's id does not fit its name and key.")
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode(bytes([self.kind]) + self.public)}"

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_ID_BYTES]

    def made(self, signature: Signature) -> bool:
        """Whether a signature says that it is of this key."""
        return signature.name == self.name and signature.key_id == self.key_id

    def named_in(self, note: "SignedNote") -> bool:
        """Whether one of a note's signatures says that it is of this key."""
        return any(self.made(one) for one in note.signatures)

    def verify(self, text: str, signature: Signature) -> int:
        """When the signature over `text` was made, in seconds since 1970; 0 where it does not say.

        Raises `NoteError` when it does not hold.
        """
        at, value = _timed(self.kind, signature.value)
        if not self.vouched(_message(self.kind, text, at), value):
            raise NoteError(f"The signature of {self.name} does not hold.")
        return at

    def vouched(self, data: bytes, signature: bytes) -> bool:
        """Whether that is this key's Ed25519 signature over these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


class SignerKey:
    """A private key of a log or of a witness. It prints as its public part."""

    __slots__ = ("_private", "verifier")

    def __init__(self, name: str, kind: Kind, seed: Secret) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed.reveal())
        self.verifier = VerifierKey(check_name(name), kind, self._private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"SignerKey({self.verifier})"

    def sign(self, text: str, at: int = 0) -> Signature:
        """Signs `text`. `at` is in seconds since 1970 and goes into cosignatures only."""
        _check_text(text)
        kind = self.verifier.kind
        value = self._private.sign(_message(kind, text, at))
        stamped = at.to_bytes(_TIME_BYTES) + value if kind is Kind.cosignature else value
        return Signature(self.verifier.name, self.verifier.key_id, stamped)

    def vouch(self, data: bytes) -> bytes:
        """Signs what is no note. Raises `ValueError` for what could be one, or a cosignature's text."""
        if b"\0" not in data:
            raise ValueError("notes hold no zero byte, so what is no note has one")
        return self._private.sign(data)


def verify(note: SignedNote, keys: Sequence[VerifierKey]) -> dict[VerifierKey, int]:
    """Who of `keys` signed, and when, in seconds since 1970 (0 where a signature does not say).

    Signatures of others are passed over. Raises `NoteError` when one of a known key does not hold, or there is none.
    """
    found: dict[VerifierKey, int] = {}
    for signature in note.signatures:
        for key in keys:
            if key.made(signature):
                at = key.verify(note.text, signature)
                found[key] = max(at, found.get(key, 0))
    if not found:
        raise NoteError("None of the known keys has signed this.")
    return found


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """One or more signature lines, each with its newline. Raises `NoteError`."""
    if not lines.endswith("\n"):
        raise NoteError("The last signature line of a note ends with a newline.")
    split = lines[:-1].split("\n")
    if len(split) > SIGNATURES_MAX:
        raise NoteError(f"A note has more than {SIGNATURES_MAX} signatures.")
    return tuple(_signature(line) for line in split)


def parse_cosignatures(data: bytes) -> tuple[Signature, ...]:
    """What a witness answers with: signature lines alone. Raises `NoteError`."""
    return parse_signatures(_printable(data, NOTE_MAX))


def check_name(name: str) -> str:
    """The name, or `NoteError`: it must not be empty, nor hold a space or a plus sign."""
    if not 0 < len(name) <= NAME_MAX or "+" in name or any(one.isspace() or one < " " for one in name):
        raise NoteError("A key's name is empty, too long, or holds a space or a plus sign.")
    return name


def encode(value: bytes) -> str:
    """Standard base64 with padding."""
    return binascii.b2a_base64(value, newline=False).decode()


def decode(text: str) -> bytes:
    """The bytes of standard base64, of which there is one way to write them. Raises `NoteError`."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("Something in a note is not base64.") from None
    if encode(value) != text:
        raise NoteError("Something in a note is not base64.")
    return value


def _signature(line: str) -> Signature:
    name, space, coded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise NoteError("A line after the text of a note is no signature.")
    value = decode(coded)
    if len(value) <= _ID_BYTES:
        raise NoteError("A signature of a note is too short.")
    return Signature(check_name(name), value[:_ID_BYTES], value[_ID_BYTES:])


def _printable(data: bytes, most: int) -> str:
    if len(data) > most:
        raise NoteError(f"A note is larger than {most} bytes.")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise NoteError("A note is not UTF-8.") from None
    if any(one < " " and one != "\n" for one in text):
        raise NoteError("A note holds control characters.")
    return text


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(one < " " and one != "\n" for one in text):
        raise ValueError("a note's text ends with a newline and holds no other control character")


def _timed(kind: Kind, value: bytes) -> tuple[int, bytes]:
    stamp = _TIME_BYTES if kind is Kind.cosignature else 0
    at = int.from_bytes(value[:stamp])
    if len(value) != stamp + _SIGNATURE_BYTES or at > _TIME_MAX:
        raise NoteError("A signature of a known key has the wrong size.")
    return at, value[stamp:]


def _message(kind: Kind, text: str, at: int) -> bytes:
    head = f"cosignature/v1\ntime {at}\n" if kind is Kind.cosignature else ""
    return (head + text).encode()
