"""Removing somebody: the charter shuts the door at once, the commit after it brings the next link."""

import asyncio
import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from livekit.protocol.rtc import SignalResponse

from tests import mls
from tests.meet.test_epochs import people_in
from tests.meet.test_media_access import connect
from tests.meet.test_moderation import closed_with, heard, idle
from tests.moderator import in_order
from tests.person import Closed, Frame, Link, Person
from tests.service import Service, make_settings, running_service


async def remove(creator: Person, *people: Person) -> Frame:
    """The charter alone."""
    removed = in_order([*creator.rules.removed, *(person.identity for person in people)])
    return await creator.decide(removed=removed, version=creator.rules.version + 1)


async def complete(person: Person, epoch: int, link: Link | None) -> Frame:
    """The commit that takes out whoever was removed."""
    message = mls.commit(person.link.room, epoch, member=0)
    answer = await person.commit(epoch, message=message, link=link)
    if answer["t"] == "committed" and link is not None:
        person.link = link
    return answer


def with_link(person: Person, link: Link) -> Person:
    person.link = link
    return person


async def test_who_is_removed_reads_it_and_stays_out(service: Service) -> None:
    creator, member, guest = await people_in(service, 3)
    old = creator.link
    assert (await remove(creator, guest))["t"] == "accepted"
    assert ((end := await guest.closed()).code, end.error) == (4403, "removed")
    assert guest.entries[-1]["kind"] == "charter", "who decided it, signed, before the end"
    assert guest.identity in guest.rules.removed
    await guest.close()
    for resume in (True, False):
        assert await closed_with(guest, resume=resume) == (4403, "removed")
    await heard(member)
    # For everybody else the entry says what `left` would; nothing else is written of it.
    assert [frame["t"] for frame in await idle(creator, member)] == []
    reader = with_link(Person(service, old), old)
    reader.key, reader.public, reader.identity = member.key, member.public, member.identity
    await member.close(code=1001)
    await reader.connect()
    assert {"identity": guest.identity, "state": "left"} in reader.welcome["members"]
    assert (await complete(creator, 2, old.next()))["t"] == "committed"
    assert await closed_with(guest, resume=True) == (4403, "removed")
    assert await closed_with(with_link(guest, creator.link)) == (4403, "removed")
    for person in (creator, member, reader):
        await person.close()


async def test_the_old_link_ends_with_the_charter_and_the_new_one_begins_with_the_commit(service: Service) -> None:
    creator, member, guest = await people_in(service, 3)
    old, new = creator.link, creator.link.next()
    watcher = Person(service, old)
    await watcher.connect()
    await remove(creator, guest)
    assert ((end := await watcher.closed()).code, end.error) == (4401, "wrong_link")
    assert await closed_with(Person(service, old)) == (4401, "wrong_link")
    assert await closed_with(Person(service, new)) == (4401, "wrong_link")
    assert (await complete(creator, 2, new))["t"] == "committed"
    for outsider in (watcher, Person(service, old)):
        await outsider.close()
        assert await closed_with(outsider) == (4401, "wrong_link")
        assert outsider.asked == 2
    newcomer = Person(service, new)
    await newcomer.connect()
    assert (newcomer.asked, newcomer.rules.version) == (2, 2)
    assert (await newcomer.commit(3))["t"] == "committed"
    # A member comes back with what they have, reads on, and learns the new link from the group.
    await member.close(code=1001)
    await member.connect(resume=True)
    while member.seq < member.welcome["seq"]:
        await member.receive()
    assert member.rules.version == 2
    for person in (creator, member, newcomer):
        await person.close()


async def test_an_old_link_is_good_for_coming_back_only(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, reload_seconds=0.3)
    async with running_service(settings) as service:
        creator, member, guest = await people_in(service, 3)
        await remove(creator, guest)
        await complete(creator, 2, creator.link.next())
        await member.expect("entry", kind="commit")
        await member.close(code=1001)
        await creator.expect("entry", kind="left")
        # They have left; to come in anew they would need the new link, to resume they do not.
        assert await closed_with(member) == (4401, "wrong_link")
        await member.connect(resume=True)
        assert (await creator.expect("entry", kind="back"))["from"] == member.identity
        await member.close()
        await creator.close()
        await guest.close()


async def test_a_commit_that_should_bring_the_new_link_and_does_not(service: Service) -> None:
    creator, member, guest = await people_in(service, 3)
    room, new = creator.link.room, creator.link.next()
    assert (await complete(creator, 2, new))["code"] == "invalid", "none is due"
    await remove(creator, guest)
    await heard(member)
    assert (await complete(member, 2, None))["code"] == "invalid"
    for version in (1, 3):
        assert (await complete(member, 2, creator.link.next(version)))["code"] == "invalid"
    for half in ({"auth": b64encode(bytes(32)).decode()}, {"link": 2}):
        commit = b64encode(mls.commit(room, 2, member=0)).decode()
        info = b64encode(mls.group_info(room, 3)).decode()
        frame = {"t": "commit", "id": "half", "epoch": 2, "message": commit, "group_info": info}
        await member.send({**frame, **half})
        assert (await member.expect("refused", id="half"))["code"] == "invalid"
    # Who reloads just then comes in by the old one, and brings none.
    await member.close(code=1001)
    await member.connect()
    assert (await member.commit(2, link=new))["code"] == "invalid"
    assert (await member.commit(2))["t"] == "committed"
    assert member.asked == 1
    await creator.expect("entry", kind="commit")
    assert (await complete(creator, 2, new))["t"] == "conflict"
    assert (await complete(creator, 3, new))["t"] == "committed"
    assert (await complete(creator, 4, new.next()))["code"] == "invalid"
    assert (await complete(creator, 4, None))["t"] == "committed"
    for person in (creator, member, guest):
        await person.close()


