"""Charters through the door: who may decide, what a lock does, and how a room ends. Knocking: test_knocking.py."""

import asyncio
import os
from base64 import b64decode
from pathlib import Path
from typing import Any

import msgspec
import pytest

from folkmoot.meet import charter
from folkmoot.meet.charter import NONE, Charter
from folkmoot.meet.moderation import CHARTERS_BURST
from folkmoot.meet.tables import OF_A_ROOM
from tests import mls
from tests.kept import count
from tests.meet.test_epochs import people_in
from tests.moderator import Key, in_order, moderators_in_order
from tests.person import Closed, Frame, Link, Person
from tests.service import Service, make_settings, running_service


async def heard(*people: Person) -> None:
    """Each has read the newest charter."""
    for person in people:
        await person.expect("entry", kind="charter")


async def idle(*people: Person) -> list[Frame]:
    """What came up to now."""
    came: list[Frame] = []
    for person in people:
        await person.send({"t": "ping"})
        while (frame := await person.receive())["t"] != "pong":
            came.append(frame)
    return came


async def closed_with(person: Person, **options: Any) -> tuple[int | None, str | None]:
    with pytest.raises(Closed) as end:
        await person.connect(**options)
    await person.close()
    return end.value.code, end.value.error


def as_moderators(creator: Person, *people: Person) -> dict[str, Any]:
    key = Key(creator.link.room, creator.key)
    return {"moderators": moderators_in_order(key.appoint(person.identity) for person in people)}


async def test_a_charter_is_an_entry_for_all_and_news_for_the_lobby(service: Service) -> None:
    creator, other = await people_in(service, 2)
    watcher = Person(service, creator.link)
    await watcher.connect()
    assert watcher.welcome["charter"] is None
    assert watcher.asked == 1
    answer = await creator.decide(locked=True)
    assert (answer["t"], answer["seq"]) == ("accepted", 3)
    entry = await other.expect("entry", kind="charter")
    assert (entry["from"], entry["epoch"], b64decode(entry["body"])) == (creator.identity, 1, creator.charter)
    assert other.head == creator.head
    group = await watcher.expect("group")
    assert b64decode(group["charter"]) == creator.charter
    assert watcher.rules.locked
    newcomer = Person(service, creator.link)
    await newcomer.connect()
    assert newcomer.charter == creator.charter
    for person in (creator, other, watcher, newcomer):
        await person.close()


async def test_only_the_creator_and_whom_they_appointed_decide(service: Service) -> None:
    creator, anna, guest = await people_in(service, 3)
    watcher = Person(service, creator.link)
    await watcher.connect()
    locked = msgspec.structs.replace(NONE, n=1, locked=True)
    assert (await guest.decide(creator, locked=True))["code"] == "not_allowed"
    assert (await guest.decide(locked=True))["code"] == "not_allowed"
    assert (await guest.decide(creator, **as_moderators(guest, guest)))["code"] == "not_allowed"
    # What the creator has signed and not sent is nobody else's to send.
    assert (await guest.post_charter(creator.sign(locked)))["code"] == "not_allowed"
    assert (await guest.post_charter(b"\0"))["code"] == "not_allowed"
    assert (await watcher.post_charter(creator.sign(locked)))["code"] == "not_a_member"
    assert (await creator.decide(**as_moderators(creator, anna)))["t"] == "accepted"
    await heard(anna, guest)
    assert (await anna.decide(creator, locked=True))["t"] == "accepted"
    await heard(creator, guest)
    # A moderator appoints nobody, not even with the creator's own appointment; the creator dismisses.
    wanted = as_moderators(creator, anna, guest)
    assert (await anna.decide(creator, **wanted))["code"] == "old_charter"
    assert (await creator.decide(moderators=()))["t"] == "accepted"
    await heard(anna, guest)
    assert (await anna.decide(creator, locked=False))["code"] == "not_allowed"
    assert (await anna.decide(creator, **as_moderators(creator, anna)))["code"] == "old_charter"
    assert creator.head == anna.head == guest.head
    for person in (creator, anna, guest, watcher):
        await person.close()


async def test_a_creator_in_the_lobby_decides_nothing(service: Service) -> None:
    creator = Person(service, Link())
    await creator.make_room()
    await creator.connect()
    assert (await creator.decide(locked=True))["code"] == "not_a_member"
    await creator.close()


async def test_of_two_moderators_at_once_the_second_is_late(service: Service) -> None:
    creator, anna, ben = await people_in(service, 3)
    await creator.decide(**as_moderators(creator, anna, ben))
    await heard(anna, ben)
    before = creator.rules
    decided = {
        person.identity: msgspec.structs.replace(before, n=2, admitted=(person.identity,)) for person in (anna, ben)
    }
    first, second = await asyncio.gather(
        *(person.post_charter(person.sign(decided[person.identity], creator)) for person in (anna, ben))
    )
    winner, loser = (anna, ben) if first["t"] == "accepted" else (ben, anna)
    late = second if winner is anna else first
    assert (late["t"], late["code"]) == ("refused", "old_charter")
    # The one that stands has come before the refusal: with it the second can be said again.
    assert loser.charter == winner.charter
    assert (await loser.decide(creator, locked=True))["t"] == "accepted"
    await heard(creator, creator, winner)
    assert creator.rules.admitted == (winner.identity,)
    assert creator.head == anna.head == ben.head
    for person in (creator, anna, ben):
        await person.close()


