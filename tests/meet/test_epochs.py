"""The compare-and-swap on the epoch, what may be posted when, and how members undo a commit together."""

import asyncio
import hashlib
from base64 import b64decode, b64encode
from pathlib import Path

from tests import mls
from tests.person import Link, Person
from tests.service import Service, make_settings, running_service


async def people_in(service: Service, count: int, link: Link | None = None) -> list[Person]:
    """So many people in one new room, each with every entry read."""
    shared = link or Link()
    people = [Person(service, shared) for _ in range(count)]
    await people[0].make_room()
    for index, person in enumerate(people):
        await (await person.connect()).enter()
        for other in people[:index]:
            await other.expect("entry", seq=person.seq)
    return people


async def test_fifty_commits_for_one_epoch_have_one_winner(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, room_capacity=50)) as service:
        link = Link()
        founder = Person(service, link)
        await founder.make_room()
        await (await founder.connect()).enter()
        racers = [Person(service, link) for _ in range(49)]
        await asyncio.gather(*(racer.connect() for racer in racers))
        answers = await asyncio.gather(founder.commit(0), *(racer.commit(0) for racer in racers))
        winners = [answer for answer in answers if answer["t"] == "committed"]
        losers = [answer for answer in answers if answer["t"] == "conflict"]
        assert (len(winners), len(losers)) == (1, 49)
        assert winners[0]["epoch"] == 1
        for loser in losers:
            assert (loser["code"], loser["epoch"], loser["seq"]) == (409, 1, 2)
            assert loser["head"] == winners[0]["head"]
            assert loser["group_info"] == losers[0]["group_info"]
        await asyncio.gather(*(person.close() for person in [founder, *racers]))


async def test_the_winner_and_its_group_info_are_one(service: Service) -> None:
    link = Link()
    first, second = Person(service, link), Person(service, link)
    await first.make_room()
    await first.connect()
    await second.connect()
    info = mls.group_info(link.room, 0)
    assert (await first.commit(None, info=info))["epoch"] == 0
    conflict = await second.commit(None)
    assert (conflict["t"], b64decode(conflict["group_info"])) == ("conflict", info)
    # A lobby is told of the group that it may join now.
    await first.commit(0, info=(info := mls.group_info(link.room, 1)))
    group = await second.expect("group", epoch=1)
    assert (b64decode(group["group_info"]), group["seq"], group["full"]) == (info, 2, False)
    assert b64decode(group["head"]) == first.head
    await first.close()
    await second.close()


async def test_what_is_no_commit_for_this_group_and_epoch_is_invalid(service: Service) -> None:
    link, other = Link(), Link()
    person = Person(service, link)
    await person.make_room()
    await person.connect()
    room = link.room
    assert (await person.commit(None, message=mls.commit(room, 0)))["code"] == "invalid"
    assert (await person.commit(None, info=mls.group_info(room, 1)))["code"] == "invalid"
    await person.enter()
    wrong = [
        {"message": mls.commit(other.room, 0)},
        {"message": mls.commit(room, 1)},
        {"message": mls.commit(room, 0, content_type=2)},
        {"message": mls.commit(room, 0, content_type=1)},
        {"message": b"\x00\x01\x00\x02" + mls.commit(room, 0)[4:]},
        {"message": b""},
        {"info": mls.group_info(other.room, 1)},
        {"info": mls.group_info(room, 0)},
        {"info": mls.group_info(room, 2)},
        {"info": mls.commit(room, 1)},
        {"info": b""},
    ]
    for case in wrong:
        answer = await person.commit(0, message=case.get("message"), info=case.get("info"))
        assert (answer["t"], answer["code"]) == ("refused", "invalid"), case
    await person.send({"t": "commit", "id": "x", "epoch": 0, "message": None, "group_info": ""})
    assert (await person.expect("refused", id="x"))["code"] == "invalid"
    assert (await person.commit(0))["epoch"] == 1
    await person.close()


async def test_a_watcher_may_not_speak(service: Service) -> None:
    (inside,) = await people_in(service, 1)
    watcher = Person(service, inside.link)
    await watcher.connect()
    assert (await watcher.say(0, b"hello"))["code"] == "not_a_member"
    await watcher.send({"t": "signal", "epoch": 0, "to": None, "body": ""})
    await watcher.send({"t": "reject", "epoch": 0, "hash": b64encode(bytes(32)).decode()})
    await watcher.send({"t": "ping"})
    await watcher.expect("pong")
    await inside.quiet()
    await inside.close()
    await watcher.close()


