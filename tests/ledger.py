"""A log's files on the disk, as the sequencer leaves them, made of entries at once."""

from collections.abc import Sequence
from pathlib import Path

from folkmoot.base.secret import Secret
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.entries import AnyEntry
from folkmoot.record.merkle import EMPTY_ROOT, leaf_hash, node_hash
from folkmoot.record.note import Kind, SignerKey
from folkmoot.record.tiles import WIDTH, Tile, bundles, hash_tiles, join_bundle

ORIGIN = "meet.example.org/record/log"


def signer(name: str = ORIGIN, kind: Kind = Kind.ed25519, seed: bytes = bytes(32)) -> SignerKey:
    """The same key for the same seed."""
    return SignerKey(name, kind, Secret(seed))


def root_of(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1, by its definition."""
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY_ROOT
    half = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(root_of(hashes[:half]), root_of(hashes[half:]))


def write_log(
    folder: Path, entries: Sequence[AnyEntry], log: SignerKey, witnesses: Sequence[SignerKey] = (), at: int = 0
) -> bytes:
    """Writes all files; gives back the checkpoint. `cosigned` is there when there are witnesses."""
    data = [entry.encode() for entry in entries]
    levels = [[leaf_hash(one) for one in data]]
    while len(levels[-1]) >= WIDTH:
        below = levels[-1]
        levels.append([root_of(below[first : first + WIDTH]) for first in range(0, len(below) - WIDTH + 1, WIDTH)])
    for tile in bundles(0, len(data)):
        _put(folder, tile, join_bundle(data[tile.index * WIDTH : tile.index * WIDTH + tile.width]))
    for tile in hash_tiles(0, len(data)):
        _put(folder, tile, b"".join(levels[tile.level][tile.index * WIDTH : tile.index * WIDTH + tile.width]))
    checkpoint = Checkpoint(log.verifier.name, len(data), root_of(levels[0]))
    note = checkpoint.sign(log)
    (folder / "checkpoint").write_bytes(note.serialise())
    if witnesses:
        cosigned = note.signed_by(*(one.sign(checkpoint.body, at) for one in witnesses))
        (folder / "cosigned").write_bytes(cosigned.serialise())
    return note.serialise()


def _put(folder: Path, tile: Tile, content: bytes) -> None:
    path = folder / tile.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
