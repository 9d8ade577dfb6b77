"""Who has left and when, and when rooms are erased."""

import asyncio
from pathlib import Path

import pytest

from folkmoot.base.ids import Identity
from folkmoot.meet.presence import Presence
from folkmoot.meet.tables import OF_A_ROOM
from folkmoot.store.place import Place, place_of
from tests.kept import count, holds
from tests.meet.test_epochs import people_in
from tests.person import Closed, Link, Person
from tests.service import make_settings, running_service


def test_presence_counts_from_the_last_departure() -> None:
    presence = Presence(now=100)
    anna, ben = Identity.of(bytes(16)), Identity.of(bytes(15) + b"\1")
    assert presence.empty_for(now=160) == 60
    assert not presence.arrive(anna)
    presence.arrive(ben)
    assert presence.empty_for(now=1000) == 0
    presence.go(anna, now=1000, grace=6)
    assert (presence.state(anna), presence.state(ben)) == ("away", "here")
    assert presence.overdue(now=1005.9) == []
    assert presence.overdue(now=1006) == [anna]
    presence.leave(anna, now=1006)
    presence.go(ben, now=1010, grace=120)
    assert presence.empty_for(now=1020) == 10
    assert presence.arrive(ben)
    assert presence.overdue(now=9999) == []


@pytest.mark.parametrize(("how", "seconds"), [("page", 0.4), ("wire", 1.6)])
async def test_left_follows_after_the_grace_of_how_it_ended(tmp_path: Path, how: str, seconds: float) -> None:
    settings = make_settings(tmp_path, reload_seconds=0.4, away_seconds=1.6)
    async with running_service(settings) as service:
        stays, goes = await people_in(service, 2)
        loop = asyncio.get_running_loop()
        start = loop.time()
        if how == "page":
            await goes.close(code=1001)
        else:
            goes.cut()
        assert (await stays.expect("presence"))["state"] == "away"
        entry = await stays.expect("entry", kind="left")
        assert entry["from"] == goes.identity
        assert seconds <= loop.time() - start < seconds + 0.9
        await goes.close()
        # Nobody has removed the leaf yet, so the place is still theirs.
        await goes.connect(resume=True)
        back = await stays.expect("entry", kind="back")
        assert back["from"] == goes.identity
        await goes.expect("entry", kind="back")
        assert goes.head == stays.head
        await stays.close()
        await goes.close()


async def test_a_reload_is_no_departure(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, reload_seconds=0.8)) as service:
        stays, reloads = await people_in(service, 2)
        await reloads.close(code=1001)
        await reloads.connect()
        assert {"identity": reloads.identity, "state": "away"} in reloads.welcome["members"]
        assert (await reloads.enter())["epoch"] == 2
        entry = await stays.expect("entry")
        assert (entry["kind"], entry["from"]) == ("commit", reloads.identity)
        with pytest.raises(TimeoutError):
            await stays.expect("entry", seconds=1.5)
        await stays.close()
        await reloads.close()


async def test_an_empty_room_is_erased(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, reload_seconds=0.2, keep_minutes=0.5 / 60)
    async with running_service(settings) as service:
        (person,) = await people_in(service, 1)
        watcher = Person(service, person.link)
        await watcher.connect()
        await person.say(0, b"a line that nobody shall find afterwards")
        await person.close(code=1001)
        # A lobby keeps no room.
        assert ((end := await watcher.closed()).code, end.error) == (4404, "room_unknown")
        with pytest.raises(Closed) as refused:
            await person.connect(resume=True)
        assert refused.value.code == 4404
        async with asyncio.timeout(5):
            await _gone(place_of(settings), b"a line that nobody shall find")
        assert count(settings, OF_A_ROOM) == 0
        await watcher.close()


async def _gone(place: Place, words: bytes) -> None:
    while holds(place, words):  # noqa: ASYNC110 - a file tells nobody
        await asyncio.sleep(0.1)


async def test_a_room_that_nobody_entered_is_erased(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, unused_room_hours=0.5 / 3600)
    link = Link()
    async with running_service(settings) as service:
        assert (await Person(service, link).make_room())["status"] == 201
    await asyncio.sleep(0.6)
    # The first round after a start looks for them.
    async with running_service(settings) as service:
        person = Person(service, link)
        async with asyncio.timeout(5):
            while (await person.make_room())["status"] == 409:  # noqa: ASYNC110 - nor does a server of what is erased
                await asyncio.sleep(0.1)


async def test_a_restart_keeps_the_log_and_everybodys_place(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, away_seconds=1.0)
    async with running_service(settings) as service:
        first, second, third = await people_in(service, 3)
        await first.say(2, b"before")
        await second.expect("entry", kind="message")
    for person in (first, second, third):
        await person.close()
    async with running_service(settings) as service:
        for person in (first, second):
            person.service = service
            await person.connect(resume=True)
        assert {member["state"] for member in first.welcome["members"]} == {"away", "here"}
        assert first.welcome["epoch"] == 2
        assert (await first.say(2, b"after"))["t"] == "accepted"
        await second.expect("entry", kind="message")
        assert first.head == second.head
        # Who does not come back has left, also when the broken connection was ours.
        assert (await second.expect("entry", kind="left"))["from"] == third.identity
        await first.close()
        await second.close()
