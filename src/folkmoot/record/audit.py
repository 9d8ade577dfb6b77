"""An audit: is a log what its signed checkpoint says, does it continue what it was before, do its entries add up.

Everything is computed anew from the entries; of what the log says of itself nothing is believed but its signature.
"""

import asyncio
import multiprocessing
import os
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from folkmoot.base.ids import encode_base64url
from folkmoot.record import merkle, tiles
from folkmoot.record.checkpoint import Checkpoint, Opened, open_checkpoint
from folkmoot.record.errors import TileError
from folkmoot.record.ledger import Ledger
from folkmoot.record.note import SignedNote, VerifierKey
from folkmoot.record.slices import SLACK_SECONDS, Checked, Finding, Stretch, backdated, check
from folkmoot.record.sources import Source, tile_of
from folkmoot.record.succession import signed_by

# Bundles to a stretch, and entries from which on more than one core is worth its start.
STRETCH = 64
MANY = 50_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A checkpoint that the log has signed before, and when it was seen as its newest (seconds since 1970).

    `source` names it in a sentence: `your last audit`, `the receipt of ...`. One that says nothing of the time has 0.
    """

    checkpoint: Checkpoint
    seen: float
    source: str


@dataclass(slots=True)
class Report:
    """What was found. The log is in order when `findings` is empty."""

    opened: Opened
    ledger: Ledger = field(default_factory=Ledger)
    unknown: "Counter[str]" = field(default_factory=Counter[str])
    findings: list[Finding] = field(default_factory=list[Finding])
    entry_bytes: int = 0

    def find(self, code: str, sentence: str) -> None:
        """Keeps what must not be."""
        self.findings.append(Finding(code, sentence))


@dataclass(slots=True)
class _Tree:
    """The log's tree, computed anew."""

    tops: list[bytes] = field(default_factory=list[bytes])
    leaves: dict[int, list[bytes]] = field(default_factory=dict[int, list[bytes]])

    def read(self, upper: merkle.Subtrees) -> merkle.Subtrees:
        """Below the height of a tile only the places in `leaves` can be read."""
        lower = {place: merkle.subtrees(leaves) for place, leaves in self.leaves.items()}

        def look(height: int, index: int) -> bytes:
            if height >= tiles.HEIGHT:
                return upper(height - tiles.HEIGHT, index)
            within = tiles.HEIGHT - height
            return lower[index >> within](height, index & ((1 << within) - 1))

        return look


