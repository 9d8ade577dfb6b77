"""The hashes of a log's tree, kept for proofs: a receipt costs twenty look-ups, not three files and 500 hashes."""

from collections import OrderedDict

from folkmoot.record.growth import Grown
from folkmoot.record.merkle import node_hash
from folkmoot.record.tiles import ENTRIES, HEIGHT, WIDTH, Fetch, Tile, split_tile

# Each takes some 40 kB.
TILES_KEPT = 256

_Place = tuple[int, int]


class Nodes:
    """A reader of subtrees for `merkle`, which may be asked for any subtree of any tree that has been published."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        # Heights of a tile from its own hashes upwards; made when they are first asked for.
        self._full: OrderedDict[_Place, list[list[bytes]]] = OrderedDict()
        self._partial: dict[_Place, list[list[bytes]]] = {}

    def grown(self, grown: Grown) -> None:
        """Takes over what has just been published."""
        for tile, data in grown.full:
            if tile.level != ENTRIES:
                self._keep((tile.level, tile.index), data)
        self._partial = {
            (tile.level, tile.index): [split_tile(data, tile.width)]
            for tile, data in grown.partial
            if tile.level != ENTRIES
        }

    def __call__(self, height: int, index: int) -> bytes:
        """The hash of one full subtree, as `merkle.Subtrees` has it. Raises `TileError`."""
        level, above = divmod(height, HEIGHT)
        place = (level, (index << above) >> HEIGHT)
        heights = self._partial.get(place) or self._whole(place)
        while len(heights) <= above:
            below = heights[-1]
            heights.append([node_hash(*pair) for pair in zip(below[::2], below[1::2], strict=False)])
        return heights[above][index - (place[1] << (HEIGHT - above))]

    def _whole(self, place: _Place) -> list[list[bytes]]:
        if place not in self._full:
            self._keep(place, self._fetch(Tile(*place).path))
        self._full.move_to_end(place)
        return self._full[place]

    def _keep(self, place: _Place, data: bytes) -> None:
        self._full[place] = [split_tile(data, WIDTH)]
        while len(self._full) > TILES_KEPT:
            self._full.popitem(last=False)
