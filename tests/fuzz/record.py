"""What of the public record reads bytes from outside: notes, checkpoints, proofs, receipts, tiles; and their seeds."""

import contextlib
from collections.abc import Callable

from folkmoot.record import canon, entries, merkle, slices, tiles
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.errors import MalformedError, NoteError, ProofError, TileError
from folkmoot.record.note import SignedNote, VerifierKey, parse_cosignatures, verify
from folkmoot.record.proof import Proof
from folkmoot.record.receipts import Receipt, State
from folkmoot.record.receipts import verify as verdict_on
from folkmoot.record.witness import BadSubmissionError, Submission
from tests.vectors import make_receipts
from tests.vectors.make_receipts import CHECKPOINT, GOOD, LEAVES, LOG, POLICY, READ, RECEIPT, SIZE, STATE, VOICE

KEYS = [LOG.verifier, *POLICY.witnesses]
# Texts that one of these keys has signed.
SIGNED = {note.text for note in (*make_receipts.NOTES.values(), *make_receipts.BAD_NOTES.values())}


def read_note(data: bytes) -> None:
    """A signed note, a key, an answer of a witness: one way to write each, and nothing verifies that nobody signed."""
    with contextlib.suppress(NoteError):
        note = SignedNote.parse(data)
        assert note.serialise() == data
        verify(note, KEYS)
        assert note.text in SIGNED
    text = data.decode(errors="replace")
    with contextlib.suppress(NoteError):
        assert str(VerifierKey.parse(text)) == text
    with contextlib.suppress(NoteError):
        lines = parse_cosignatures(data)
        assert "".join(one.line for one in lines).encode() == data


def read_checkpoint(data: bytes) -> None:
    """A note, or after `S` any text with the log's own signature: what is read is what was signed."""
    with contextlib.suppress(NoteError, UnicodeDecodeError, ValueError):
        if data[:1] == b"S":
            text = data[1:].decode()
            note = SignedNote(text, (LOG.sign(text),))
        else:
            note = SignedNote.parse(data)
        opened = open_checkpoint(note, LOG.verifier, POLICY.witnesses)
        assert opened.checkpoint.body == note.text
        assert opened.checkpoint.origin == LOG.verifier.name


def read_proof(data: bytes) -> None:
    """A proof, or a submission to a witness: one way to write either; and a path leads to one leaf only."""
    with contextlib.suppress(ProofError):
        proof = Proof.parse(data)
        assert proof.serialise() == data
        checkpoint = Checkpoint.parse(proof.checkpoint.text)
        if checkpoint == CHECKPOINT:
            merkle.verify_inclusion(proof.index, SIZE, READ(0, VOICE), CHECKPOINT.root, proof.path)
            assert LEAVES[proof.index] == LEAVES[VOICE]
    with contextlib.suppress(BadSubmissionError, ProofError):
        given = Submission.parse(data)
        assert given.serialise() == data
        if given.checkpoint == CHECKPOINT:
            old_root = merkle.root(min(given.old, SIZE), READ)
            merkle.verify_consistency(given.old, SIZE, old_root, CHECKPOINT.root, given.path)
            assert list(given.path) == merkle.consistency_proof(given.old, SIZE, READ)


def read_receipt(data: bytes) -> None:
    """A receipt: one that holds is of what stands there, and opens it."""
    with contextlib.suppress(ProofError):
        receipt = Receipt.parse(data)
        assert receipt.serialise() == data
        verdict = verdict_on(receipt, POLICY)
        if verdict.holds:
            assert LEAVES[receipt.proof.index] == receipt.entry
            sealed = "seal" in receipt.fields
            assert sealed == (receipt.opening is not None)
            assert (verdict.checks[0].state is State.holds) == sealed


