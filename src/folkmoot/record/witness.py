"""A witness: countersigns what a log signs as long as it only grows (C2SP tlog-witness v1.0.0). Knows no HTTP.

One state file a log, changed by one compare-and-swap under a lock, so that several requests, or several processes, can
never have countersigned two records of one log.
"""

import fcntl
import hashlib
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from folkmoot.base.clock import Clock
from folkmoot.base.errors import FolkmootError
from folkmoot.record import merkle
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint, parse_decimal
from folkmoot.record.errors import NoteError, ProofError
from folkmoot.record.note import NOTE_MAX, SignedNote, SignerKey, VerifierKey, decode, encode
from folkmoot.store.folder import put

# An old size, 63 hashes, an empty line, a checkpoint.
REQUEST_MAX = 4096 + NOTE_MAX
EVIDENCE_MAX = 100
_OLD = "old "


class BadSubmissionError(FolkmootError):
    """Not in the form of a submission, or with an old size above the new one."""

    code = "bad_submission"
    sentence = "This is no submission of a checkpoint."


class UnknownLogError(FolkmootError):
    """Of a log that this witness does not watch."""

    code = "unknown_log"
    sentence = "This witness does not watch that log."


class NotSignedError(FolkmootError):
    """Without a signature of the log's that holds."""

    code = "not_signed"
    sentence = "The log has not signed this checkpoint."


class OldSizeError(FolkmootError):
    """The proof begins elsewhere than where this witness stands: at `size` entries."""

    code = "old_size"
    sentence = "This witness stands at another size."

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size


class InconsistentError(FolkmootError):
    """The checkpoint does not continue what this witness has countersigned, or the proof does not show that it does."""

    code = "inconsistent"
    sentence = "The checkpoint does not continue the one that this witness has countersigned."


class State(msgspec.Struct, frozen=True):
    """The newest countersigned checkpoint of a log, as the log signed it."""

    origin: str
    size: int
    note: str

    @property
    def root(self) -> bytes:
        """Its root."""
        return Checkpoint.parse(SignedNote.parse(self.note.encode()).text).root


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the operator of a witness has to hear of. `evidence` holds both checkpoints; None when the folder is full.

    A `fork` is certain: the log has signed two records of one size. The other two are refused and told, but anybody can
    send a checkpoint that was public once, or a wrong proof beside a right one.
    """

    origin: str
    what: Literal["fork", "rollback", "unproven"]
    sentence: str
    evidence: Path | None


@dataclass(frozen=True, slots=True)
class Submission:
    """The body of a request."""

    old: int
    path: tuple[bytes, ...]
    note: SignedNote
    checkpoint: Checkpoint

    @classmethod
    def parse(cls, data: bytes) -> "Submission":
        """Raises `BadSubmissionError`."""
        head, found, note = data.partition(b"\n\n")
        lines = head.decode(errors="replace").split("\n")
        if len(data) > REQUEST_MAX or not found or not lines[0].startswith(_OLD):
            raise BadSubmissionError
        try:
            old = parse_decimal(lines[0].removeprefix(_OLD))
            path = tuple(decode(line) for line in lines[1:])
            signed = SignedNote.parse(note)
            checkpoint = Checkpoint.parse(signed.text)
        except NoteError as error:
            raise BadSubmissionError(error.message) from None
        if len(path) > merkle.LONGEST or old > checkpoint.size:
            raise BadSubmissionError
        return cls(old, path, signed, checkpoint)

    def serialise(self) -> bytes:
        """The body's bytes."""
        lines = [f"{_OLD}{self.old}", *(encode(one) for one in self.path), "", ""]
        return "\n".join(lines).encode() + self.note.serialise()


class Witness:
    """Countersigns for the logs whose keys it was given; its folder holds where each of them stands."""

    def __init__(self, folder: Path, signer: SignerKey, logs: Sequence[VerifierKey], clock: Clock) -> None:
        self._folder = folder
        self._signer = signer
        # Several of one name are one log that went over to another key: each counts until it is left out.
        self._logs: dict[str, list[VerifierKey]] = {}
        for log in logs:
            self._logs.setdefault(log.name, []).append(log)
        self._clock = clock
        self.alarms: list[Alarm] = []
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def verifier(self) -> VerifierKey:
        """What others are given to check what this witness signs."""
        return self._signer.verifier

    def state(self, origin: str) -> State | None:
        """Where that log stands here."""
        try:
            return msgspec.json.decode(self._file(origin).read_bytes(), type=State)
        except FileNotFoundError:
            return None

    def add_checkpoint(self, data: bytes) -> bytes:
        """Countersignature lines for a submission. Raises the errors above. It waits for the disk."""
        given = Submission.parse(data)
        origin = given.checkpoint.origin
        keys = self._logs.get(origin)
        if keys is None:
            raise UnknownLogError
        if not any(_signed(given.note, key) for key in keys):
            raise NotSignedError
        with self._locked(origin):
            self._advance(origin, given)
        # Only now: what is signed must be on the disk before anybody can have it.
        return self._signer.sign(given.note.text, int(self._clock.now())).line.encode()

    def _advance(self, origin: str, given: Submission) -> None:
        stands = self.state(origin)
        old, old_root = (stands.size, stands.root) if stands else (0, merkle.EMPTY_ROOT)
        new = given.checkpoint
        if new.size < old and stands:
            said = f"{old} entries were countersigned, this has {new.size}. If the log sent it, the log lost entries."
            self._shout(stands, given, "rollback", said)
        if given.old != old:
            raise OldSizeError(old)
        if new.size == old and new.root != old_root and stands:
            self._shout(stands, given, "fork", f"The log has signed two different records of {old} entries.")
            raise OldSizeError(old)
        try:
            merkle.verify_consistency(old, new.size, old_root, new.root, given.path)
        except ProofError:
            if stands:
                said = f"{new.size} entries are not shown to continue the {old} that were countersigned."
                self._shout(stands, given, "unproven", said)
            raise InconsistentError from None
        self._keep(State(origin, new.size, given.note.serialise().decode()))

    def _shout(
        self, stands: State, given: Submission, what: Literal["fork", "rollback", "unproven"], sentence: str
    ) -> None:
        folder = self._folder / "evidence"
        folder.mkdir(exist_ok=True, mode=0o700)
        both = f"{stands.note}\n{given.note.serialise().decode()}".encode()
        file = folder / f"{what}-{hashlib.sha256(both).hexdigest()[:16]}.txt"
        if not file.exists() and len(list(folder.iterdir())) >= EVIDENCE_MAX:
            self.alarms.append(Alarm(stands.origin, what, sentence, None))
            return
        _write(file, both)
        self.alarms.append(Alarm(stands.origin, what, sentence, file))

    def _keep(self, state: State) -> None:
        _write(self._file(state.origin), msgspec.json.encode(state))

    def _file(self, origin: str) -> Path:
        return self._folder / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.json"

    @contextmanager
    def _locked(self, origin: str) -> Generator[None]:
        with self._file(origin).with_suffix(".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _signed(note: SignedNote, log: VerifierKey) -> bool:
    try:
        open_checkpoint(note, log)
    except NoteError:
        return False
    return True


def _write(file: Path, data: bytes) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_bytes(data)
    put(fresh, file)
