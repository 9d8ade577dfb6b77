"""A log on a disk that fills up, gets room, and fills up again: `unshare -Urm python -m tests.record.full_disk`.

Mounts a small file system of its own, so it must run in a mount name space. What is refused is refused with
`record_unavailable`; the process goes on; when there is room again the outbox brings what was left, once.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.exc import OperationalError

from folkmoot.record import entries, merkle
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.entries import Erasure
from folkmoot.record.errors import RecordUnavailableError
from folkmoot.store.upgrade import upgrade
from tests.record.desk import MAIN, Desk, desk
from tests.record.outsider import entries as entries_of
from tests.record.outsider import published
from tests.record.pouring import item

# A write-ahead log takes 4 MB before it is brought in, and there are two.
DISK = "32m"
TIMES = 4
AT_ONCE = 40
# How much is left when it gets tight: each time another write is the first that does not fit.
LEFT = (40_000, 150_000, 300_000, 90_000)
CHUNK = 4096


@dataclass
class Count:
    """What came of it."""

    times_full: int = 0
    refused: int = 0
    receipts: int = 0
    entries: int = 0
    lost: int = 0
    doubled: int = 0
    split_views: int = 0


class Filling:
    """Brings entries to a log whose disk is full now and then."""

    def __init__(self, at: Desk, disk: Path) -> None:
        self._at = at
        self._ballast = disk / "ballast"
        self._next = 1
        self.count = Count()
        self.receipts: dict[int, int] = {}
        self.seen: set[tuple[int, bytes]] = set()

    async def run(self) -> None:
        for left in LEFT[:TIMES]:
            await self._bring()
            self._fill(left)
            # Until it is refused more than once: the log goes on asking, and must not have signed anything.
            before = self.count.refused
            for _ in range(400):
                await self._bring()
                if self.count.refused > before + AT_ONCE:
                    break
            assert self.count.refused > before
            self.count.times_full += 1
            self._ballast.unlink()
            await self._at.outbox.recover()
            assert await self._bring() == AT_ONCE

    async def _bring(self) -> int:
        """Returns how many receipts came."""
        done = await asyncio.gather(*(self._one() for _ in range(AT_ONCE)))
        seen = Checkpoint.parse(self._at.log.checkpoint.text)
        self.seen.add((seen.size, seen.root))
        return sum(done)

    async def _one(self) -> bool:
        number, self._next = self._next, self._next + 1
        one = item(number, number)
        try:
            await self._at.put([one])
        except OperationalError:
            # The main database has no room: nothing was begun.
            self.count.refused += 1
            return False
        try:
            [position] = await self._at.outbox.deliver([one])
        except RecordUnavailableError:
            self.count.refused += 1
            return False
        self.receipts[number] = position.index
        return True

    def _fill(self, left: int) -> None:
        with suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(CHUNK))
        with self._ballast.open("r+b") as file:
            file.truncate(max(0, self._ballast.stat().st_size - left))


async def fill(disk: Path) -> Count:
    data = disk / "data"
    upgrade(data / MAIN)
    async with desk(data) as at:
        filling = Filling(at, disk)
        await filling.run()
    async with desk(data) as at:
        await at.outbox.start()
        known = {int.from_bytes(row[0]): row[5] for row in await at.rows()}
    count = filling.count
    count.entries = published(data / "record").size
    logged = entries_of(data / "record", count.entries)
    numbers = [entry.entry for entry in map(entries.parse, logged) if isinstance(entry, Erasure)]
    count.doubled = count.entries - len(set(numbers)) + len(set(numbers) - known.keys())
    count.receipts = len(filling.receipts)
    count.lost = sum(1 for number, index in filling.receipts.items() if numbers[index] != number)
    count.lost += sum(1 for number, index in known.items() if index is None or numbers[index] != number)
    read = merkle.subtrees([merkle.leaf_hash(entry) for entry in logged])
    count.split_views = sum(1 for size, root in filling.seen if merkle.root(size, read) != root)
    return count


def main() -> int:
    """Prints the counts as JSON."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", name], check=True)
        try:
            count = asyncio.run(fill(Path(name)))
        finally:
            subprocess.run(["umount", name], check=True)
    sys.stdout.write(json.dumps(asdict(count)) + "\n")
    return 1 if count.lost or count.doubled or count.split_views else 0


if __name__ == "__main__":
    sys.exit(main())