async def test_a_locked_room(service: Service) -> None:
    creator, anna, member = await people_in(service, 3)
    await creator.decide(locked=True, **as_moderators(creator, anna))
    await heard(anna, member)
    stranger = Person(service, creator.link)
    await stranger.connect()
    answer = await stranger.commit(2)
    assert (answer["t"], answer["code"], answer["epoch"]) == ("refused", "room_locked", 2)
    # Whoever is inside may commit, and come again after a reload.
    await member.close(code=1001)
    await member.connect()
    assert (await member.commit(2))["t"] == "committed"
    # Creator and moderators find no door shut, also when they had left; others do.
    for epoch, person in ((3, creator), (4, anna)):
        await person.send({"t": "leave"})
        await person.closed()
        await person.close()
        await person.connect()
        assert (await person.commit(epoch))["t"] == "committed"
    await member.send({"t": "leave"})
    await member.closed()
    await member.close()
    await member.connect()
    assert (await member.commit(5))["code"] == "room_locked"
    assert (await creator.decide(locked=False))["t"] == "accepted"
    assert (await stranger.commit(5))["t"] == "committed"
    for person in (creator, anna, member, stranger):
        await person.close()


async def test_charters_are_limited(service: Service) -> None:
    (creator,) = await people_in(service, 1)
    for _ in range(CHARTERS_BURST + 20):
        await creator.send({"t": "charter", "id": "many", "body": ""})
    assert ((end := await creator.closed()).code, end.error) == (4429, "rate_limited")
    await creator.close()


async def test_the_end_is_read_and_then_stays(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, ended_room_seconds=3)
    async with running_service(settings) as service:
        creator, member = await people_in(service, 2)
        away = Person(service, creator.link)
        await away.connect()
        await away.enter()
        await away.close()
        watcher = Person(service, creator.link)
        await watcher.connect()
        assert (await creator.decide(ended=True))["t"] == "accepted"
        for person in (creator, member, watcher):
            assert ((end := await person.closed()).code, end.error) == (4411, "room_ended")
            await person.close()
        assert member.rules.ended, "the decision came before the end, signed"
        for person, resume in ((creator, True), (member, True), (away, False), (watcher, False)):
            assert await closed_with(person, resume=resume) == (4411, "room_ended")
        assert await closed_with(Person(service, Link(creator.link.room))) == (4401, "wrong_link")
        assert (await creator.make_room())["status"] == 409
    # Also for a service that was started anew, and then for nobody any more.
    async with running_service(settings) as service:
        member.service = service
        assert await closed_with(member, resume=True) == (4411, "room_ended")
        async with asyncio.timeout(8):
            while (await closed_with(member, resume=True))[0] == 4411:  # noqa: ASYNC110 - what is erased tells nobody
                await asyncio.sleep(0.2)
        assert await closed_with(member, resume=True) == (4404, "room_unknown")
        assert count(settings, OF_A_ROOM) == 0


async def test_a_restart_keeps_what_was_decided(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with running_service(settings) as service:
        creator, anna = await people_in(service, 2)
        await creator.decide(locked=True, **as_moderators(creator, anna))
        await heard(anna)
        await creator.close()
        await anna.close()
    async with running_service(settings) as service:
        stranger = Person(service, creator.link)
        for person in (creator, anna):
            person.service = service
            await person.connect(resume=True)
        await stranger.connect()
        assert creator.charter == anna.charter == stranger.charter
        assert (await stranger.commit(1))["code"] == "room_locked"
        assert (await anna.decide(creator, admitted=(stranger.identity,)))["t"] == "accepted"
        assert (await creator.expect("entry", kind="charter"))["from"] == anna.identity
        await stranger.expect("admitted")
        assert (await stranger.commit(1))["t"] == "committed"
        for person in (creator, anna, stranger):
            await person.close()


async def test_charters_and_commits_count_towards_the_size_of_a_log(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, room_log_mebibytes=1)) as service:
        for how in ("charter", "commit"):
            (creator,) = await people_in(service, 1)
            while creator.seq < 63:
                await creator.say(0, os.urandom(20_000))
            if how == "charter":
                await creator.decide(locked=True)
            else:
                await creator.commit(0)
            assert creator.seq == 64
            envelope = creator.charter
            await creator.close()
            creator.seq = 10
            assert await closed_with(creator, resume=True) == (4410, "resume_gone")
            # The charter stands, whatever of the log is left.
            newcomer = Person(service, creator.link)
            await newcomer.connect()
            assert newcomer.charter == envelope
            await newcomer.close()


async def test_the_largest_charter_fits(service: Service) -> None:
    (creator,) = await people_in(service, 1)

    def identities(label: str, count: int) -> tuple[Any, ...]:
        seeds = [f"{label} {number}".ljust(32).encode() for number in range(count)]
        return in_order(Key.of(creator.link.room, seed).identity for seed in seeds)

    room = Key(creator.link.room, creator.key)
    largest: Charter = msgspec.structs.replace(
        NONE,
        n=1,
        version=2,
        admitted=identities("a", charter.ADMITTED_MAX),
        removed=identities("r", charter.REMOVED_MAX),
        moderators=tuple(room.appoint(identity) for identity in identities("m", charter.MODERATORS_MAX)),
    )
    assert (await creator.post_charter(creator.sign(largest)))["t"] == "accepted"
    assert (await creator.commit(0, message=mls.commit(creator.link.room, 0, member=0), link=creator.link.next()))[
        "t"
    ] == "committed"
    await creator.close()
