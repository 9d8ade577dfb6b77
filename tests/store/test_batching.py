"""Group commit: many in one transaction, and one that fails takes nobody along."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.store.batching import Batch
from folkmoot.store.database import Database


class Ledger:
    """Writes numbers to a table where each may stand once, and notes how many came at a time."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    async def write(self, connection: AsyncConnection, numbers: list[int]) -> Sequence[int]:
        self.batches.append(len(numbers))
        for number in numbers:
            await connection.execute(text("INSERT INTO ledger VALUES (:number)"), {"number": number})
        return [number * 2 for number in numbers]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    opened = Database.sqlite(tmp_path / "ledger.db")
    async with opened.write() as connection:
        await connection.execute(text("CREATE TABLE ledger (number INTEGER PRIMARY KEY)"))
    yield opened
    await opened.close()


async def stored(database: Database) -> list[int]:
    async with database.read() as connection:
        return list((await connection.execute(text("SELECT number FROM ledger ORDER BY number"))).scalars())


async def test_what_comes_together_is_one_transaction(database: Database) -> None:
    ledger = Ledger()
    batch = Batch(ledger.write, database)
    assert await asyncio.gather(*(batch.submit(number) for number in range(600))) == [n * 2 for n in range(600)]
    assert await stored(database) == list(range(600))
    assert ledger.batches == [256, 256, 88]


async def test_a_bad_one_fails_alone(database: Database) -> None:
    ledger = Ledger()
    batch = Batch(ledger.write, database)
    numbers = [1, 2, 3, 2, 4]
    answers = await asyncio.gather(*(batch.submit(number) for number in numbers), return_exceptions=True)
    assert [answer for answer in answers if not isinstance(answer, BaseException)] == [2, 4, 6, 8]
    assert isinstance(answers[3], IntegrityError)
    assert await stored(database) == [1, 2, 3, 4]
    assert ledger.batches == [5, 1, 1, 1, 1, 1]


async def test_alone_it_is_tried_once(database: Database) -> None:
    ledger = Ledger()
    batch = Batch(ledger.write, database)
    await batch.submit(1)
    with pytest.raises(IntegrityError):
        await batch.submit(1)
    assert ledger.batches == [1, 1]
    assert await batch.submit(2) == 4


async def test_who_stops_waiting_holds_nobody_up(database: Database) -> None:
    ledger = Ledger()
    batch = Batch(ledger.write, database)
    gone = asyncio.create_task(batch.submit(1))
    others = [asyncio.create_task(batch.submit(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    gone.cancel()
    assert await asyncio.gather(*others) == [4, 6]
    await batch.settle()
    assert await stored(database) == [2, 3]