def read_tile(data: bytes) -> None:
    """By the first byte: a path, a bundle, a tile of hashes, or an entry as an audit reads it."""
    mode, rest = data[:1], data[1:]
    with contextlib.suppress(TileError):
        if mode == b"p":
            text = rest.decode(errors="replace")
            assert tiles.Tile.parse(text).path == text
        elif mode == b"b":
            found = tiles.split_bundle(rest[1:], width_of(rest))
            assert tiles.join_bundle(found) == rest[1:]
        elif mode == b"h":
            assert b"".join(tiles.split_tile(rest[1:], width_of(rest))) == rest[1:]
    if mode == b"e":
        expected = None
        with contextlib.suppress(MalformedError):
            expected = entries.parse(rest)
            assert canon.encode(expected.fields) == rest
        assert slices.read(rest) == expected
        slices.check(slices.Stretch(0, [1], [tiles.join_bundle([rest])], [merkle.leaf_hash(rest)]), frozenset({0}), 0)


def width_of(data: bytes) -> int:
    return 1 + (data[0] if data else 0)


PARSERS: dict[str, Callable[[bytes], None]] = {
    "note": read_note,
    "checkpoint": read_checkpoint,
    "proof": read_proof,
    "receipt": read_receipt,
    "tile": read_tile,
}


def _plain(name: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in name)


def _notes() -> dict[str, bytes]:
    cases = {**make_receipts.NOTES, **make_receipts.BAD_NOTES}
    found = {_plain(why): note.serialise() for why, note in cases.items()}
    keys = {f"key-{at}": str(key).encode() for at, key in enumerate(KEYS)}
    lines = "".join(one.line for one in GOOD.signatures).encode()
    return found | keys | {"lines": lines, "no-note": b"\n\n", "no-text": b"\n\n" + lines}


def _checkpoints() -> dict[str, bytes]:
    text = CHECKPOINT.body.encode()
    return {
        "note": GOOD.serialise(),
        "body": b"S" + text,
        "extension": b"S" + text + b"more\n",
        "empty-line": b"S" + text + b"\n",
        "size": b"S" + text.replace(b"\n%d\n" % SIZE, b"\n9223372036854775808\n"),
        "no-size": b"S" + text.replace(b"\n%d\n" % SIZE, b"\n-1\n"),
    }


def _proofs() -> dict[str, bytes]:
    path = tuple(merkle.consistency_proof(13, SIZE, READ))
    return {
        "proof": RECEIPT.proof.serialise(),
        "state": make_receipts.proof_of(STATE, GOOD).serialise(),
        "submission": Submission(13, path, GOOD, CHECKPOINT).serialise(),
        "first-submission": Submission(0, (), GOOD, CHECKPOINT).serialise(),
        "head": b"c2sp.org/tlog-proof@v1\nindex 0\n\n",
    }


def _receipts() -> dict[str, bytes]:
    whole = {_plain(why): receipt.serialise() for why, receipt in make_receipts.RECEIPTS.items()}
    return whole | {f"no-{_plain(why)}": text.encode() for why, text in make_receipts.NO_RECEIPTS.items()}


def _tiles() -> dict[str, bytes]:
    paths = ["tile/0/000", "tile/entries/x001/234.p/56", "tile/7/x001/x002/003", "tile/0/000.p/256"]
    told = {f"path-{at}": b"p" + path.encode() for at, path in enumerate(paths)}
    leaves = {f"entry-{at}": b"e" + leaf for at, leaf in enumerate(LEAVES[:14])}
    return {
        **told,
        **leaves,
        "bundle": b"b" + bytes([SIZE - 1]) + tiles.join_bundle(LEAVES),
        "hashes": b"h" + bytes([SIZE - 1]) + b"".join(merkle.leaf_hash(leaf) for leaf in LEAVES),
        "unknown-kind": b'e{"at":1,"kind":"later","v":1}',
    }


SEEDS: dict[str, Callable[[], dict[str, bytes]]] = {
    "note": _notes,
    "checkpoint": _checkpoints,
    "proof": _proofs,
    "receipt": _receipts,
    "tile": _tiles,
}
