"""What stands where in a log: entries by kind and by campaign, newest first, out of the log's own files.

Made anew at each start, and brought up to date from the files when somebody asks: a database of what the files say
could say something else.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

import msgspec

from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.entries import AnyEntry, LogKey, parse
from folkmoot.record.errors import TileError
from folkmoot.record.note import SignedNote
from folkmoot.record.tiles import CHECKPOINT, ENTRIES, WIDTH, Tile, bundles, read, split_bundle, width_at

COSIGNED = "cosigned"

# How the record is sorted for people. Each kind stands in one group.
Group = Literal[
    "rules", "voices", "use", "statements", "answers", "decisions", "erased", "groups", "reports", "program", "key"
]
GROUPS: dict[Group, tuple[str, ...]] = {
    "rules": ("campaign", "state"),
    "voices": ("key", "issued", "count"),
    "use": ("voice", "given_up"),
    "statements": ("statement",),
    "answers": ("vote",),
    "decisions": ("moderation",),
    "erased": ("erasure",),
    "groups": ("forming",),
    "reports": ("publication",),
    "program": ("program",),
    "key": ("log_key",),
}
_GROUP_OF: dict[str, Group] = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


class _Head(msgspec.Struct, frozen=True):
    kind: str
    campaign: str = ""
    entry: int = -1


_heads = msgspec.json.Decoder(_Head)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and its index."""

    index: int
    entry: AnyEntry


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first. `older` is the index to go on from; None: these are the last."""

    entries: tuple[Placed, ...]
    older: int | None


class Catalogue:
    """Reads a folder of tlog-tiles files. Blocks on the disk; may be used by several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._size = 0
        self._groups: dict[Group, array[int]] = {group: array("Q") for group in GROUPS}
        self._campaigns: dict[str, array[int]] = {}
        # Which entry says that another was erased.
        self._erased: dict[int, int] = {}

    def note(self, name: str = CHECKPOINT) -> SignedNote | None:
        """The newest checkpoint, or the newest countersigned one (`COSIGNED`); None before there is one."""
        try:
            return SignedNote.parse((self._folder / name).read_bytes())
        except FileNotFoundError:
            return None

    @property
    def size(self) -> int:
        """How many entries there are, brought up to date."""
        self._refresh()
        return self._size

    def counts(self) -> dict[Group, int]:
        """How many entries each group has."""
        self._refresh()
        return {group: len(places) for group, places in self._groups.items()}

    def page(self, group: Group | None, campaign: str | None, start: int | None, count: int) -> Page:
        """At most `count` entries at or before index `start` (None: the newest), of that group and campaign."""
        self._refresh()
        wanted = self._size - 1 if start is None else min(start, self._size - 1)
        found: list[int] = []
        for index in self._down(group, campaign, wanted):
            found.append(index)
            if len(found) > count:
                break
        older = found[count] if len(found) > count else None
        return Page(tuple(self._placed(found[:count])), older)

    def entry(self, index: int) -> Placed | None:
        """The entry of that index, or None beyond the end."""
        self._refresh()
        if not 0 <= index < self._size:
            return None
        return next(iter(self._placed([index])))

    def successions(self) -> list[tuple[int, LogKey]]:
        """When the log's key was replaced, oldest first, with the index of each entry. Nothing of it is verified."""
        self._refresh()
        return [(one.index, one.entry) for one in self._placed(self._groups["key"]) if isinstance(one.entry, LogKey)]

    def erased_by(self, index: int) -> int | None:
        """The index of the entry that says that this one's text is gone."""
        self._refresh()
        return self._erased.get(index)

    def _down(self, group: Group | None, campaign: str | None, start: int) -> Iterable[int]:
        """Indexes from `start` down. Of two conditions the shorter list is gone through, the other asked."""
        lists: list[Sequence[int]] = []
        if group is not None:
            lists.append(self._groups[group])
        if campaign is not None:
            lists.append(self._campaigns.get(campaign, array("Q")))
        if not lists:
            return range(start, -1, -1)
        first, *rest = sorted(lists, key=len)
        return (index for index in reversed(first) if index <= start and all(_has(other, index) for other in rest))

    def _placed(self, indexes: Sequence[int]) -> Iterable[Placed]:
        bundle: tuple[int, list[bytes]] = (-1, [])
        for index in indexes:
            place = index // WIDTH
            if bundle[0] != place:
                width = width_at(0, place, self._size)
                bundle = (place, split_bundle(read(self._fetch, Tile(ENTRIES, place, width)), width))
            yield Placed(index, parse(bundle[1][index % WIDTH]))

    def _fetch(self, path: str) -> bytes:
        try:
            return (self._folder / path).read_bytes()
        except FileNotFoundError:
            raise TileError from None

    def _refresh(self) -> None:
        note = self.note()
        if note is None:
            return
        size = Checkpoint.parse(note.text).size
        if size <= self._size:
            return
        with self._lock:
            for tile in bundles(self._size, size):
                entries = split_bundle(read(self._fetch, tile), tile.width)
                first = tile.index * WIDTH
                for index in range(max(self._size, first), first + tile.width):
                    self._add(index, entries[index - first])
            self._size = max(self._size, size)

    def _add(self, index: int, data: bytes) -> None:
        head = _heads.decode(data)
        self._groups[_GROUP_OF[head.kind]].append(index)
        if head.campaign:
            self._campaigns.setdefault(head.campaign, array("Q")).append(index)
        if head.kind == "erasure":
            self._erased[head.entry] = index


def _has(ascending: Sequence[int], index: int) -> bool:
    place = bisect_left(ascending, index)
    return place < len(ascending) and ascending[place] == index
