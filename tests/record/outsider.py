"""What somebody makes of a log who has its files and its public key, and nothing else."""

from pathlib import Path

from folkmoot.record import tiles
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.identity import signer_at
from folkmoot.record.merkle import leaf_hash, root_of
from folkmoot.record.note import SignedNote


def published(folder: Path) -> Checkpoint:
    """The signed checkpoint; every entry and every hash up to it is there and right."""
    key = signer_at(folder).verifier
    checkpoint = open_checkpoint(SignedNote.parse((folder / "log" / "checkpoint").read_bytes()), key).checkpoint
    leaves = [leaf_hash(entry) for entry in entries(folder, checkpoint.size)]
    assert root_of(leaves) == checkpoint.root
    for tile in tiles.hash_tiles(0, checkpoint.size):
        hashes = tiles.split_tile((folder / "log" / tile.path).read_bytes(), tile.width)
        assert hashes == [_subtree(leaves, tile.level, tile.index * tiles.WIDTH + at) for at in range(tile.width)]
    return checkpoint


def entries(folder: Path, size: int) -> list[bytes]:
    """The first `size` entries, from their bundles."""
    bundles = [
        tiles.split_bundle((folder / "log" / tile.path).read_bytes(), tile.width) for tile in tiles.bundles(0, size)
    ]
    return [entry for bundle in bundles for entry in bundle]


def _subtree(leaves: list[bytes], level: int, index: int) -> bytes:
    span = tiles.WIDTH**level
    return root_of(leaves[index * span : (index + 1) * span])