async def audit(
    source: Source,
    log: VerifierKey,
    witnesses: Sequence[VerifierKey],
    earlier: Sequence[Earlier],
    now: float,
    progress: Progress,
) -> Report:
    """Reads the whole log, and compares it with what it was `earlier`.

    `now` is in seconds since 1970, `progress` is told entries done and entries there are.

    Raises `NoteError` when there is no checkpoint that the log signed, `TileError` when the checkpoint is missing, and
    the source's errors when it cannot be asked.
    """
    report = Report(open_checkpoint(SignedNote.parse(await source.get(tiles.CHECKPOINT)), log, witnesses))
    signed = report.opened.checkpoint
    for one in earlier:
        _compare(report, one)
    last = max(earlier, key=lambda one: one.seen, default=None)
    known = last.checkpoint.size if last else 0
    wanted = frozenset(size // tiles.WIDTH for size in (signed.size, *(one.checkpoint.size for one in earlier)))
    tree = _Tree()
    latest = 0
    try:
        with closing(_pool(signed.size)) as pool:
            async for checked in _checked(source, signed.size, pool, partial(check, kept=wanted, known=known)):
                latest = _add(report, tree, checked, latest)
                _date(report, checked, last, now)
                progress(min(signed.size, len(tree.tops) * tiles.WIDTH), signed.size)
        await _check_upper_tiles(report, source, tree, signed.size)
    except TileError as error:
        # Without it nothing that comes after can be computed, and the log has to have it.
        report.find("missing_file", f"The log cannot be read as a whole: {error.message}")
        return report
    _check_roots(report, tree, earlier)
    _check_keys(report, log)
    report.findings += report.ledger.findings
    return report


def _compare(report: Report, earlier: Earlier) -> None:
    old, new = earlier.checkpoint, report.opened.checkpoint
    if new.size < old.size:
        report.find(
            "shrunk",
            f"The log signs {new.size} entries now, and signed {old.size} in {earlier.source}: the last are gone.",
        )
    elif new.size == old.size and new.root != old.root:
        report.find(
            "forked",
            f"The log has signed two different records of {old.size} entries: this one, and that of {earlier.source}.",
        )


def _add(report: Report, tree: _Tree, checked: Checked, latest: int) -> int:
    """Puts a stretch behind the others, and gives back the latest time that any entry so far says."""
    tree.tops += checked.tops
    tree.leaves |= checked.leaves
    report.entry_bytes += checked.entry_bytes
    report.unknown += checked.unknown
    at, index = checked.earliest
    if at < latest - SLACK_SECONDS:
        report.find("backdated", backdated(index, latest - at))
    report.findings += checked.findings
    for told in checked.told:
        report.ledger.take(told)
    return max(latest, checked.latest)


def _date(report: Report, checked: Checked, last: Earlier | None, now: float) -> None:
    if checked.latest > now + SLACK_SECONDS:
        report.find("postdated", "An entry says that it is of a time that has not come yet.")
    at, index = checked.fresh
    if last is not None and at < last.seen - SLACK_SECONDS:
        report.find("backdated", f"Entry {index} says that it is from before {last.source}, in which it was not there.")


def _check_roots(report: Report, tree: _Tree, earlier: Sequence[Earlier]) -> None:
    signed = report.opened.checkpoint
    if any(finding.code == "bad_tile" for finding in report.findings):
        return
    read = tree.read(merkle.subtrees(tree.tops))
    if merkle.root(signed.size, read) != signed.root:
        report.find(
            "wrong_root", "The entries do not give the sum that the log signed: what is served is not what it signed."
        )
    for one in earlier:
        old = one.checkpoint
        if old.size < signed.size and merkle.root(old.size, read) != old.root:
            report.find(
                "rewritten",
                f"The first {old.size} entries are not those of {one.source}: some were changed, left out or put in.",
            )


def _check_keys(report: Report, log: VerifierKey) -> None:
    """That the log went from key to key, each time with both signatures, and to the one that signs."""
    stands = None
    for index, entry in report.ledger.successions:
        given, taken = signed_by(entry, log.name)
        if not given or stands not in (None, entry.before):
            said = f"Entry {index} hands the record over to another key, and the key before has not signed it."
            report.find("bad_succession", said)
        elif not taken:
            report.find("bad_succession", f"Entry {index} hands the record over to a key that has not signed it.")
        stands = entry.after
    if stands not in (None, encode_base64url(log.public)):
        report.find("bad_succession", "The record says that another key signs it now than the one that does.")


async def _check_upper_tiles(report: Report, source: Source, tree: _Tree, size: int) -> None:
    """Those of level 1 and above, which hold the roots of full tiles below."""
    hashes = tree.tops
    for level in range(1, tiles.LEVELS):
        width = size >> (tiles.HEIGHT * level)
        if not width:
            return
        for index in range(-(-width // tiles.WIDTH)):
            tile = tiles.Tile(level, index, min(tiles.WIDTH, width - index * tiles.WIDTH))
            own = hashes[index * tiles.WIDTH : index * tiles.WIDTH + tile.width]
            if await tile_of(source, tile) != b"".join(own):
                report.find("wrong_tile", f"{tile.path} does not hold the hashes of the tiles below it.")
        hashes = [
            merkle.root_of(hashes[start : start + tiles.WIDTH])
            for start in range(0, len(hashes) - tiles.WIDTH + 1, tiles.WIDTH)
        ]


async def _checked(
    source: Source, size: int, pool: "_Pool", work: Callable[[Stretch], Checked]
) -> AsyncGenerator[Checked]:
    """The stretches in their order; as many are under way as there are cores, and one is being read."""
    places = -(-size // tiles.WIDTH)
    waiting: list[asyncio.Future[Checked]] = []
    loop = asyncio.get_running_loop()
    for first in range(0, places, STRETCH):
        stretch = await _stretch(source, first, min(first + STRETCH, places), size)
        waiting.append(loop.run_in_executor(pool.executor, work, stretch))
        if len(waiting) > pool.workers:
            yield await waiting.pop(0)
    for one in waiting:
        yield await one


async def _stretch(source: Source, first: int, end: int, size: int) -> Stretch:
    widths = [tiles.width_at(0, place, size) for place in range(first, end)]
    wanted = [
        tiles.Tile(level, place, width)
        for level in (tiles.ENTRIES, 0)
        for place, width in enumerate(widths, start=first)
    ]
    answers = await asyncio.gather(*(tile_of(source, tile) for tile in wanted), return_exceptions=True)
    # Not the first error as it comes: nothing may still be reading when the source is closed.
    files: list[bytes] = []
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
        files.append(answer)
    return Stretch(first, widths, files[: len(widths)], files[len(widths) :])


@dataclass(frozen=True, slots=True)
class _Pool:
    executor: Executor
    workers: int

    def close(self) -> None:
        self.executor.shutdown(cancel_futures=True)


def _pool(size: int) -> _Pool:
    workers = len(os.sched_getaffinity(0)) if size >= MANY else 1
    if workers == 1:
        return _Pool(ThreadPoolExecutor(1), 1)
    # A process that was forked while threads run may wait for a lock that nobody holds any more.
    return _Pool(ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")), workers)
