"""Checkpoints: what a log signs of its tree (C2SP tlog-checkpoint v1.0.0). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.record.errors import NoteError
from folkmoot.record.merkle import EMPTY_ROOT, HASH_BYTES
from folkmoot.record.note import SignedNote, SignerKey, VerifierKey, decode, encode, verify

SIZE_MAX = 2**63 - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree of `size` leaves under `root`. `origin` names the log."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The text that is signed."""
        return "\n".join((self.origin, str(self.size), encode(self.root), *self.extensions)) + "\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """From a note's text. Raises `NoteError`."""
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines) or not text.endswith("\n"):
            raise NoteError("A checkpoint has three lines or more, none of them empty.")
        root = decode(lines[2])
        size = parse_decimal(lines[1])
        if len(root) != HASH_BYTES or (size == 0 and root != EMPTY_ROOT):
            raise NoteError("A checkpoint's third line is no root of its tree.")
        return cls(lines[0], size, root, tuple(lines[3:]))

    def sign(self, signer: SignerKey) -> SignedNote:
        """The log's own signature on it."""
        return SignedNote(self.body, (signer.sign(self.body),))


@dataclass(frozen=True, slots=True)
class Opened:
    """A checkpoint that the log has signed. `witnesses` says who countersigned, and when (seconds since 1970)."""

    checkpoint: Checkpoint
    note: SignedNote
    witnesses: dict[VerifierKey, int]


def open_checkpoint(note: SignedNote, log: VerifierKey, witnesses: Sequence[VerifierKey] = ()) -> Opened:
    """The checkpoint in a note that the log signed.

    Raises `NoteError` when it did not, when the checkpoint is of another origin than the key, and when a signature of
    a known key does not hold. Of keys with one public part the first counts alone: one machine is one witness.
    """
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != log.name:
        raise NoteError("The checkpoint is of another log.")
    signed = verify(note, (log, *witnesses))
    if log not in signed:
        raise NoteError("The log has not signed this checkpoint.")
    found: dict[VerifierKey, int] = {}
    for key in witnesses:
        if key in signed and key.public not in {log.public, *(other.public for other in found)}:
            found[key] = signed[key]
    return Opened(checkpoint, note, found)


def parse_decimal(text: str) -> int:
    """A number from 0 to 2**63 - 1 without leading zeros. Raises `NoteError`."""
    if _DECIMAL.fullmatch(text) is None or int(text) > SIZE_MAX:
        raise NoteError("A number is not written in decimal, without leading zeros.")
    return int(text)
