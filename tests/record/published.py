"""A log on a disk, as an operator publishes it: honest ones, and what the evil one makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from folkmoot.base.ids import CampaignId, encode_base64url
from folkmoot.base.secret import Secret
from folkmoot.record import entries, merkle, tiles
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.entries import AnyEntry, seal_text
from folkmoot.record.growth import Edge, grow
from folkmoot.record.note import Kind, SignedNote, SignerKey
from folkmoot.record.proof import Proof
from folkmoot.record.receipts import Receipt
from folkmoot.record.seals import Opening
from tests.vectors.make_delivery import some_bytes

ORIGIN = "varnholm.example/record/log"
SIGNER = SignerKey(ORIGIN, Kind.ed25519, Secret(some_bytes("the operator's key", 32)))
CAMPAIGN = CampaignId.of(some_bytes("river 2040", 16))
START = 1_790_000_000
MODULUS = encode_base64url(b"\xc1" + some_bytes("modulus", 383))


def opening_of(number: int) -> Opening:
    """Of the voice with that number: its salt and its public key."""
    return Opening(some_bytes(f"salt {number}", 16), some_bytes(f"key {number}", 32))


def voice(number: int, at: int) -> entries.Voice:
    """A voice that was taken up."""
    seal = seal_text(opening_of(number).seal)
    return entries.Voice(at=at, campaign=CAMPAIGN, round=1, marked=0, seal=seal)


def beginning(start: int = START) -> list[AnyEntry]:
    """A campaign with its rules and its key."""
    seal = seal_text(Opening(some_bytes("salt of rules", 16), b"rules").seal)
    return [
        entries.Campaign(
            at=start, campaign=CAMPAIGN, revision=1, gate="codes", opens=start, closes=start + 9, seal=seal
        ),
        entries.Key(at=start, campaign=CAMPAIGN, round=1, modulus=MODULUS, exponent=65537),
        entries.State(at=start, campaign=CAMPAIGN, state="opened"),
    ]


def honest(voices: int, batch: int = 20, start: int = START) -> list[AnyEntry]:
    """A campaign in which `voices` were issued in batches, and each was used at once; closed and counted."""
    said: list[AnyEntry] = beginning(start)
    issued = 0
    while issued < voices:
        count, at = min(batch, voices - issued), start + len(said)
        number = issued // batch + 1
        said.append(
            entries.Issued(
                at=at, campaign=CAMPAIGN, round=1, batch=number, count=count, total=issued + count, used=issued
            )
        )
        said += [voice(issued + one, at) for one in range(count)]
        issued += count
    at = start + len(said)
    return [
        *said,
        entries.Count(at=at, campaign=CAMPAIGN, round=1, issued=voices, used=voices),
        entries.State(at=at, campaign=CAMPAIGN, state="closed"),
    ]


@dataclass
class Published:
    """The files of a log below `folder`."""

    folder: Path
    leaves: list[bytes] = field(default_factory=list[bytes])

    def publish(self, leaves: Sequence[bytes], signer: SignerKey = SIGNER) -> SignedNote:
        """Writes these entries, and everything that belongs to them."""
        self.leaves = list(leaves)
        grown = grow(Edge(), self.leaves)
        for tile, data in (*grown.full, *grown.partial):
            self.put(tile.path, data)
        note = Checkpoint(signer.verifier.name, grown.size, grown.root).sign(signer)
        self.put(tiles.CHECKPOINT, note.serialise())
        return note

    def put(self, path: str, data: bytes) -> None:
        """One file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def path(self, old: int, new: int) -> tuple[bytes, ...]:
        """The proof that the tree of `new` entries continues that of `old`."""
        read = merkle.subtrees([merkle.leaf_hash(leaf) for leaf in self.leaves[:new]])
        return tuple(merkle.consistency_proof(old, new, read))

    def receipt(self, index: int, note: SignedNote, opening: Opening | None) -> Receipt:
        """Of that entry, up to that checkpoint of all entries."""
        read = merkle.subtrees([merkle.leaf_hash(leaf) for leaf in self.leaves])
        proof = Proof(index, tuple(merkle.inclusion_proof(index, len(self.leaves), read)), note)
        return Receipt.make(proof, self.leaves[index], opening)


def encoded(said: Sequence[AnyEntry]) -> list[bytes]:
    """As leaves."""
    return [entry.encode() for entry in said]
