"""Makes `receipts.json`: keys, checkpoints, proofs and receipts with their verdicts (docs/protocol.md section 10).

`python -m tests.vectors.make_receipts` writes it; a test compares. Everything comes from fixed bytes. Notes and
receipts are given as text, hashes in standard base64.
"""

import hashlib
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from folkmoot.base.secret import Secret
from folkmoot.record import merkle
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.entries import LogKey
from folkmoot.record.note import Kind, Signature, SignedNote, SignerKey
from folkmoot.record.proof import Proof
from folkmoot.record.receipts import Policy, Receipt, verify
from folkmoot.record.seals import Opening
from folkmoot.record.succession import signed_by, succeed
from tests.vectors.make_delivery import coded, some_bytes
from tests.vectors.make_record import AT, ENTRIES, ORIGIN

PLACE = Path(__file__).with_name("receipts.json")


def signer(name: str, kind: Kind, seed: str = "") -> SignerKey:
    """A key of fixed bytes."""
    return SignerKey(name, kind, Secret(some_bytes(f"key of {seed or name}", 32)))


LOG = signer(ORIGIN, Kind.ed25519)
WITNESSES = [signer(f"witness{at}.example", Kind.cosignature) for at in (1, 2, 3)]
FIRST, SECOND, _ = WITNESSES
POLICY = Policy(LOG.verifier, [key.verifier for key in WITNESSES], 1)

# The kinds of make_record, one after the other, up to a number that is no power of two.
LEAVES = [entry.encode() for entry in ENTRIES] + [ENTRIES[0].encode()] * 6
READ = merkle.subtrees([merkle.leaf_hash(leaf) for leaf in LEAVES])
SIZE = len(LEAVES)
CHECKPOINT = Checkpoint(ORIGIN, SIZE, merkle.root(SIZE, READ))
OPENING = Opening(some_bytes("salt", 16), b"content")


def noted(*witnesses: SignerKey, checkpoint: Checkpoint = CHECKPOINT, log: SignerKey = LOG) -> SignedNote:
    """A checkpoint that the log signed, and these witnesses countersigned."""
    note = checkpoint.sign(log)
    return note.signed_by(*(key.sign(note.text, AT + 60) for key in witnesses))


def proof_of(index: int, note: SignedNote) -> Proof:
    """Of that leaf in the whole tree."""
    return Proof(index, tuple(merkle.inclusion_proof(index, SIZE, READ)), note)


def receipt_of(index: int, note: SignedNote, opening: Opening | None = OPENING) -> Receipt:
    """Of that entry; where it has no seal, without opening."""
    sealed = "seal" in ENTRIES[index].fields
    return Receipt.make(proof_of(index, note), LEAVES[index], opening if sealed else None)


def extra(receipt: Receipt, data: bytes | None) -> Receipt:
    """The same with other extra data."""
    proof = receipt.proof
    return Receipt(Proof(proof.index, proof.path, proof.checkpoint, data), receipt.entry, receipt.opening)


VOICE = next(index for index, entry in enumerate(ENTRIES) if entry.fields["kind"] == "voice")
STATE = next(index for index, entry in enumerate(ENTRIES) if entry.fields["kind"] == "state")
GOOD = noted(FIRST, SECOND)
RECEIPT = receipt_of(VOICE, GOOD)
STRANGER = signer("stranger.example", Kind.cosignature)
LIAR = signer(ORIGIN, Kind.ed25519, "somebody else")


def post_quantum(name: str) -> Signature:
    """A line as tlog-cosignature has them of ML-DSA-44 keys (type 6): a kind that neither language of ours verifies.

    Its bytes are no signature of anything. It has its own key id, also where a witness has an Ed25519 key of that name.
    """
    key_id = hashlib.sha256(name.encode() + b"\n\x06" + some_bytes(f"ML-DSA-44 of {name}", 1312)).digest()[:4]
    return Signature(name, key_id, AT.to_bytes(8) + some_bytes(f"signed by {name}", 2420))


def bent(note: SignedNote, name: str) -> SignedNote:
    """The signature of that name with one bit changed."""
    changed = [
        Signature(one.name, one.key_id, one.value[:-1] + bytes([one.value[-1] ^ 1])) if one.name == name else one
        for one in note.signatures
    ]
    return SignedNote(note.text, tuple(changed))


def with_path(path: tuple[bytes, ...], index: int = VOICE) -> Receipt:
    """The good receipt with another way to the root."""
    proof = Proof(index, path, GOOD, RECEIPT.proof.extra)
    return Receipt(proof, RECEIPT.entry, RECEIPT.opening)


