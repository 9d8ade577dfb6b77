"""Blocks that share a commit: each whole or not at all, told when it is on the disk, whatever becomes of the others."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from folkmoot.store.commits import MOST, SharedCommits
from folkmoot.store.database import Database

INSERT = text("INSERT INTO said VALUES (:number, :body)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "said.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode=WAL; CREATE TABLE said (number INTEGER PRIMARY KEY, body BLOB)")
    return path


@pytest_asyncio.fixture
async def database(path: Path) -> AsyncGenerator[Database]:
    database = Database.sqlite(path)
    yield database
    await database.close()


def there(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM said ORDER BY number")]


async def say(connection: AsyncConnection, number: int, size: int = 1) -> None:
    await connection.execute(INSERT, {"number": number, "body": b"\1" * size})


async def test_each_is_on_the_disk_when_its_block_has_ended_and_they_share_commits(path: Path) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=1, max_overflow=0)
    shared, commits = SharedCommits(engine), 0

    def count(_: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(engine.sync_engine, "commit", count)

    async def write(number: int) -> None:
        async with shared.part() as connection:
            await say(connection, number)
        assert number in there(path)

    people = 3 * MOST
    await asyncio.gather(*(write(number) for number in range(people)))
    await shared.settle()
    await engine.dispose()
    assert there(path) == list(range(people))
    assert commits == people // MOST


async def test_one_that_raises_undoes_itself_alone(database: Database, path: Path) -> None:
    async def write(number: int) -> None:
        async with database.write() as connection:
            await say(connection, number)
            if number % 3 == 0:
                raise ZeroDivisionError

    outcomes = await asyncio.gather(*(write(number) for number in range(9)), return_exceptions=True)
    assert [type(one) for one in outcomes] == [ZeroDivisionError, type(None), type(None)] * 3
    assert there(path) == [1, 2, 4, 5, 7, 8]


async def test_the_next_sees_what_the_one_before_wrote(database: Database) -> None:
    seen: list[int] = []

    async def write(number: int) -> None:
        async with database.write() as connection:
            await say(connection, number)
            await asyncio.sleep(0)
            seen.append((await connection.execute(text("SELECT count(*) FROM said"))).scalar_one())

    await asyncio.gather(*(write(number) for number in range(20)))
    assert seen == list(range(1, 21))


@pytest.mark.parametrize("when", ["waiting", "writing", "written"])
async def test_one_who_is_cancelled_takes_nobody_along(database: Database, path: Path, when: str) -> None:
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with database.write() as connection:
            await say(connection, 1)
            if when == "waiting":
                reached.set()
                await go_on.wait()

    async def cancelled() -> None:
        async with database.write() as connection:
            await say(connection, 2)
            if when == "writing":
                reached.set()
                await asyncio.Event().wait()
        raise AssertionError

    async def last() -> None:
        async with database.write() as connection:
            if when == "written":
                # The block before has ended, and waits for the commit that this one is in too.
                reached.set()
                await go_on.wait()
            await say(connection, 3)

    one, two, three = (asyncio.create_task(work()) for work in (first, cancelled, last))
    await reached.wait()
    two.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await two
    await asyncio.gather(one, three)
    assert there(path) == ([1, 2, 3] if when == "written" else [1, 3])


async def test_one_who_is_cancelled_while_the_database_answers(database: Database, path: Path) -> None:
    reached = asyncio.Event()
    slow = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000000) SELECT max(x) FROM c"

    async def write(number: int) -> None:
        async with database.write() as connection:
            await say(connection, number)

    async def cancelled() -> None:
        async with database.write() as connection:
            reached.set()
            await connection.execute(text(slow))
        raise AssertionError

    one, two, three = (asyncio.create_task(work) for work in (write(1), cancelled(), write(3)))
    await reached.wait()
    await asyncio.sleep(0.02)
    two.cancel()
    async with asyncio.timeout(20):
        # What was raised there holds on to the statement, and the statement to the lock.
        with contextlib.suppress(asyncio.CancelledError):
            await two
        before, after = await asyncio.gather(one, three, return_exceptions=True)
    # The connection went with who was cancelled: all others are told what became of theirs, and none hangs.
    assert (1 in there(path)) == (before is None)
    assert (3 in there(path)) == (after is None)


async def test_a_full_disk_is_told_to_all_who_lost_something(database: Database, path: Path) -> None:
    async with database.write() as connection:
        await connection.execute(text("PRAGMA max_page_count = 40"))

    async def write(number: int) -> int:
        async with database.write() as connection:
            await say(connection, number, size=1_000_000 if number == 4 else 1)
        return number

    outcomes = await asyncio.gather(*(write(number) for number in range(9)), return_exceptions=True)
    assert isinstance(outcomes[4], OperationalError)
    told = [number for number, outcome in enumerate(outcomes) if outcome == number]
    assert set(told) <= set(there(path)), "told as written, and not there"
    assert 8 in told, "who comes later can write"


async def test_a_database_that_is_gone_is_told_to_everybody(tmp_path: Path) -> None:
    database = Database.sqlite(tmp_path / "nowhere" / "said.db")

    async def write() -> None:
        async with database.write():
            pass

    outcomes = await asyncio.gather(*(write() for _ in range(3)), return_exceptions=True)
    await database.close()
    assert [type(one) for one in outcomes] == [OperationalError] * 3