async def test_room_full(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, room_capacity=2)) as service:
        first, second = await people_in(service, 2)
        third = Person(service, first.link)
        await third.connect()
        assert third.welcome["full"]
        assert third.welcome["capacity"] == 2
        refused = await third.commit(1)
        assert (refused["t"], refused["code"]) == ("refused", "room_full")
        # Whoever is in may go on committing, and a place that was left is free.
        assert (await first.commit(1))["t"] == "committed"
        await second.send({"t": "leave"})
        await second.closed()
        assert not (await third.expect("group", full=False))["full"]
        assert (await third.commit(2))["t"] == "committed"
        for person in (first, second, third):
            await person.close()


async def test_signals_reach_those_they_are_for(service: Service) -> None:
    first, second, third = await people_in(service, 3)
    await first.send({"t": "signal", "epoch": 2, "to": None, "body": b64encode(b"all").decode()})
    for other in (second, third):
        signal = await other.expect("signal")
        assert (signal["from"], signal["epoch"], b64decode(signal["body"])) == (first.identity, 2, b"all")
    await first.send({"t": "signal", "epoch": 2, "to": second.identity, "body": b64encode(b"one").decode()})
    assert b64decode((await second.expect("signal"))["body"]) == b"one"
    await first.send({"t": "signal", "epoch": 1, "to": None, "body": b64encode(b"old").decode()})
    await first.quiet()
    await second.quiet()
    await third.quiet()
    for person in (first, second, third):
        await person.close()


async def test_a_majority_undoes_a_commit(service: Service) -> None:
    first, second, third = await people_in(service, 3)
    stranger = Person(service, first.link)
    await stranger.connect()
    message = mls.commit(first.link.room, 2)
    digest = hashlib.sha256(message).digest()
    assert (await stranger.commit(2, message=message))["epoch"] == 3
    for person in (first, second, third):
        assert (await person.expect("entry", kind="commit"))["from"] == stranger.identity
    reject = {"t": "reject", "epoch": 2, "hash": b64encode(digest).decode()}
    # One alone, however often, undoes nothing; nor does the stranger, who was not there in the epoch before.
    for person in (first, first, stranger, first):
        await person.send(reject)
    await second.quiet()
    await second.send(reject)
    for person in (first, second, third, stranger):
        entry = await person.expect("entry", kind="reopen")
        assert (entry["epoch"], entry["from"], b64decode(entry["body"])) == (2, "", digest)
    # Who came in by what does not count is outside again, and is told of the group that stands.
    group = await stranger.expect("group", epoch=2)
    assert {"identity": stranger.identity, "state": "left"} in group["members"]
    assert (await stranger.say(2, b"still here"))["code"] == "not_a_member"
    # The same bytes do not count a second time; another commit for the epoch does.
    assert (await stranger.commit(2, message=message))["code"] == "invalid"
    assert (await first.say(2, b"of the epoch that stands again"))["t"] == "accepted"
    assert (await third.commit(2))["epoch"] == 3
    await first.expect("entry", kind="commit")
    await second.expect("entry", kind="commit")
    assert first.head == second.head == third.head
    for person in (first, second, third, stranger):
        await person.close()


async def test_one_liar_undoes_nothing(service: Service) -> None:
    first, second, liar = await people_in(service, 3)
    message = mls.commit(first.link.room, 2, member=0)
    assert (await first.commit(2, message=message))["epoch"] == 3
    for digest in (hashlib.sha256(message).digest(), bytes(32)):
        for epoch in (2, 3, 1):
            await liar.send({"t": "reject", "epoch": epoch, "hash": b64encode(digest).decode()})
    await second.expect("entry", kind="commit")
    await second.quiet()
    assert (await second.say(3, b"goes on"))["t"] == "accepted"
    for person in (first, second, liar):
        await person.close()


async def test_commits_that_follow_a_refused_one_fall_with_it(service: Service) -> None:
    first, second, third = await people_in(service, 3)
    message = mls.commit(first.link.room, 2)
    info = mls.group_info(first.link.room, 3)
    await third.commit(2, message=message, info=info)
    await third.commit(3)
    reject = {"t": "reject", "epoch": 2, "hash": b64encode(hashlib.sha256(message).digest()).decode()}
    await first.send(reject)
    await second.send(reject)
    await second.expect("entry", kind="reopen", epoch=2)
    newcomer = Person(service, first.link)
    await newcomer.connect()
    assert newcomer.welcome["epoch"] == 2
    assert newcomer.welcome["group_info"] != b64encode(info).decode()
    assert (await newcomer.enter())["epoch"] == 3
    for person in (first, second, third, newcomer):
        await person.close()
