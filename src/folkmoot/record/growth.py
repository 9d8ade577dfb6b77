"""How a tree grows: which files it becomes, and its root. Pure.

A batch is added to the last place where everything was full, together with what has come since. So the same code serves
ordinary work and recovery: both have the right edge there, and the entries after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.record.merkle import EMPTY_ROOT, leaf_hash, node_hash, peaks, root_of, subtrees
from folkmoot.record.tiles import ENTRIES, HEIGHT, LEVELS, WIDTH, Fetch, Tile, join_bundle, read, split_tile


@dataclass(frozen=True, slots=True)
class Edge:
    """The unfinished tiles of a tree of `size` leaves, a multiple of 256: `levels[0]` are the hashes of level 1."""

    size: int = 0
    levels: tuple[tuple[bytes, ...], ...] = ((),) * (LEVELS - 1)


@dataclass(frozen=True, slots=True)
class Grown:
    """A tree of `size` leaves. `edge` and `rest` are what the next batch is added to."""

    size: int
    root: bytes
    full: tuple[tuple[Tile, bytes], ...]
    partial: tuple[tuple[Tile, bytes], ...]
    edge: Edge
    rest: tuple[bytes, ...]


def grow(edge: Edge, entries: Sequence[bytes]) -> Grown:
    """The tree of all that is left of `edge`, and `entries`. `full` and `partial` are its files right of `edge`."""
    levels = [list(level) for level in edge.levels]
    full: list[tuple[Tile, bytes]] = []
    at = edge.size
    whole = len(entries) - len(entries) % WIDTH
    for begin in range(0, whole, WIDTH):
        some = entries[begin : begin + WIDTH]
        hashes = [leaf_hash(entry) for entry in some]
        full.append((Tile(ENTRIES, at // WIDTH), join_bundle(some)))
        at += WIDTH
        full += _finish(levels, hashes, at)
    rest = tuple(entries[whole:])
    unfinished = [[leaf_hash(entry) for entry in rest], *levels]
    size = at + len(rest)
    return Grown(
        size, _root(unfinished), tuple(full), _partial(rest, unfinished, size), Edge(at, _frozen(levels)), rest
    )


def edge_at(size: int, fetch: Fetch) -> Edge:
    """The edge of a tree of `size` leaves, a multiple of 256, from its full tiles. Raises `TileError`."""
    levels: list[tuple[bytes, ...]] = []
    for level in range(1, LEVELS):
        count = size >> (HEIGHT * level)
        below = range(count - count % WIDTH, count)
        levels.append(tuple(root_of(split_tile(read(fetch, Tile(level - 1, one)), WIDTH)) for one in below))
    return Edge(size, tuple(levels))


def _finish(levels: list[list[bytes]], hashes: list[bytes], size: int) -> list[tuple[Tile, bytes]]:
    """Files of the tiles that are full when a tile of level 0 is; puts what they come to onto the level above."""
    files: list[tuple[Tile, bytes]] = []
    for level in range(LEVELS):
        files.append((Tile(level, (size >> (HEIGHT * (level + 1))) - 1), b"".join(hashes)))
        above = levels[level]
        above.append(root_of(hashes))
        if len(above) < WIDTH:
            break
        hashes = above[:]
        above.clear()
    return files


def _partial(rest: tuple[bytes, ...], unfinished: list[list[bytes]], size: int) -> tuple[tuple[Tile, bytes], ...]:
    files: list[tuple[Tile, bytes]] = []
    if rest:
        files.append((Tile(ENTRIES, size // WIDTH, len(rest)), join_bundle(rest)))
    for level, hashes in enumerate(unfinished):
        if hashes:
            files.append((Tile(level, size >> (HEIGHT * (level + 1)), len(hashes)), b"".join(hashes)))
    return tuple(files)


def _root(unfinished: list[list[bytes]]) -> bytes:
    """RFC 6962 section 2.1: the full subtrees, the smallest on the right, folded from there."""
    tops = [top for hashes in reversed(unfinished) for top in peaks(len(hashes), subtrees(hashes))]
    if not tops:
        return EMPTY_ROOT
    root = tops.pop()
    while tops:
        root = node_hash(tops.pop(), root)
    return root


def _frozen(levels: list[list[bytes]]) -> tuple[tuple[bytes, ...], ...]:
    return tuple(tuple(level) for level in levels)
