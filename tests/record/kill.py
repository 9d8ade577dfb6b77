"""Kills a process into which entries pour, at random moments, and looks at what is left.

    python -m tests.record.kill --times 1000 --keep

After each kill the files that the log does not wait for are torn now and then, as a power cut would. At the end: every
receipt holds, no entry stands twice, and all checkpoints that anybody has seen are of one log. `--keep` adds a row to
kills.csv. Ends with 1 when something was lost, doubled or split.
"""

import argparse
import asyncio
import csv
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import inspect, select

from bench.figures import commit, machine
from folkmoot.record import entries, merkle, tiles
from folkmoot.record.checkpoint import open_checkpoint
from folkmoot.record.entries import Erasure
from folkmoot.record.identity import signer_at
from folkmoot.record.note import SignedNote, decode
from folkmoot.record.tables import log_head
from folkmoot.store.upgrade import upgrade
from tests.kept import engine_of
from tests.record.desk import desk, main_place, own_place
from tests.record.outsider import entries as entries_of
from tests.record.outsider import published
from tests.record.pouring import pour, tree

KILLS = Path(__file__).with_name("kills.csv")
LONGEST = 0.4
PATIENCE = 30.0
NUMBERS_A_LIFE = 1_000_000


@dataclass
class Count:
    """What came of it. All but the first five must be 0."""

    times: int = 0
    receipts: int = 0
    entries: int = 0
    checkpoints: int = 0
    torn: int = 0
    lost: int = 0
    doubled: int = 0
    split_views: int = 0
    failed: int = 0
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.split_views or self.failed) and self.receipts > 0


