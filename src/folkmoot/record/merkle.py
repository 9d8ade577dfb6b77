"""Merkle trees and their proofs, as RFC 6962 section 2.1 has them. Pure.

A tree is read through a function of height and index that gives the hash of one full subtree: `index` counts the
subtrees of 2**height leaves from the left. It may read a list, tiles on a disk or tiles of a server.
"""

import hashlib
from collections.abc import Callable, Sequence

from folkmoot.record.errors import ProofError

HASH_BYTES = 32
# A tree has at most 2**63 leaves, so no path is longer.
LONGEST = 63
EMPTY_ROOT = hashlib.sha256(b"").digest()

Subtrees = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return hashlib.sha256(b"\1" + left + right).digest()


def subtrees(leaves: Sequence[bytes]) -> Subtrees:
    """A reader of the tree over these leaf hashes, which computes each subtree once."""
    levels = [list(leaves)]

    def read(height: int, index: int) -> bytes:
        while len(levels) <= height:
            levels.append(_paired(levels[-1]))
        return levels[height][index]

    return read


def _paired(hashes: Sequence[bytes]) -> list[bytes]:
    return [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=False)]


def root(size: int, read: Subtrees) -> bytes:
    """MTH of the first `size` leaves."""
    return _range_hash(0, size, read) if size else EMPTY_ROOT


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH of these leaf hashes."""
    return root(len(leaves), subtrees(leaves))


def peaks(size: int, read: Subtrees) -> list[bytes]:
    """The hashes of the full subtrees that a tree of `size` leaves is made of, the largest first."""
    heights = [height for height in reversed(range(size.bit_length())) if size >> height & 1]
    return [read(height, (size >> height) - 1) for height in heights]


def fold_peaks(hashes: Sequence[bytes]) -> bytes:
    """The root over such peaks."""
    if not hashes:
        return EMPTY_ROOT
    top = hashes[-1]
    for one in reversed(hashes[:-1]):
        top = node_hash(one, top)
    return top


class Tree:
    """The tree of the first `size` leaves. Its ragged right side is hashed once for all proofs asked of it."""

    def __init__(self, size: int, read: Subtrees) -> None:
        self.size = size
        self._read = read
        # Height of each peak, and the leaf after it.
        self._peaks: list[tuple[int, int]] = []
        end = 0
        for height in reversed(range(size.bit_length())):
            if size >> height & 1:
                end += 1 << height
                self._peaks.append((height, end))
        self._tops = peaks(size, read)
        # What lies right of each peak but the last, as one hash.
        self._tails = [fold_peaks(self._tops[number:]) for number in range(1, len(self._tops))]

    def inclusion_proof(self, index: int) -> list[bytes]:
        """PATH(index, D[size]) of RFC 6962 section 2.1.1, from the leaf's sibling upwards."""
        if not 0 <= index < self.size:
            raise ValueError("the leaf is not in the tree")
        read, number = self._read, 0
        while self._peaks[number][1] <= index:
            number += 1
        path = [read(height, index >> height ^ 1) for height in range(self._peaks[number][0])]
        return [*path, *self._tails[number : number + 1], *self._tops[:number][::-1]]


def inclusion_proof(index: int, size: int, read: Subtrees) -> list[bytes]:
    """One proof alone. Who makes many of one tree keeps a `Tree`."""
    return Tree(size, read).inclusion_proof(index)


def consistency_proof(old: int, new: int, read: Subtrees) -> list[bytes]:
    """PROOF(old, D[new]) of RFC 6962 section 2.1.2; empty when there was nothing, or nothing has come."""
    if not 0 <= old <= new:
        raise ValueError("a tree does not shrink")
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_hash(middle, end, read))
            end = middle
        else:
            path.append(_range_hash(start, middle, read))
            start = middle
    # What the old tree ends with; left out when it is the old tree itself, whose root the verifier has.
    return [*([_range_hash(start, end, read)] if start else []), *path[::-1]]


def verify_inclusion(index: int, size: int, leaf: bytes, top: bytes, proof: Sequence[bytes]) -> None:
    """Raises `ProofError` unless `leaf` is the leaf hash at `index` of the tree of `size` leaves under root `top`."""
    if not 0 <= index < size or _fold(index, size - 1, leaf, _hashes(proof)) != top:
        raise ProofError


def verify_consistency(old: int, new: int, old_top: bytes, new_top: bytes, proof: Sequence[bytes]) -> None:
    """Raises `ProofError` unless the tree of `new` leaves begins with the tree of `old` leaves."""
    path = _hashes(proof)
    if not 0 <= old <= new:
        raise ProofError
    if old in (0, new):
        # An empty tree begins every tree, and says nothing of either root but its own.
        if path or (old == new and old_top != new_top) or (old == 0 and old_top != EMPTY_ROOT):
            raise ProofError
        return
    if _grown(old, new, old_top, path) != (old_top, new_top):
        raise ProofError


def _hashes(proof: Sequence[bytes]) -> list[bytes]:
    if len(proof) > LONGEST or any(len(one) != HASH_BYTES for one in proof):
        raise ProofError
    return list(proof)


def _fold(node: int, last: int, value: bytes, path: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.3.2, which verifies the proofs of RFC 6962 too."""
    for one in path:
        if last == 0:
            raise ProofError
        if node & 1 or node == last:
            value = node_hash(one, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, one)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError
    return value


def _grown(old: int, new: int, old_top: bytes, path: list[bytes]) -> tuple[bytes, bytes]:
    """The roots of both trees that the proof leads to (RFC 9162 section 2.1.4.2)."""
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    rest = path if node else [old_top, *path]
    if not rest:
        raise ProofError
    before = after = rest[0]
    for one in rest[1:]:
        if last == 0:
            raise ProofError
        if node & 1 or node == last:
            before, after = node_hash(one, before), node_hash(one, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, one)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError
    return before, after


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(start: int, end: int, read: Subtrees) -> bytes:
    """MTH(D[start:end]) of a range that begins where a subtree of at least its size does."""
    count = end - start
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return read(height, start >> height)
    middle = start + _split(count)
    return node_hash(_range_hash(start, middle, read), _range_hash(middle, end, read))
