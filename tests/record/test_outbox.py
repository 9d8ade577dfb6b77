"""From the database into the log exactly once, whatever fails between the two."""

import asyncio
from pathlib import Path

import pytest

from folkmoot.base.ids import CampaignId
from folkmoot.record import entries, outbox, program
from folkmoot.record.entries import Program, State
from folkmoot.record.log import Position
from folkmoot.record.outbox import Item, new_ticket
from tests.kept import begin
from tests.record.desk import desk, main_place

CAMPAIGN = CampaignId.of(bytes(16))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    begin(main_place(tmp_path))
    return tmp_path


def item(number: int) -> Item:
    return number.to_bytes(16), State(at=number, campaign=CAMPAIGN, state="opened")


async def test_put_deliver_and_find(data: Path) -> None:
    async with desk(data) as at:
        items = [item(1), (new_ticket(), entries.Erasure(at=2, entry=0, reason="asked"))]
        await at.put(items)
        assert await at.outbox.deliver(items) == [Position(0, 2), Position(1, 2)]
        assert at.logged() == [entry.encode() for _, entry in items]
        await at.outbox.sweep()
        assert await at.rows() == [
            (items[0][0], "state", CAMPAIGN, 1, None, 0),
            (items[1][0], "erasure", None, 2, None, 1),
        ]
        async with at.database.read() as connection:
            found = await outbox.numbers(connection, [ticket for ticket, _ in items] + [bytes(16)])
        assert found == {items[0][0]: 0, items[1][0]: 1}


async def test_what_was_left_is_brought_at_the_next_start(data: Path) -> None:
    items = [item(number) for number in range(1, 1501)]
    async with desk(data) as at:
        await at.put(items)
        # Brought, and the end came before the numbers were written down.
        await at.outbox.deliver(items[:700])
    async with desk(data) as at:
        await at.outbox.start()
        assert at.logged() == [entry.encode() for _, entry in items]
        assert [number for *_, number in await at.rows()] == list(range(1500))
        assert at.log.unsettled() == []
        await at.outbox.start()
        assert at.log.size == 1500


async def test_a_request_that_was_cancelled_leaves_its_entry_to_the_outbox(data: Path) -> None:
    async with desk(data) as at:
        await at.put([item(1)])
        assert await at.outbox.recover() == 1
        # The request comes with it after all, and once more because its answer was lost.
        assert await at.outbox.deliver([item(1)]) == [Position(0, 1)]
        await at.outbox.sweep()
        assert await at.outbox.deliver([item(1)]) == [Position(0, 1)]
        assert await at.outbox.recover() == 0
        assert at.log.size == 1


async def test_many_at_once_with_the_sweeper_beside(data: Path) -> None:
    async with desk(data) as at:
        sweeper = asyncio.create_task(at.outbox.run())

        async def one(number: int) -> int:
            await at.put([item(number)])
            return (await at.outbox.deliver([item(number)]))[0].index

        indexes = await asyncio.gather(*(one(number) for number in range(100)), at.outbox.recover())
        assert sorted(indexes[:100]) == list(range(100))
        assert at.log.size == 100
        for _ in range(100):
            await asyncio.sleep(0.1)
            if all(number is not None for *_, number in await at.rows()):
                break
        assert {number for *_, number in await at.rows()} == set(range(100))
        sweeper.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sweeper


async def test_the_program_is_announced_when_it_is_another(data: Path) -> None:
    first, second = (Program(at=1, version="0.1.0", sum=sign * 64) for sign in "ab")
    async with desk(data) as at:
        await at.outbox.start()
        assert await program.announce(at.database, at.log, at.outbox, first)
    async with desk(data) as at:
        # The number was not written down; the start does that.
        await at.outbox.start()
        assert not await program.announce(at.database, at.log, at.outbox, first)
        assert await program.announce(at.database, at.log, at.outbox, second)
        await at.outbox.sweep()
        assert not await program.announce(at.database, at.log, at.outbox, second)
        assert await program.announce(at.database, at.log, at.outbox, first)
        assert at.logged() == [first.encode(), second.encode(), first.encode()]