@dataclass
class Killer:
    """One data folder, and what has been seen of its log from outside and inside."""

    data: Path
    chance: random.Random
    count: Count = field(default_factory=Count)
    seen: set[tuple[int, bytes]] = field(default_factory=set[tuple[int, bytes]])
    # What we have made of the checkpoint, as long as nobody has made it whole again.
    torn: bytes | None = None

    @property
    def folder(self) -> Path:
        return self.data / "record"

    @property
    def said(self) -> Path:
        return self.data / "said"

    def life(self) -> None:
        """A process is born, works, and is killed at some moment between its first breath and some time later."""
        self.count.times += 1
        before = self.said.stat().st_size if self.said.exists() else 0
        child = self._fork()
        end = time.monotonic() + PATIENCE
        if self.chance.random() < 0.8:
            # Most die while they work; the others while they start.
            while self._receipts_after(before) == 0 and time.monotonic() < end and self._lives(child):
                time.sleep(0.002)
                self._look()
        end = min(end, time.monotonic() + self.chance.uniform(0, LONGEST))
        while time.monotonic() < end:
            time.sleep(0.005)
            self._look()
        if self._lives(child):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        else:
            self.count.failed += 1
        self._look()

    def _fork(self) -> int:
        child = os.fork()
        if child:
            return child
        # From here on in the child, which never returns to the caller's frames.
        try:
            said = os.open(self.said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            first = self.count.times * NUMBERS_A_LIFE
            asyncio.run(pour(self.data, said, first, first))
        except BaseException:  # noqa: BLE001 - whatever it is, the parent counts a child that ended by itself
            traceback.print_exc()
        finally:
            os._exit(3)

    def _lives(self, child: int) -> bool:
        return child not in self._ended(child)

    def _ended(self, child: int) -> set[int]:
        try:
            return {os.waitpid(child, os.WNOHANG)[0]}
        except ChildProcessError:
            return {child}

    def _receipts_after(self, before: int) -> int:
        if not self.said.exists():
            return 0
        with self.said.open("rb") as file:
            file.seek(before)
            return file.read().count(b"receipt ")

    def _look(self) -> None:
        """As somebody outside who asks for the checkpoint."""
        try:
            data = (self.folder / "log" / "checkpoint").read_bytes()
        except FileNotFoundError:
            return
        if data == self.torn:
            return
        note = SignedNote.parse(data)
        open_checkpoint(note, signer_at(self.folder).verifier)
        self._note(tree(note))

    def _note(self, line: str) -> None:
        _, size, root = line.split()
        self.seen.add((int(size), decode(root)))

    def tear(self) -> None:
        """What a power cut does to files that nobody waited for: cut, emptied, or gone."""
        log, tiled = self.folder / "log", self._tiled()
        loose = [path for path in log.rglob("*") if path.is_file() and _is_loose(path.relative_to(log), tiled)]
        for path in self.chance.sample(loose, min(len(loose), self.chance.randrange(4))):
            self.count.torn += 1
            size = path.stat().st_size
            if self.chance.random() < 0.3:
                path.unlink()
            else:
                os.truncate(path, self.chance.randrange(size) if size else 0)
                if path.name == "checkpoint":
                    self.torn = path.read_bytes()

    def _tiled(self) -> int:
        """How many entries the database relies on the files for."""
        place = own_place(self.data)
        if isinstance(place, Path) and not place.exists():
            return 0
        with engine_of(place).connect() as connection:
            # Killed in its first moments, it has not come to make its tables.
            has_head = inspect(connection).has_table("log_head")
            return connection.scalar(select(log_head.c.tiled)) or 0 if has_head else 0

    async def examine(self) -> None:
        """Starts once more as the service does, and counts."""
        async with desk(self.data) as at:
            await at.outbox.start()
            known = {row[0]: row[5] for row in await at.rows()}
        size = published(self.folder).size
        logged = [entries.parse(data) for data in entries_of(self.folder, size)]
        numbers = [entry.entry for entry in logged if isinstance(entry, Erasure)]
        assert len(numbers) == size
        self.count.entries = size
        self.count.doubled = size - len(set(numbers))
        for line in self.said.read_text().splitlines():
            if line.startswith("tree "):
                self._note(line)
                continue
            _, number, index = line.split()
            self.count.receipts += 1
            if not (int(index) < size and numbers[int(index)] == int(number)):
                self.count.lost += 1
        # What a transaction of the main database spoke of is in the log, where its row says, and nothing else is.
        places = {int.from_bytes(ticket): number for ticket, number in known.items()}
        self.count.lost += sum(1 for number, index in places.items() if index is None or numbers[index] != number)
        self.count.doubled += len(set(numbers) - places.keys())
        self._compare(entries_of(self.folder, size))

    def _compare(self, logged: list[bytes]) -> None:
        """Every checkpoint is of the log as it is now, and consistent with the next one."""
        self.count.checkpoints = len(self.seen)
        read = merkle.subtrees([merkle.leaf_hash(entry) for entry in logged])
        seen = sorted(self.seen)
        for size, root in seen:
            if size > len(logged) or merkle.root(size, read) != root:
                self.count.split_views += 1
        for (old, old_root), (new, new_root) in itertools.pairwise(seen):
            if new <= len(logged):
                proof = merkle.consistency_proof(old, new, read)
                merkle.verify_consistency(old, new, old_root, new_root, proof)


def _is_loose(path: Path, tiled: int) -> bool:
    name = path.as_posix()
    if name == "checkpoint" or ".p/" in name or name.endswith(".new"):
        return True
    # Full tiles are waited for before the database says that it relies on them.
    index = int("".join(path.parts[2:]).replace("x", ""))
    return path.parts[1] in ("entries", "0") and index * tiles.WIDTH >= tiled


def run(times: int, seed: int, data: Path) -> Count:
    """Kills that many, in an empty folder."""
    begin = time.monotonic()
    upgrade(main_place(data))
    killer = Killer(data, random.Random(seed))
    for _ in range(times):
        killer.life()
        if killer.chance.random() < 0.25 and (data / "record").exists():
            killer.tear()
    asyncio.run(killer.examine())
    killer.count.seconds = round(time.monotonic() - begin, 1)
    return killer.count


def keep(count: Count, seed: int) -> None:
    """Adds a row to the table."""
    row = {"date": datetime.now(UTC).strftime("%Y-%m-%d"), "commit": commit(), "machine": machine(), "seed": seed}
    row |= asdict(count)
    new = not KILLS.exists()
    with KILLS.open("a", newline="") as out:
        writer = csv.DictWriter(out, list(row), lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(row)


def main() -> int:
    """Prints the counts as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        count = run(given.times, given.seed, Path(name))
    sys.stdout.write(json.dumps(asdict(count)) + "\n")
    if given.keep:
        keep(count, given.seed)
    return 0 if count.good else 1


if __name__ == "__main__":
    sys.exit(main())
