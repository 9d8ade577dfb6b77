"""The text of a proof that is checked offline: C2SP tlog-proof v1. Pure."""

from dataclasses import dataclass

from folkmoot.record.checkpoint import Checkpoint, parse_decimal
from folkmoot.record.errors import NoteError, ProofError
from folkmoot.record.merkle import HASH_BYTES, LONGEST
from folkmoot.record.note import SignedNote, decode, encode

PROOF_MAX = 64 * 1024
EXTENSION = ".tlog-proof"
_HEAD = "c2sp.org/tlog-proof@v1"
_EXTRA = "extra "
_INDEX = "index "


@dataclass(frozen=True, slots=True)
class Proof:
    """Place and path of a leaf in the tree of a checkpoint. `extra` is authenticated by nothing here."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: SignedNote
    extra: bytes | None = None

    def serialise(self) -> bytes:
        """The proof's bytes."""
        extra = [] if self.extra is None else [_EXTRA + encode(self.extra)]
        lines = [_HEAD, *extra, f"{_INDEX}{self.index}", *(encode(one) for one in self.path), "", ""]
        return "\n".join(lines).encode() + self.checkpoint.serialise()

    @classmethod
    def parse(cls, data: bytes) -> "Proof":
        """Raises `ProofError` when these bytes are no proof; nothing in them is verified yet."""
        if len(data) > PROOF_MAX:
            raise ProofError(f"A proof is larger than {PROOF_MAX} bytes.")
        try:
            return cls._parse(data)
        except NoteError as error:
            raise ProofError(error.message) from None

    @classmethod
    def _parse(cls, data: bytes) -> "Proof":
        head, found, note = data.partition(b"\n\n")
        lines = head.decode(errors="replace").split("\n")
        if not found or lines.pop(0) != _HEAD:
            raise ProofError("This is no proof: it does not begin as one.")
        extra = None
        if lines and lines[0].startswith(_EXTRA):
            extra = decode(lines.pop(0).removeprefix(_EXTRA))
        if not lines or not lines[0].startswith(_INDEX):
            raise ProofError("A proof does not say which entry it is of.")
        index = parse_decimal(lines.pop(0).removeprefix(_INDEX))
        path = tuple(decode(line) for line in lines)
        if len(path) > LONGEST or any(len(one) != HASH_BYTES for one in path):
            raise ProofError("A line of a proof is no hash.")
        checkpoint = SignedNote.parse(note)
        Checkpoint.parse(checkpoint.text)
        return cls(index, path, checkpoint, extra)
