"""Knocking at a locked room through the door: who is heard by whom, what it ends with, and how many may wait."""

import os
from base64 import b64decode, b64encode

import pytest

from folkmoot.meet import frames
from folkmoot.meet.moderation import KNOCKS_BURST, KNOCKS_WAITING
from tests.meet.test_epochs import people_in
from tests.meet.test_moderation import as_moderators, heard, idle
from tests.person import Frame, Person
from tests.service import Service

NAME = os.urandom(frames.KNOCK_BYTES)


async def knock(person: Person, body: bytes | None = NAME) -> None:
    await person.send({"t": "knock", "id": "knock", "body": None if body is None else b64encode(body).decode()})


async def test_knocking_and_being_let_in(service: Service) -> None:
    creator, member = await people_in(service, 2)
    watcher = Person(service, creator.link)
    await watcher.connect()
    await knock(watcher)
    refused = await watcher.expect("refused", id="knock")
    assert refused["code"] == "invalid", "the door is open"
    await creator.decide(locked=True)
    await heard(member)
    await knock(watcher)
    for inside in (creator, member):
        seen = await inside.expect("knock")
        assert (seen["identity"], b64decode(seen["body"])) == (watcher.identity, NAME)
    # Who comes back sees who waits.
    await member.close(code=1001)
    await member.connect(resume=True)
    assert (await member.expect("knock"))["identity"] == watcher.identity
    assert (await watcher.commit(1))["code"] == "room_locked"
    await creator.decide(admitted=(watcher.identity,))
    group = await watcher.expect("group")
    assert b64decode(group["charter"]) == creator.charter
    assert (await watcher.receive())["t"] == "admitted"
    assert (await watcher.commit(1))["t"] == "committed"
    gone = await creator.expect("knock")
    assert (gone["identity"], gone["body"]) == (watcher.identity, None)
    assert "admitted" not in [frame["t"] for frame in await idle(watcher)]
    for person in (creator, member, watcher):
        await person.close()


async def test_the_way_to_the_engine_opens_with_the_door(service: Service) -> None:
    creator, member = await people_in(service, 2)
    await creator.decide(locked=True)
    await heard(member)
    watcher, other = Person(service, creator.link), Person(service, creator.link)
    for outside in (watcher, other):
        await outside.connect()
        assert outside.welcome["engine"] is None
        await outside.send({"t": "token"})
        assert await idle(outside) == []
    # Inside nothing changes, also after a reload.
    await member.send({"t": "token"})
    await member.expect("token")
    await member.close(code=1001)
    await member.connect()
    assert member.welcome["engine"]["token"]
    await creator.decide(admitted=(watcher.identity,))
    assert (await watcher.receive())["t"] == "engine", "before the news that the door is open"
    await watcher.send({"t": "token"})
    await watcher.expect("token")
    assert "engine" not in [frame["t"] for frame in await idle(other)]
    await creator.decide(locked=False)
    await other.expect("engine")
    assert "engine" not in [frame["t"] for frame in await idle(watcher)], "it was open to them before"
    for person in (creator, member, watcher, other):
        await person.close()


async def test_a_knock_ends_with_what_it_was_for(service: Service) -> None:
    creator, anna, member = await people_in(service, 3)
    await creator.decide(locked=True, **as_moderators(creator, anna))
    await heard(anna, member)
    watcher = Person(service, creator.link)
    await watcher.connect()

    async def waits() -> None:
        await knock(watcher)
        assert (await creator.expect("knock"))["body"] is not None

    async def waits_no_more() -> None:
        gone = await creator.expect("knock")
        assert (gone["identity"], gone["body"]) == (watcher.identity, None)

    await waits()
    await knock(watcher, None)
    await waits_no_more()
    await waits()
    await member.send({"t": "decline", "identity": watcher.identity})
    await idle(member)
    assert [frame["t"] for frame in await idle(creator, watcher)] == []
    await anna.send({"t": "decline", "identity": watcher.identity})
    await watcher.expect("declined")
    await waits_no_more()
    await waits()
    await watcher.close()
    await waits_no_more()
    await watcher.connect()
    await waits()
    twin = Person(service, creator.link)
    twin.key, twin.public, twin.identity = watcher.key, watcher.public, watcher.identity
    await twin.connect()
    await waits_no_more()
    await knock(twin)
    assert (await creator.expect("knock"))["body"] is not None
    await creator.decide(locked=False)
    await waits_no_more()
    # Those who are inside have nothing to knock for, and nobody is declined who does not wait.
    await knock(member)
    assert (await member.expect("refused"))["code"] == "invalid"
    await creator.send({"t": "decline", "identity": twin.identity})
    await creator.send({"t": "decline", "identity": "nobody"})
    await idle(creator)
    assert "declined" not in [frame["t"] for frame in await idle(twin)]
    for person in (creator, anna, member, watcher, twin):
        await person.close()


async def test_so_many_wait_and_no_more(service: Service) -> None:
    (creator,) = await people_in(service, 1)
    await creator.decide(locked=True)
    waiting = [Person(service, creator.link) for _ in range(KNOCKS_WAITING + 1)]
    came: list[Frame] = []
    for person in waiting:
        await person.connect()
        await knock(person)
        # So that they come in this order.
        came = await idle(person)
    assert [(frame["t"], frame["code"]) for frame in came] == [("refused", "room_full")]
    # One who waits may change the name; a place that is free is anybody's.
    await knock(waiting[0], os.urandom(frames.KNOCK_BYTES))
    assert await idle(waiting[0]) == []
    await knock(waiting[0], None)
    await idle(waiting[0])
    await knock(waiting[-1])
    assert await idle(waiting[-1]) == []
    shown = [frame for frame in await idle(creator) if frame["t"] == "knock"]
    assert len(shown) == KNOCKS_WAITING + 3
    for person in (creator, *waiting):
        await person.close()


@pytest.mark.parametrize("size", [0, frames.KNOCK_BYTES - 1, frames.KNOCK_BYTES + 1])
async def test_a_knock_has_one_size(service: Service, size: int) -> None:
    (creator,) = await people_in(service, 1)
    watcher = Person(service, creator.link)
    await watcher.connect()
    await knock(watcher, bytes(size))
    assert ((end := await watcher.closed()).code, end.error) == (4400, "bad_frame")
    await watcher.close()
    await creator.close()


async def test_knocks_are_limited(service: Service) -> None:
    (creator,) = await people_in(service, 1)
    await creator.decide(locked=True)
    watcher = Person(service, creator.link)
    await watcher.connect()
    for _ in range(KNOCKS_BURST + 2):
        await knock(watcher)
    assert ((end := await watcher.closed()).code, end.error) == (4429, "rate_limited")
    await watcher.close()
    await creator.close()
