"""What an audit does with one stretch of a log by itself: hashes, tiles, the form of every entry. Pure.

Stretches are independent of each other, so that every core can take one; what entries say together is `ledger`'s.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

import msgspec

from folkmoot.record import canon, merkle, tiles
from folkmoot.record.entries import AnyEntry, GivenUp, Statement, Voice, Vote, kind_of
from folkmoot.record.errors import MalformedError, TileError

# Entries are made just before they are put in the log; a clock may be set right in between.
SLACK_SECONDS = 3600
# Of each stretch; an operator who breaks everything need not fill the auditor's memory too.
FINDINGS_MAX = 100

# A time that no entry can be later than, and no index.
NEVER = (canon.INTEGER_MAX, 0)

_decoder = msgspec.json.Decoder(AnyEntry)
_encoder = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be. `code` never changes once released; `sentence` names the entry or the file."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bundles of entries from place `first` on, each with the hash tile that has to belong to it."""

    first: int
    widths: Sequence[int]
    bundles: Sequence[bytes]
    hashes: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Told:
    """Entries in their order, reduced to what `ledger` needs: one that is rare, or how many of the frequent came.

    Keys of `frequent` are (kind, campaign, round or 0, marked or 0); `index` is that of the last entry.
    """

    index: int
    entry: AnyEntry | None
    frequent: "Counter[tuple[str, str, int, int]]"


@dataclass(slots=True)
class Checked:
    """What came of a stretch. `leaves` has the leaf hashes of each place, `tops` the root of each full tile."""

    # How many entries stood there at the last audit.
    known: int = 0
    tops: list[bytes] = field(default_factory=list[bytes])
    leaves: dict[int, list[bytes]] = field(default_factory=dict[int, list[bytes]])
    told: list[Told] = field(default_factory=list[Told])
    unknown: "Counter[str]" = field(default_factory=Counter[str])
    findings: list[Finding] = field(default_factory=list[Finding])
    entry_bytes: int = 0
    # Seconds since 1970, and which entry says the earliest; `fresh` is of those that came after the last audit.
    latest: int = 0
    earliest: tuple[int, int] = NEVER
    fresh: tuple[int, int] = NEVER

    def find(self, code: str, sentence: str) -> None:
        """Keeps what must not be."""
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(Finding(code, sentence))


def check(stretch: Stretch, kept: frozenset[int], known: int) -> Checked:
    """Goes through all of it. Of the places in `kept` the leaf hashes are given back."""
    checked = Checked(known)
    frequent: Counter[tuple[str, str, int, int]] = Counter()
    index = stretch.first * tiles.WIDTH
    for place, (width, bundle, hashes) in enumerate(
        zip(stretch.widths, stretch.bundles, stretch.hashes, strict=True), start=stretch.first
    ):
        try:
            entries = tiles.split_bundle(bundle, width)
        except TileError as error:
            checked.find("bad_tile", f"{tiles.Tile(tiles.ENTRIES, place, width).path}: {error.message}")
            entries = []
        leaves = [merkle.leaf_hash(entry) for entry in entries]
        if entries and b"".join(leaves) != hashes:
            path = tiles.Tile(0, place, width).path
            checked.find("wrong_tile", f"{path} does not hold the hashes of the entries that are served beside it.")
        if width == tiles.WIDTH:
            checked.tops.append(merkle.root_of(leaves))
        if place in kept:
            checked.leaves[place] = leaves
        checked.entry_bytes += len(bundle) - 2 * len(entries)
        for offset, data in enumerate(entries):
            frequent = _tell(checked, frequent, index + offset, data)
        index += width
    if frequent:
        checked.told.append(Told(index - 1, None, frequent))
    return checked


def _tell(
    checked: Checked, frequent: "Counter[tuple[str, str, int, int]]", index: int, data: bytes
) -> "Counter[tuple[str, str, int, int]]":
    """Notes one entry, and gives back what is to be counted on in."""
    entry = read(data)
    if entry is None:
        _tell_strange(checked, index, data)
        return frequent
    _date(checked, index, entry.at)
    if isinstance(entry, Voice):
        frequent["voice", entry.campaign, entry.round, entry.marked] += 1
        return frequent
    kind = kind_of(entry)
    if isinstance(entry, Vote | Statement | GivenUp):
        frequent[kind, entry.campaign, 0, 0] += 1
        return frequent
    if frequent:
        checked.told.append(Told(index - 1, None, frequent))
        frequent = Counter()
    checked.told.append(Told(index, entry, Counter({(kind, "", 0, 0): 1})))
    return frequent


def read(data: bytes) -> AnyEntry | None:
    """The entry, or None unless it is of a known kind in its one form; as `entries.parse`, many times faster.

    Every text in a known kind has a pattern without characters that JSON could write in two ways, so it is enough that
    writing what was read gives the same bytes.
    """
    try:
        entry = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return entry if len(data) <= canon.BYTES_MAX and _encoder.encode(entry) == data else None


def _tell_strange(checked: Checked, index: int, data: bytes) -> None:
    try:
        fields = canon.decode(data)
    except MalformedError:
        checked.find("malformed_entry", f"Entry {index} is not in the form that entries have.")
        return
    kind, version, at = fields.get("kind"), fields.get("v"), fields.get("at")
    if not isinstance(kind, str) or version != 1 or not isinstance(at, int) or kind in KINDS:
        checked.find("malformed_entry", f"Entry {index} does not have the fields that its kind has.")
        return
    checked.unknown[kind] += 1
    _date(checked, index, at)


def _date(checked: Checked, index: int, at: int) -> None:
    if at > checked.latest:
        checked.latest = at
    elif at < checked.latest - SLACK_SECONDS:
        checked.find("backdated", backdated(index, checked.latest - at))
    if at < checked.earliest[0]:
        checked.earliest = at, index
    if index >= checked.known and at < checked.fresh[0]:
        checked.fresh = at, index


def backdated(index: int, seconds: int) -> str:
    """The sentence for an entry that stands behind younger ones."""
    return f"Entry {index} says that it is {seconds // 60} minutes older than one that stands before it."


KINDS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(AnyEntry))