PATH = RECEIPT.proof.path
RECEIPTS: dict[str, Receipt] = {
    "countersigned by two": RECEIPT,
    "countersigned by one and a stranger": receipt_of(VOICE, noted(SECOND, STRANGER)),
    "countersigned by one, and by two in a way of later": receipt_of(
        VOICE, noted(SECOND).signed_by(post_quantum(FIRST.verifier.name), post_quantum(SECOND.verifier.name))
    ),
    "an entry without a seal": receipt_of(STATE, GOOD),
    "the first entry": receipt_of(0, GOOD),
    "nobody countersigned": receipt_of(VOICE, noted()),
    "only a stranger countersigned": receipt_of(VOICE, noted(STRANGER)),
    "countersigned in a way of later only": receipt_of(VOICE, noted().signed_by(post_quantum(FIRST.verifier.name))),
    "another content": receipt_of(VOICE, GOOD, Opening(OPENING.salt, b"contens")),
    "another salt": receipt_of(VOICE, GOOD, Opening(bytes(16), OPENING.content)),
    "no opening": receipt_of(VOICE, GOOD, None),
    "an opening where there is no seal": Receipt.make(proof_of(STATE, GOOD), LEAVES[STATE], OPENING),
    "another entry": Receipt.make(proof_of(VOICE, GOOD), LEAVES[VOICE].replace(b'"round":1', b'"round":2'), OPENING),
    "bytes that are no entry": Receipt.make(proof_of(VOICE, GOOD), b"{}\n", None),
    "another place": with_path(PATH, VOICE + 1),
    "a place behind the end": with_path(PATH, SIZE),
    "a step missing": with_path(PATH[:-1]),
    "a step more": with_path((*PATH, PATH[0])),
    "a step changed": with_path((bytes(32), *PATH[1:])),
    "somebody else's key": receipt_of(VOICE, noted(FIRST, log=LIAR)),
    "the log's signature changed": receipt_of(VOICE, bent(GOOD, ORIGIN)),
    "a witness's signature changed": receipt_of(VOICE, bent(GOOD, SECOND.verifier.name)),
    "the checkpoint changed": receipt_of(
        VOICE, SignedNote(GOOD.text.replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n"), GOOD.signatures)
    ),
    "another log": receipt_of(VOICE, noted(FIRST, checkpoint=Checkpoint("other.example", SIZE, CHECKPOINT.root))),
}
NO_RECEIPTS: dict[str, str] = {
    "nothing": "",
    "a checkpoint alone": GOOD.serialise().decode(),
    "no extra data": extra(RECEIPT, None).serialise().decode(),
    "extra data that are no JSON": extra(RECEIPT, b"{").serialise().decode(),
    "another version": extra(RECEIPT, b'{"v":2,"entry":""}').serialise().decode(),
    "no entry": extra(RECEIPT, b'{"v":1}').serialise().decode(),
    "half an opening": extra(RECEIPT, b'{"v":1,"entry":"","salt":"AAAAAAAAAAAAAAAAAAAAAA=="}').serialise().decode(),
    "a short salt": extra(RECEIPT, b'{"v":1,"entry":"","salt":"AAAA","content":""}').serialise().decode(),
    "one field more": extra(RECEIPT, b'{"v":1,"entry":"","name":""}').serialise().decode(),
    "cut": RECEIPT.serialise().decode()[:-2],
    "lines of another system": RECEIPT.serialise().decode().replace("\n", "\r\n"),
    "a number with a zero in front": RECEIPT.serialise().decode().replace("index ", "index 0"),
    "base64 that could be written in another way": RECEIPT.serialise()
    .decode()
    .replace(coded(PATH[0]), coded(PATH[0])[:-2] + chr(ord(coded(PATH[0])[-2]) + 1) + "="),
}
NOTES: dict[str, SignedNote] = {
    "the log alone": noted(),
    "two witnesses": GOOD,
    "a stranger too": noted(FIRST, STRANGER),
    "an empty tree": noted(checkpoint=Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT)),
    "further lines": noted(FIRST, checkpoint=Checkpoint(ORIGIN, 1, CHECKPOINT.root, ("one", "two"))),
    "one key under two names": noted(FIRST).signed_by(
        signer("again.example", Kind.cosignature, FIRST.verifier.name).sign(CHECKPOINT.body, AT)
    ),
}
BAD_NOTES: dict[str, SignedNote] = {
    "somebody else's key": noted(log=LIAR),
    "a witness alone": SignedNote(CHECKPOINT.body, (FIRST.sign(CHECKPOINT.body, AT),)),
    "the log's signature changed": bent(GOOD, ORIGIN),
    "a witness's signature changed": bent(GOOD, FIRST.verifier.name),
    "another text": SignedNote(CHECKPOINT.body.replace(f"\n{SIZE}\n", "\n20\n"), GOOD.signatures),
    "an empty tree with a root": noted(checkpoint=Checkpoint(ORIGIN, 0, CHECKPOINT.root)),
    "a size with a zero in front": SignedNote(
        (odd := CHECKPOINT.body.replace(f"\n{SIZE}\n", f"\n0{SIZE}\n")), (LOG.sign(odd),)
    ),
    "another log": noted(checkpoint=Checkpoint("other.example", SIZE, CHECKPOINT.root)),
}
BAD_KEYS = [
    "",
    ORIGIN,
    str(LOG.verifier)[:-4],
    str(LOG.verifier).replace(ORIGIN, "other.example"),
    str(LOG.verifier).replace(ORIGIN, ""),
    str(LOG.verifier).replace(LOG.verifier.key_id.hex(), LOG.verifier.key_id.hex().upper() + " "),
    f"{ORIGIN}+00000000+{b64encode(bytes([2]) + LOG.verifier.public).decode()}",
]