async def test_two_removals_before_the_commit(service: Service) -> None:
    creator, first, second = await people_in(service, 3)
    old = creator.link
    await remove(creator, first)
    await remove(creator, second)
    # Made when only one of them was to go: its link is not the one that is due.
    assert (await complete(creator, 2, old.next()))["code"] == "invalid"
    assert (await complete(creator, 2, old.next(3)))["t"] == "committed"
    for person in (first, second):
        await person.closed()
        await person.close()
        assert await closed_with(person, resume=True) == (4403, "removed")
    newcomer = Person(service, creator.link)
    await newcomer.connect()
    assert newcomer.asked == 3
    await newcomer.close()
    await creator.close()


async def test_the_last_link_that_was_brought_is_the_one_that_counts(service: Service) -> None:
    creator, first, second = await people_in(service, 3)
    links = [creator.link]
    for epoch, person in ((2, first), (3, second)):
        await remove(creator, person)
        assert (await complete(creator, epoch, creator.link.next()))["t"] == "committed"
        links.append(creator.link)
        await person.close()
    for link in links[:-1]:
        assert await closed_with(Person(service, link)) == (4401, "wrong_link")
        assert await closed_with(with_link(first, link)) == (4403, "removed")
        # Each of them is a link that a member may still have.
        await creator.close(code=1001)
        await with_link(creator, link).connect(resume=True)
    await creator.close()


@pytest.mark.parametrize("attempt", range(4))
async def test_the_removed_ones_own_commit_races_the_rotation(service: Service, attempt: int) -> None:
    creator, member, guest = await people_in(service, 3)
    link, new = creator.link, creator.link.next()
    # The guest's second identity waits in the lobby, as any holder of the link may.
    second = Person(service, link)
    await second.connect()

    async def hold_on(person: Person, **options: Any) -> Frame | None:
        for _ in range(attempt):
            await asyncio.sleep(0)
        try:
            return await person.commit(2, **options)
        except (Closed, ConnectionResetError):
            return None

    decided, *answers = await asyncio.gather(
        remove(creator, guest), hold_on(guest, message=mls.commit(link.room, 2, member=2)), hold_on(second)
    )
    assert decided["t"] == "accepted"
    await heard(member)
    epoch, kinds = member.epoch, [entry["kind"] for entry in member.entries]
    # What was first in the log was before the removal; after it there is nothing of theirs.
    assert len([answer for answer in answers if answer is not None and answer["t"] == "committed"]) == epoch - 2
    assert "commit" not in kinds[kinds.index("charter") :]
    if any(answer is not None and answer["t"] == "committed" for answer in answers[1:]):
        # The second identity was in before the charter: a member like any other until it is removed too.
        assert second.is_open
    else:
        assert await closed_with(second) == (4401, "wrong_link")
    while (answer := await complete(creator, epoch, new))["t"] == "conflict":
        epoch = answer["epoch"]
    assert answer["t"] == "committed"
    assert await closed_with(guest) == (4403, "removed")
    for person in (creator, member, guest, second):
        await person.close()


async def test_a_removal_and_somebody_who_joins(service: Service) -> None:
    creator, member, guest = await people_in(service, 3)
    link, new = creator.link, creator.link.next()
    joining = Person(service, link)
    await joining.connect()

    async def join() -> Frame | None:
        try:
            return await joining.commit(2)
        except (Closed, ConnectionResetError):
            return None

    joined, decided = await asyncio.gather(join(), remove(creator, guest))
    assert decided["t"] == "accepted"
    epoch = 2 if joined is None else 3
    assert (await complete(creator, epoch, new))["t"] == "committed"
    if joined is None:
        assert (joining.error, await closed_with(joining)) == ("wrong_link", (4401, "wrong_link"))
    else:
        # In before the charter: they stay, and read it.
        await joining.expect("entry", kind="charter")
        await joining.expect("entry", kind="commit")
        assert joining.head == creator.head
    for person in (creator, member, guest, joining):
        await person.close()


