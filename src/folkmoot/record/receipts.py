"""Receipts: what a person keeps of an act, and the verdict on it (docs/protocol.md section 10.4). Asks nobody: pure.

A receipt is a tlog-proof whose extra data hold the entry and what opens its seal. Nothing in it is believed: each
part has to follow from the next one, down to keys that the checker had before.
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import msgspec

from folkmoot.base.errors import InvalidRequestError
from folkmoot.record import canon, seals
from folkmoot.record.checkpoint import Checkpoint, Opened
from folkmoot.record.entries import seal_bytes
from folkmoot.record.errors import MalformedError, NoteError, ProofError
from folkmoot.record.merkle import leaf_hash, verify_inclusion
from folkmoot.record.note import VerifierKey
from folkmoot.record.proof import Proof
from folkmoot.record.succession import Former, open_any

# Of a file with many receipts: some thousands.
FILE_MAX = 16 * 1024 * 1024
_BEGIN = re.compile(rb"^c2sp\.org/tlog-proof@v1$", re.MULTILINE)
# What a seal may be of, in a receipt: a proof as a whole has 64 KiB.
CONTENT_MAX = 32 * 1024
CHECKS = ("opening", "inclusion", "checkpoint", "witnesses")


class State(enum.StrEnum):
    """What came of one check. `absent`: there is nothing to check, and it is not asked for."""

    holds = enum.auto()
    fails = enum.auto()
    absent = enum.auto()


@dataclass(frozen=True, slots=True)
class Check:
    """One of `CHECKS`, and in a sentence what was found."""

    name: str
    state: State
    reason: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom the checker trusts: the log's key, keys of witnesses, and how many of them have to have countersigned.

    `formers` are keys that the log had before, each good for trees up to the entry that replaced it.
    """

    log: VerifierKey
    witnesses: Sequence[VerifierKey] = ()
    needed: int = 0
    formers: Sequence[Former] = ()


class _Extra(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    v: Literal[1]
    entry: Annotated[bytes, msgspec.Meta(max_length=canon.BYTES_MAX)]
    salt: Annotated[bytes, msgspec.Meta(min_length=seals.SALT_BYTES, max_length=seals.SALT_BYTES)] | None = None
    content: Annotated[bytes, msgspec.Meta(max_length=CONTENT_MAX)] | None = None


_extras = msgspec.json.Decoder(_Extra)


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry, where it stands, and the opening of its seal where the entry has one."""

    proof: Proof
    entry: bytes
    opening: seals.Opening | None = field(repr=False)

    @classmethod
    def make(cls, proof: Proof, entry: bytes, opening: seals.Opening | None) -> "Receipt":
        """Of a proof without extra data."""
        salt, content = (opening.salt, opening.content) if opening else (None, None)
        extra = msgspec.json.encode(_Extra(1, entry, salt, content))
        return cls(Proof(proof.index, proof.path, proof.checkpoint, extra), entry, opening)

    @classmethod
    def parse(cls, data: bytes) -> "Receipt":
        """Raises `ProofError` when these bytes are no receipt; nothing in them is verified yet."""
        proof = Proof.parse(data)
        if proof.extra is None:
            raise ProofError("This proof does not say what it is of: it is no receipt.")
        try:
            extra = _extras.decode(proof.extra)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise ProofError("This proof does not say what it is of: it is no receipt.") from None
        if (extra.salt is None) != (extra.content is None):
            raise ProofError("A receipt holds half of what opens a seal.")
        opening = None
        if extra.salt is not None and extra.content is not None:
            opening = seals.Opening(extra.salt, extra.content)
        return cls(proof, extra.entry, opening)

    def serialise(self) -> bytes:
        """The receipt's bytes."""
        return self.proof.serialise()

    @property
    def fields(self) -> dict[str, Any]:
        """What the entry says. Raises `MalformedError`."""
        return canon.decode(self.entry)

    @property
    def checkpoint(self) -> Checkpoint:
        """What the proof leads to, as the receipt says it."""
        return Checkpoint.parse(self.proof.checkpoint.text)


def split(data: bytes) -> list[bytes]:
    """The receipts of a file in which one stands after the other (docs/protocol.md section 12); none is parsed.

    Mailers end lines in their own way, which changes nothing. What comes before the first is dropped; where there is
    no first, the whole file is the one that is none.
    """
    text = data.replace(b"\r\n", b"\n")
    begins = [found.start() for found in _BEGIN.finditer(text)]
    ends = [*begins[1:], len(text)]
    return [text[at:end].rstrip() + b"\n" for at, end in zip(begins, ends, strict=False)] or [data]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The four checks in their order."""

    checks: tuple[Check, ...]
    witnesses: tuple[VerifierKey, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing failed, and all that the policy asks for was there."""
        return all(check.state is not State.fails for check in self.checks)


def verify(receipt: Receipt, policy: Policy) -> Verdict:
    """Every check is made, also after one failed, so that who reads the verdict sees what is wrong and what is not."""
    signed = _checkpoint(receipt, policy)
    opened = signed if isinstance(signed, Opened) else None
    checkpoint = (
        Check("checkpoint", State.holds, f"{policy.log.name} signed it, with {opened.checkpoint.size} entries.")
        if opened
        else Check("checkpoint", State.fails, str(signed))
    )
    witnesses = tuple(opened.witnesses) if opened else ()
    return Verdict(
        (_opening(receipt), _inclusion(receipt), checkpoint, _countersigned(len(witnesses), policy)), witnesses
    )


def _opening(receipt: Receipt) -> Check:
    try:
        fields = receipt.fields
        sealed = seal_bytes(str(fields["seal"])) if "seal" in fields else None
    except (MalformedError, InvalidRequestError):
        return Check("opening", State.fails, "The entry is not in the form that the record has.")
    if sealed is None:
        state = State.fails if receipt.opening else State.absent
        return Check("opening", state, "The entry has no seal: what it says stands in it.")
    if receipt.opening is None:
        return Check("opening", State.fails, "The receipt does not hold what opens the entry's seal.")
    if not receipt.opening.opens(sealed):
        return Check("opening", State.fails, "The receipt does not open the entry: it was made for something else.")
    return Check("opening", State.holds, "The receipt opens the entry: it was made for exactly this.")


def _inclusion(receipt: Receipt) -> Check:
    index, checkpoint = receipt.proof.index, receipt.checkpoint
    try:
        verify_inclusion(index, checkpoint.size, leaf_hash(receipt.entry), checkpoint.root, receipt.proof.path)
    except ProofError:
        return Check(
            "inclusion", State.fails, "The entry is not what stands there: changed, left out, or of elsewhere."
        )
    steps = len(receipt.proof.path)
    return Check("inclusion", State.holds, f"It is entry {index} of {checkpoint.size}, shown by {steps} steps.")


def _checkpoint(receipt: Receipt, policy: Policy) -> Opened | NoteError:
    try:
        return open_any(receipt.proof.checkpoint, policy.log, policy.formers, policy.witnesses)
    except NoteError as error:
        return error


def _countersigned(count: int, policy: Policy) -> Check:
    said = f"{count} of {len(policy.witnesses)} known witnesses countersigned; {policy.needed} needed."
    if count < policy.needed:
        return Check("witnesses", State.fails, said)
    return Check("witnesses", State.holds if count else State.absent, said)
