"""A process into which entries pour until somebody kills it, and what it says it has done."""

import asyncio
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.record import outbox
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.entries import Erasure
from folkmoot.record.note import SignedNote, encode
from folkmoot.record.outbox import Item
from folkmoot.store.batching import Batch
from tests.record.desk import Desk, desk

HANDS = 16
# A clock that somebody sets, forwards and backwards: the log must not mind.
CLOCKS = (0, 1_790_000_000, 1_790_086_400, 1_600_000_000, 2**53 - 1)


def item(number: int, at: int) -> Item:
    """An entry that is like no other, and its ticket."""
    return number.to_bytes(16), Erasure(at=at, entry=number, reason="asked")


async def _put(connection: AsyncConnection, items: list[Item]) -> Sequence[None]:
    await outbox.put(connection, items)
    return [None] * len(items)


class Pouring:
    """Hands that bring entries, each waiting for its receipt before the next. Numbers begin at `first`.

    Every receipt is a line in the file `said`, written before the hand goes on; the kernel has it when we are killed.
    """

    def __init__(self, at: Desk, said: int, first: int, seed: int) -> None:
        self._at = at
        self._said = said
        self._next = first
        self._chance = random.Random(seed)
        self._batch = Batch(_put, at.database)
        self._parent = os.getppid()

    async def run(self) -> None:
        """Never returns."""
        async with asyncio.TaskGroup() as hands:
            for _ in range(HANDS):
                hands.create_task(self._hand())
            hands.create_task(self._sweep())

    async def _hand(self) -> None:
        while True:
            number, self._next = self._next, self._next + 1
            one = item(number, self._chance.choice(CLOCKS))
            await self._batch.submit(one)
            [position] = await self._at.outbox.deliver([one])
            say(self._said, f"receipt {number} {position.index}\n{tree(self._at.log.checkpoint)}")

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(0, 0.05))
            await self._at.outbox.sweep()
            # Nobody is left who would kill us.
            if os.getppid() != self._parent:
                sys.exit("the process that watches is gone")


async def pour(data: Path, said: int, first: int, seed: int) -> None:
    """Starts as the service does, and never returns."""
    async with desk(data) as at:
        say(said, tree(at.log.checkpoint))
        await at.outbox.start()
        await Pouring(at, said, first, seed).run()


def tree(note: SignedNote) -> str:
    """A line about a checkpoint that has been seen."""
    seen = Checkpoint.parse(note.text)
    return f"tree {seen.size} {encode(seen.root)}\n"


def say(file: int, lines: str) -> None:
    """One write, whole or not at all as far as a reader sees."""
    os.write(file, lines.encode())
