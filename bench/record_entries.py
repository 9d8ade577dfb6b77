"""The record's sequencer: durable entries a second, the time to a receipt, and what a million entries take on the disk.

Entries are brought at a steady rate, whether or not the log keeps up, each by somebody of their own who waits for a whole receipt (durable,
published, with its path); the time is from the moment at which it was due. Beside it, in the same run and with the same entries at the same
rate, two plain tables: SQLite with one fsync for what came while the last one was written, which is as durable and shows nothing to anybody;
and one fsync for each entry, which is what the batches save.

    python -m bench.record_entries [--seconds 20] [--rounds 3] [--fill 1000000]

Then the log is filled up to `--fill` entries, and its files are counted: hashes (tiles, checkpoint), entries (bundles), database. About
10 minutes.
"""

import argparse
import asyncio
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.figures import keep, median_interval
from folkmoot.base.ids import CampaignId
from folkmoot.record.entries import Voice, seal_text
from folkmoot.record.identity import signer_of
from folkmoot.record.log import BATCH_MAX, Log
from folkmoot.store.batching import Batch
from folkmoot.store.database import Database

RATES = (1000, 2500, 5000, 7500)
#: Receipts later than this are not sustained.
TOO_LATE = 2.0
CAMPAIGN = CampaignId.of(bytes(16))

Bring = Callable[[bytes, bytes], Awaitable[object]]


def entry() -> tuple[bytes, bytes]:
    """A ticket, and an entry of the kind that a busy record is made of."""
    voice = Voice(at=1_790_000_000, campaign=CAMPAIGN, round=1, marked=0, seal=seal_text(os.urandom(32)))
    return os.urandom(16), voice.encode()


@asynccontextmanager
async def record(folder: Path) -> AsyncGenerator[Bring]:
    """Ours: returns with the proof that goes into the receipt."""
    database = Database.sqlite(folder / "record.db")
    log = await Log.open(folder, database, signer_of(folder, "example.org/record/log"))

    async def bring(ticket: bytes, data: bytes) -> object:
        [position] = await log.append([(ticket, data)])
        log.settle([ticket])
        return (await log.proof(position.index)).serialise()

    yield bring
    await log.close()
    await database.close()


@asynccontextmanager
async def table(folder: Path) -> AsyncGenerator[Bring]:
    """A table, one fsync a batch."""
    database = Database.sqlite(folder / "table.db")
    async with database.write() as connection:
        await connection.execute(
            text("CREATE TABLE entries (number INTEGER PRIMARY KEY, ticket BLOB UNIQUE, entry BLOB)")
        )

    async def write(connection: AsyncConnection, items: list[dict[str, bytes]]) -> list[None]:
        await connection.execute(text("INSERT INTO entries (ticket, entry) VALUES (:ticket, :entry)"), items)
        return [None] * len(items)

    batch = Batch(write, database, BATCH_MAX)

    async def bring(ticket: bytes, data: bytes) -> object:
        return await batch.submit({"ticket": ticket, "entry": data})

    yield bring
    await batch.settle()
    await database.close()


@asynccontextmanager
async def one_by_one(folder: Path) -> AsyncGenerator[Bring]:
    """A table, one fsync an entry."""
    connection = await asyncio.to_thread(
        sqlite3.connect, folder / "single.db", isolation_level=None, check_same_thread=False
    )
    for line in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "CREATE TABLE entries (ticket BLOB UNIQUE, entry BLOB)",
    ):
        connection.execute(line)
    turn = asyncio.Lock()

    async def bring(ticket: bytes, data: bytes) -> object:
        async with turn:
            return await asyncio.to_thread(connection.execute, "INSERT INTO entries VALUES (?, ?)", (ticket, data))

    yield bring
    connection.close()


WAYS: dict[str, Callable[[Path], AbstractAsyncContextManager[Bring]]] = {
    "record": record,
    "table, one fsync a batch": table,
    "table, one fsync an entry": one_by_one,
}


async def phase(bring: Bring, rate: int, seconds: float) -> tuple[float, list[float]]:
    """Entries a second from the first due to the last answered, and the time of each in seconds."""
    taken: list[float] = []
    entries = [entry() for _ in range(round(rate * seconds))]
    begin = time.monotonic()

    async def one(due: float, ticket: bytes, data: bytes) -> None:
        await bring(ticket, data)
        taken.append(time.monotonic() - due)

    async with asyncio.TaskGroup() as people:
        for number, (ticket, data) in enumerate(entries):
            due = begin + number / rate
            # When we are late already, whoever answers needs the loop all the same.
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            people.create_task(one(due, ticket, data))
    return len(taken) / (time.monotonic() - begin), taken


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


async def rates(seconds: float, rounds: int) -> list[list[object]]:
    """A row for each way and rate; a way that does not keep up at a rate is not asked for more."""
    rows: list[list[object]] = []
    for name, opened in WAYS.items():
        for rate in RATES:
            reached: list[float] = []
            late: list[float] = []
            middle: list[float] = []
            for _ in range(rounds):
                with tempfile.TemporaryDirectory(dir=".") as place:
                    async with opened(Path(place)) as bring:
                        await phase(bring, rate, 1.0)
                        done, taken = await phase(bring, rate, seconds)
                reached.append(done)
                late.append(percentile(taken, 0.99) * 1000)
                middle.append(statistics.median(taken) * 1000)
            row = [name, rate, *(f"{one:.0f}" for sample in (reached, middle, late) for one in median_interval(sample))]
            sys.stdout.write(f"{name}, {rate}/s: {row[2]}/s, p50 {row[5]} ms, p99 {row[8]} ms\n")
            rows.append([*row, "", ""])
            if statistics.median(late) > TOO_LATE * 1000:
                break
    return rows


async def fill(count: int) -> list[list[object]]:
    """What `count` entries take, in bytes, by what it is."""
    with tempfile.TemporaryDirectory(dir=".") as place:
        folder = Path(place)
        database = Database.sqlite(folder / "record.db")
        log = await Log.open(folder, database, signer_of(folder, "example.org/record/log"))
        begin = time.monotonic()
        for at in range(0, count, BATCH_MAX):
            items = [entry() for _ in range(min(BATCH_MAX, count - at))]
            await log.append(items)
            log.settle([ticket for ticket, _ in items])
        taken = time.monotonic() - begin
        await log.close()
        await database.close()
        entries = sum(file.stat().st_size for file in (folder / "log/tile/entries").rglob("*") if file.is_file())
        files = sum(file.stat().st_size for file in (folder / "log").rglob("*") if file.is_file())
        sizes = {"entries": entries, "hashes": files - entries, "database": (folder / "record.db").stat().st_size}
    total = sum(sizes.values())
    shares = ", ".join(f"{what} {size} bytes ({size / total:.0%})" for what, size in sizes.items())
    sys.stdout.write(f"{count} entries in {taken:.0f} s, {count / taken:.0f}/s in full batches: {shares}\n")
    empty = [""] * 10
    return [[f"{count} entries: {what}", *empty, size, f"{size / total:.4f}"] for what, size in sizes.items()]


def main() -> None:
    """Measures, prints, keeps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fill", type=int, default=1_000_000)
    given = parser.parse_args()
    rows = asyncio.run(rates(given.seconds, given.rounds)) + asyncio.run(fill(given.fill))
    figures = [f"{name}{end}" for name in ("reached a second", "p50 ms", "p99 ms") for end in ("", " low", " high")]
    keep("record_entries", ("what", "rate", *figures, "bytes", "share"), rows)


if __name__ == "__main__":
    main()