async def test_members_who_refuse_the_commit_have_the_old_link_again(service: Service) -> None:
    creator, anna, ben, guest = await people_in(service, 4)
    old, bad, good = creator.link, creator.link.next(), creator.link.next()
    await remove(creator, guest)
    await heard(anna, ben)
    message = mls.commit(old.room, 3, member=1)
    # A member brings a link that nobody else could derive, and lets an accomplice in by it.
    assert (await anna.commit(3, message=message, link=bad))["t"] == "committed"
    accomplice, waiting = Person(service, bad), Person(service, bad)
    await accomplice.connect()
    assert (await accomplice.commit(4))["t"] == "committed"
    await waiting.connect()
    reject = {"t": "reject", "epoch": 3, "hash": b64encode(hashlib.sha256(message).digest()).decode()}
    await creator.send(reject)
    await ben.send(reject)
    for person in (creator, ben, accomplice):
        await person.expect("entry", kind="reopen")
    assert await closed_with(Person(service, bad)) == (4401, "wrong_link")
    assert await closed_with(Person(service, old)) == (4401, "wrong_link")
    # Neither comes in while the right commit is awaited, and neither is left over when it has come.
    for outsider in (accomplice, waiting):
        assert (await outsider.commit(3))["code"] == "not_a_member"
    assert (await complete(creator, 3, good))["t"] == "committed"
    for outsider in (accomplice, waiting):
        assert ((end := await outsider.closed()).code, end.error) == (4401, "wrong_link")
    newcomer = Person(service, good)
    await newcomer.connect()
    assert newcomer.asked == 2
    for person in (creator, anna, ben, guest, accomplice, waiting, newcomer):
        await person.close()


@pytest.mark.parametrize("when", ["before the commit", "after it"])
async def test_a_restart_in_the_middle(tmp_path: Path, when: str) -> None:
    settings = make_settings(tmp_path)
    async with running_service(settings) as service:
        creator, member, guest = await people_in(service, 3)
        old, new = creator.link, creator.link.next()
        await remove(creator, guest)
        await heard(member)
        if when == "after it":
            await complete(creator, 2, new)
            await member.expect("entry", kind="commit")
        for person in (creator, member, guest):
            await person.close()
    async with running_service(settings) as service:
        for person in (creator, member, guest):
            person.service = service
        assert await closed_with(guest, resume=True) == (4403, "removed")
        assert await closed_with(Person(service, old)) == (4401, "wrong_link")
        await member.connect(resume=True)
        await creator.connect(resume=True)
        if when == "before the commit":
            assert (await complete(creator, 2, None))["code"] == "invalid"
            assert (await complete(creator, 2, new))["t"] == "committed"
        newcomer = Person(service, new)
        await newcomer.connect()
        assert newcomer.asked == 2
        assert (await newcomer.commit(3))["t"] == "committed"
        for person in (creator, member, newcomer):
            await person.close()


async def test_the_removed_ones_place_is_free_and_counts_for_nothing(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, room_capacity=2)) as service:
        creator, guest = await people_in(service, 2)
        await remove(creator, guest)
        link = creator.link.next()
        await complete(creator, 1, link)
        newcomer = Person(service, link)
        await newcomer.connect()
        assert not newcomer.welcome["full"]
        assert (await newcomer.commit(2))["t"] == "committed"
        assert {"identity": guest.identity, "state": "left"} in newcomer.welcome["members"]
        for person in (creator, guest, newcomer):
            await person.close()


async def test_the_challenge_tells_nothing_of_unknown_rooms(service: Service) -> None:
    person = Person(service, Link())
    assert await closed_with(person) == (4404, "room_unknown")
    assert person.asked == 1


async def test_the_engine_drops_who_was_removed_and_keeps_them_out(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path), with_engine=True) as service:
        creator, guest = await people_in(service, 2)
        token = guest.welcome["engine"]["token"]
        url = f"{service.url}/engine/rtc?access_token={token}&protocol=15&sdk=js"
        for after in ("the charter", "coming again with the token"):
            async with service.session.ws_connect(url, headers={"Origin": service.origin}) as media:
                assert SignalResponse.FromString(await media.receive_bytes()).HasField("join"), after
                if after == "the charter":
                    await remove(creator, guest)
                async with asyncio.timeout(10):
                    came = [message.data async for message in media if message.type is aiohttp.WSMsgType.BINARY]
                assert "leave" in [SignalResponse.FromString(data).WhichOneof("message") for data in came]
        # Nobody else is disturbed.
        assert (
            await connect(service, creator.welcome["engine"]["token"])
        ).join.participant.identity == creator.identity
        await creator.close()
        await guest.close()


async def test_the_end_closes_the_engines_room(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path), with_engine=True) as service:
        creator, guest = await people_in(service, 2)
        url = f"{service.url}/engine/rtc?access_token={guest.welcome['engine']['token']}&protocol=15&sdk=js"
        async with service.session.ws_connect(url, headers={"Origin": service.origin}) as media:
            assert SignalResponse.FromString(await media.receive_bytes()).HasField("join")
            await creator.decide(ended=True)
            async with asyncio.timeout(10):
                came = [message.data async for message in media if message.type is aiohttp.WSMsgType.BINARY]
            assert "leave" in [SignalResponse.FromString(data).WhichOneof("message") for data in came]
        await creator.close()
        await guest.close()