def judged(why: str, receipt: Receipt) -> dict[str, Any]:
    """What a checker must find."""
    verdict = verify(receipt, POLICY)
    return {
        "why": why,
        "text": receipt.serialise().decode(),
        "index": receipt.proof.index,
        "holds": verdict.holds,
        "checks": {check.name: check.state.value for check in verdict.checks},
        "witnesses": [key.name for key in verdict.witnesses],
    }


def consistency(old: int, new: int) -> dict[str, Any]:
    """One step of a log."""
    return {
        "old": old,
        "new": new,
        "old_root": coded(merkle.root(old, READ)),
        "new_root": coded(merkle.root(new, READ)),
        "path": [coded(one) for one in merkle.consistency_proof(old, new, READ)],
    }


def inclusion(index: int, size: int) -> dict[str, Any]:
    """One leaf of one tree."""
    return {
        "index": index,
        "size": size,
        "leaf": coded(READ(0, index)),
        "root": coded(merkle.root(size, READ)),
        "path": [coded(one) for one in merkle.inclusion_proof(index, size, READ)],
    }


NEXT, THIRD = (signer(ORIGIN, Kind.ed25519, seed) for seed in ("the next", "the third"))
SUCCESSION = succeed(LOG, NEXT, AT)
SUCCESSIONS: dict[str, tuple[str, LogKey]] = {
    "both have signed": (ORIGIN, SUCCESSION),
    "of another log": ("other.example", SUCCESSION),
    "the key before has not signed": (ORIGIN, replace(SUCCESSION, given=SUCCESSION.taken)),
    "the key after has not signed": (ORIGIN, replace(SUCCESSION, taken=SUCCESSION.given)),
    "to another key": (ORIGIN, replace(SUCCESSION, after=succeed(LOG, THIRD, AT).after)),
    "from another key": (ORIGIN, replace(SUCCESSION, before=succeed(THIRD, NEXT, AT).before)),
}


def text() -> str:
    """The file."""
    vectors = {
        "log": str(LOG.verifier),
        "witnesses": [str(key.verifier) for key in WITNESSES],
        "needed": POLICY.needed,
        "again": str(signer("again.example", Kind.cosignature, FIRST.verifier.name).verifier),
        "bad_keys": BAD_KEYS,
        "notes": [{"why": why, "note": note.serialise().decode()} for why, note in NOTES.items()],
        "bad_notes": [{"why": why, "note": note.serialise().decode()} for why, note in BAD_NOTES.items()],
        "receipts": [judged(why, receipt) for why, receipt in RECEIPTS.items()],
        "no_receipts": [{"why": why, "text": given} for why, given in NO_RECEIPTS.items()],
        "successions": [
            {"why": why, "origin": origin, "entry": entry.encode().decode(), "signed": list(signed_by(entry, origin))}
            for why, (origin, entry) in SUCCESSIONS.items()
        ],
        "consistency": [
            consistency(old, new) for old, new in ((0, 5), (1, 1), (3, 7), (4, 8), (6, 8), (8, 21), (13, 21))
        ],
        "inclusion": [inclusion(index, size) for index, size in ((0, 1), (0, 2), (5, 7), (6, 7), (20, 21), (15, 21))],
    }
    return json.dumps(vectors, indent=1, ensure_ascii=True, sort_keys=True) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text())
