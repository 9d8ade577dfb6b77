"""The static files that a log is served as, and its tree read from them: C2SP tlog-tiles v0.1.0. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from folkmoot.record.errors import TileError
from folkmoot.record.merkle import HASH_BYTES, Subtrees, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
FULL_TILE_BYTES = WIDTH * HASH_BYTES
ENTRY_MAX = 2**16 - 1
BUNDLE_MAX = WIDTH * (2 + ENTRY_MAX)
CHECKPOINT = "checkpoint"
# As many as a tree of 2**63 leaves can have.
LEVELS = 8
ENTRIES = -1
_PATH = re.compile(r"tile/(entries|[0-7])/((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)
_INDEX_MAX = (2**63) >> HEIGHT

Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Tile:
    """One file: `width` hashes (or entries, where `level` is `ENTRIES`) from the left of place `index`."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Below the log's prefix."""
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """From such a path. Raises `TileError` unless it is the one way to write it."""
        found = _PATH.fullmatch(path)
        if found is None or len(path) > 64:
            raise TileError("There is no such file in a log.")
        level = ENTRIES if found[1] == "entries" else int(found[1])
        index = int(found[2].replace("x", "").replace("/", "") + found[3])
        tile = cls(level, index, int(found[4] or WIDTH))
        if tile.path != path or tile.width > WIDTH or index >= _INDEX_MAX:
            raise TileError("There is no such file in a log.")
        return tile

    @property
    def whole(self) -> "Tile":
        """The full file at the same place."""
        return Tile(self.level, self.index)


def width_at(level: int, index: int, size: int) -> int:
    """How many hashes of a tree of `size` leaves stand at that place: 0 where there is no tile yet."""
    return max(0, min(WIDTH, (size >> (HEIGHT * max(level, 0))) - index * WIDTH))


def hash_tiles(old: int, new: int) -> Iterator[Tile]:
    """What a log that grows from `old` to `new` leaves writes besides bundles, lowest level first."""
    for level in range(LEVELS):
        before, after = old >> (HEIGHT * level), new >> (HEIGHT * level)
        if after == before:
            return
        yield from _between(level, before, after)


def bundles(old: int, new: int) -> Iterator[Tile]:
    """The bundles of entries that it writes, too."""
    yield from _between(ENTRIES, old, new)


def _between(level: int, before: int, after: int) -> Iterator[Tile]:
    for index in range(before // WIDTH, -(-after // WIDTH)):
        yield Tile(level, index, min(WIDTH, after - index * WIDTH))


def join_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one behind the other, each after its length as u16. Raises `TileError` for one of over 65,535 bytes."""
    if any(len(entry) > ENTRY_MAX for entry in entries):
        raise TileError(f"An entry is larger than {ENTRY_MAX} bytes.")
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def split_bundle(data: bytes, width: int) -> list[bytes]:
    """The `width` entries of a bundle. Raises `TileError`."""
    entries: list[bytes] = []
    at = 0
    for _ in range(width):
        begin = at + 2
        at = begin + int.from_bytes(data[at:begin])
        entries.append(data[begin:at])
    if at != len(data):
        raise TileError(f"A bundle does not hold {width} entries.")
    return entries


def split_tile(data: bytes, width: int) -> list[bytes]:
    """The `width` hashes of a tile. Raises `TileError`."""
    if len(data) != width * HASH_BYTES:
        raise TileError(f"A tile does not hold {width} hashes.")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def read(fetch: Fetch, tile: Tile) -> bytes:
    """A file of the log. A partial one may be gone when the full one is there, whose beginning it is."""
    try:
        return fetch(tile.path)
    except TileError:
        if tile.width == WIDTH:
            raise
    return cut(fetch(tile.whole.path), tile)


def cut(whole: bytes, tile: Tile) -> bytes:
    """The beginning of a full file that `tile` is. Raises `TileError`."""
    if tile.level == ENTRIES:
        return join_bundle(split_bundle(whole, WIDTH)[: tile.width])
    return whole[: tile.width * HASH_BYTES]


def subtrees(fetch: Fetch, size: int) -> Subtrees:
    """A reader of the tree of `size` leaves, for `merkle`; each tile is fetched once.

    Nothing of it is believed by itself: what `merkle` makes of it has to lead to a root that the log signed.
    """
    known: dict[tuple[int, int], list[list[bytes]]] = {}

    def look(height: int, index: int) -> bytes:
        level, above = divmod(height, HEIGHT)
        place = (index << above) >> HEIGHT
        if (level, place) not in known:
            tile = Tile(level, place, width_at(level, place, size))
            known[level, place] = [split_tile(read(fetch, tile), tile.width)]
        heights = known[level, place]
        while len(heights) <= above:
            below = heights[-1]
            heights.append([node_hash(*pair) for pair in zip(below[::2], below[1::2], strict=False)])
        return heights[above][index - (place << (HEIGHT - above))]

    return look
