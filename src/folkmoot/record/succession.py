"""How a log goes over to another key: an entry in it that the key before and the key after have both signed. Pure.

The name stays (C2SP tlog-checkpoint: the origin), so all keys of a log have it. What an earlier key has signed goes on
counting up to the entry that replaced it, and nothing beyond: a thief of a key that was given up can sign no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.base.ids import decode_base64url, encode_base64url
from folkmoot.record.checkpoint import Opened, open_checkpoint
from folkmoot.record.entries import LogKey
from folkmoot.record.errors import NoteError
from folkmoot.record.note import KEY_BYTES, Kind, SignedNote, SignerKey, VerifierKey

LABEL = b"folkmoot log key v1\0"
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Former:
    """A key that the log had. `entry` is the index of what replaced it: no tree larger than up to there is its."""

    key: VerifierKey
    entry: int

    @property
    def until(self) -> int:
        """Entries of the largest tree that it signs."""
        return self.entry + 1


def statement(origin: str, before: bytes, after: bytes) -> bytes:
    """What both keys sign (docs/protocol.md section 10.8)."""
    name = origin.encode()
    return LABEL + len(name).to_bytes(2) + name + before + after


def succeed(before: SignerKey, after: SignerKey, at: int) -> LogKey:
    """The entry by which `after` takes the place of `before`. `at` is in seconds since 1970."""
    old, new = before.verifier, after.verifier
    said = statement(old.name, old.public, new.public)
    return LogKey(
        at=at,
        before=encode_base64url(old.public),
        after=encode_base64url(new.public),
        given=encode_base64url(before.vouch(said)),
        taken=encode_base64url(after.vouch(said)),
    )


def signed_by(entry: LogKey, origin: str) -> tuple[bool, bool]:
    """Whether the key before has signed the entry, and whether the key after has."""
    before, after = _keys(entry, origin)
    said = statement(origin, before.public, after.public)
    given, taken = (decode_base64url(text, _SIGNATURE_BYTES) for text in (entry.given, entry.taken))
    return before.vouched(said, given), after.vouched(said, taken)


def formers(current: VerifierKey, successions: Sequence[tuple[int, LogKey]]) -> list[Former]:
    """The keys that the log had before `current`, the newest first, as far as each has signed for the next.

    `successions` are all such entries of the log, with their places.
    """
    found: list[Former] = []
    for index, entry in sorted(successions, key=lambda one: one[0], reverse=True):
        before, after = _keys(entry, current.name)
        newest = found[-1].key if found else current
        if after == newest and signed_by(entry, current.name) == (True, True):
            found.append(Former(before, index))
    return found


def heir(known: VerifierKey, successions: Sequence[tuple[int, LogKey]]) -> VerifierKey:
    """The key that `known` has handed the log over to, through as many others as it takes; `known` where it has not."""
    for _, entry in sorted(successions, key=lambda one: one[0]):
        before, after = _keys(entry, known.name)
        if before == known and signed_by(entry, known.name) == (True, True):
            known = after
    return known


def open_any(
    note: SignedNote, log: VerifierKey, earlier: Sequence[Former], witnesses: Sequence[VerifierKey] = ()
) -> Opened:
    """As `open_checkpoint`, also of a checkpoint of the time when the log had one of its `earlier` keys."""
    former = None if log.named_in(note) else next((one for one in earlier if one.key.named_in(note)), None)
    if former is None:
        return open_checkpoint(note, log, witnesses)
    opened = open_checkpoint(note, former.key, witnesses)
    if opened.checkpoint.size > former.until:
        raise NoteError("It is signed with a key that the log had replaced by then.")
    return opened


def _keys(entry: LogKey, name: str) -> tuple[VerifierKey, VerifierKey]:
    before, after = (
        VerifierKey(name, Kind.ed25519, decode_base64url(text, KEY_BYTES)) for text in (entry.before, entry.after)
    )
    return before, after
