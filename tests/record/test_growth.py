"""However a tree grows, it is the same tree: root, files, and the edge that recovery reads back from the files."""

import random

import pytest

from folkmoot.record import tiles
from folkmoot.record.errors import TileError
from folkmoot.record.growth import Edge, Grown, edge_at, grow
from folkmoot.record.merkle import EMPTY_ROOT, leaf_hash, root_of

ENTRIES = [b"entry %d" % number for number in range(66_600)]


class Shelf:
    """Files as a log leaves them: partial ones go when the full one comes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, grown: Grown) -> None:
        for tile, data in (*grown.full, *grown.partial):
            self.files[tile.path] = data

    def fetch(self, path: str) -> bytes:
        try:
            return self.files[path]
        except KeyError:
            raise TileError from None


@pytest.mark.parametrize("steps", [(1,), (255, 1, 1), (256,), (257,), (1, 3, 300, 1024), (5000,)])
def test_any_way_to_grow_is_the_same_tree(steps: tuple[int, ...]) -> None:
    chosen = random.Random(str(steps))
    shelf, grown = Shelf(), grow(Edge(), [])
    most = 66_600 if steps == (5000,) else 1500
    while grown.size < most:
        more = ENTRIES[grown.size : min(most, grown.size + chosen.choice(steps))]
        grown = grow(grown.edge, [*grown.rest, *more])
        shelf.put(grown)
        size = grown.size
        assert size == grown.edge.size + len(grown.rest)
        assert [tile for tile, _ in grown.partial] == sorted(
            (
                tiles.Tile(level, count // tiles.WIDTH, count % tiles.WIDTH)
                for level, count in [(tiles.ENTRIES, size), *((level, size >> 8 * level) for level in range(8))]
                if count % tiles.WIDTH
            ),
            key=lambda tile: tile.level,
        )
    assert grown.root == root_of([leaf_hash(entry) for entry in ENTRIES[:most]])
    assert edge_at(grown.edge.size, shelf.fetch) == grown.edge
    for tile in (*tiles.hash_tiles(0, most), *tiles.bundles(0, most)):
        assert tile.path in shelf.files
    # What any client makes of the files.
    read = tiles.subtrees(shelf.fetch, most)
    assert read(0, most - 1) == leaf_hash(ENTRIES[most - 1])


def test_nothing_is_an_empty_tree() -> None:
    grown = grow(Edge(), [])
    assert (grown.size, grown.root, grown.full, grown.partial) == (0, EMPTY_ROOT, (), ())


def test_a_torn_tile_is_noticed() -> None:
    shelf = Shelf()
    grown = grow(Edge(), ENTRIES[:300])
    shelf.put(grown)
    shelf.files["tile/0/000"] = shelf.files["tile/0/000"][:-1]
    with pytest.raises(TileError):
        edge_at(256, shelf.fetch)
    del shelf.files["tile/0/000"]
    with pytest.raises(TileError):
        edge_at(256, shelf.fetch)
