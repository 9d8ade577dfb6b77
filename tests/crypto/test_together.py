"""Many people at once: group workers in real browsers, and a real delivery service whose rooms hold more than usual."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.crypto.conftest import Appear
from tests.crypto.lab import Someone, build
from tests.crypto.peer import Peer
from tests.journeys.service import Service

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(300)]

CAPACITY = 50
MANY, WAVE = 30, 6
SECONDS = 1.0
# Nothing is measured here; bench/together.py does.
PATIENCE = 60.0


@pytest_asyncio.fixture(loop_scope="session")
async def large(tmp_path: Path) -> AsyncIterator[Service]:
    """A service whose operator has raised the cap."""
    running = Service(tmp_path / "var", settings={"FOLKMOOT_ROOM_CAPACITY": str(CAPACITY)})
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Peer]:
    """The program of client/test/crypto/crowd.ts. Before Node 22 it had no WebSocket unasked."""
    running = Peer(build("peer", tmp_path / "crowd") / "crowd.mjs", "--experimental-websocket")
    yield running
    running.end()


async def lobby(appear: Appear, service: Service, count: int) -> list[Someone]:
    """That many people before a room which nobody has entered."""
    people = [await appear(service.origin) for _ in range(count)]
    link = await people[0].make_room()
    for person in people:
        if person is not people[0]:
            await person.keep(link)
        ready = await person.arrive()
        assert ready["people"] == 0
        assert ready["capacity"] == CAPACITY
    return people


async def converge(people: list[Someone]) -> None:
    """All are in one epoch with each other and nobody else, and everybody's chat has a line of each in one order."""
    identities = sorted(person.identity for person in people)
    for person in people:
        roster = await person.latest(
            "roster",
            lambda event: all(one["name"] for one in event["people"]) and len(event["people"]) == len(people),
            PATIENCE,
        )
        assert sorted(one["identity"] for one in roster["people"]) == identities
    epochs = {(await person.events("epoch"))[-1]["epoch"] for person in people}
    assert len(epochs) == 1, epochs
    keys = [await person.keys(*epochs) for person in people]
    assert sorted(keys[0]) == identities
    assert all(one == keys[0] for one in keys), "one epoch has one set of keys"
    for number, person in enumerate(people):
        await person.send(t="chat", id=f"line {number}", text=f"I am {number}")
    said = [await _chat(person, len(people)) for person in people]
    assert sorted(text for _, text in said[0]) == sorted(f"I am {number}" for number in range(len(people)))
    assert all(lines == said[0] for lines in said), "one log has one order"
    for person in people:
        assert not await person.events("mismatch")
        assert not await person.events("failed")


async def _chat(person: Someone, count: int) -> list[tuple[str, str]]:
    chat = await person.latest(
        "chat",
        lambda event: len(event["lines"]) == count and not any(line["pending"] for line in event["lines"]),
        PATIENCE,
    )
    return [(line["identity"], line["text"]) for line in chat["lines"]]


async def test_six_join_in_one_second_and_are_one_group(large: Service, appear: Appear) -> None:
    people = await lobby(appear, large, 6)
    begin = asyncio.get_running_loop().time()

    async def press(number: int) -> None:
        await asyncio.sleep(number * SECONDS / len(people))
        await people[number].send(t="join", name=f"Person {number}")

    await asyncio.gather(*(press(number) for number in range(len(people))))
    assert asyncio.get_running_loop().time() - begin < 2 * SECONDS, "they did not press within one second"
    await converge(people)


async def test_six_join_at_one_instant_and_are_one_group(large: Service, appear: Appear) -> None:
    """The hardest way: all six make the first epoch, and five learn that somebody was first."""
    people = await lobby(appear, large, 6)
    await asyncio.gather(*(person.send(t="join", name=f"Person {number}") for number, person in enumerate(people)))
    await converge(people)


async def test_thirty_are_one_group_in_a_room_for_fifty(large: Service, appear: Appear, crowd: Peer) -> None:
    """One in a browser, the others in Node, as many at one instant as a wave has."""
    ada = await appear(large.origin)
    link = await ada.make_room()
    assert (await ada.arrive())["capacity"] == CAPACITY
    await ada.send(t="join", name="Ada")
    for first in range(1, MANY, WAVE):
        count = min(WAVE, MANY - first)
        await asyncio.to_thread(crowd.ask, "come", origin=large.origin, link=link, count=count)
    await ada.send(t="chat", id="line", text=f"I am {ada.identity}")
    members = (await asyncio.to_thread(crowd.ask, "state", origin=large.origin, link=link, count=MANY))["members"]
    identities = sorted([ada.identity, *(one["identity"] for one in members)])
    assert len(set(identities)) == MANY
    lines = [list(line) for line in await _chat(ada, MANY)]
    epoch = (await ada.latest("epoch", lambda event: len(event["joined"]) > 0, PATIENCE))["epoch"]
    keys = await ada.keys(epoch)
    assert sorted(text for _, text in lines) == [f"I am {identity}" for identity in identities]
    for one in members:
        assert one["people"] == identities
        assert (one["epoch"], one["keys"], one["lines"]) == (epoch, keys, lines)
        assert not one["forked"]
    assert not await ada.events("failed")
