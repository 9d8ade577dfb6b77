"""A conversation from the first person to the last, over the wire."""

import os
from base64 import b64decode
from pathlib import Path

import pytest

from folkmoot.meet.entries import Entry, Kind, next_head
from tests.person import Closed, Link, Person
from tests.service import Service, make_settings, running_service


async def test_journey(service: Service) -> None:
    link = Link()
    first, second = Person(service, link), Person(service, link)
    made = await first.make_room()
    assert made == {"status": 201, "room": link.room, "capacity": 12}

    await first.connect()
    assert first.welcome["seq"] == 0
    assert first.welcome["epoch"] is None
    assert first.welcome["group_info"] is None
    assert first.welcome["members"] == []
    assert not first.welcome["full"]
    assert b64decode(first.welcome["head"]) == first.head
    assert first.welcome["engine"]["path"] == "/engine"
    created = await first.enter()
    assert (created["seq"], created["epoch"]) == (1, 0)
    assert created["members"] == [{"identity": first.identity, "state": "here"}]

    await second.connect()
    assert second.welcome["epoch"] == 0
    assert second.welcome["members"] == [{"identity": first.identity, "state": "here"}]
    joined = await second.enter()
    assert (joined["seq"], joined["epoch"]) == (2, 1)
    entry = await first.expect("entry")
    assert (entry["kind"], entry["epoch"], entry["from"]) == ("commit", 0, second.identity)
    assert first.head == second.head == b64decode(joined["head"])

    assert (await first.say(1, b"hello"))["t"] == "accepted"
    heard = await second.expect("entry", kind="message")
    assert (heard["from"], b64decode(heard["body"]), heard["epoch"]) == (first.identity, b"hello", 1)
    assert first.head == second.head

    refused = await second.say(0, b"too late")
    assert (refused["t"], refused["code"], refused["epoch"]) == ("refused", "old_epoch", 1)
    conflict = await second.commit(0)
    assert (conflict["t"], conflict["code"], conflict["epoch"], conflict["seq"]) == ("conflict", 409, 1, 3)
    assert conflict["group_info"] is not None
    assert (await first.commit(1))["epoch"] == 2
    assert (await second.expect("entry", kind="commit"))["from"] == first.identity

    await second.send({"t": "leave"})
    assert (await second.closed()).code == 1000
    left = await first.expect("entry", kind="left")
    assert (left["from"], left["epoch"]) == (second.identity, 2)
    await first.close()


async def test_a_resume_has_no_gap_and_nothing_twice(service: Service) -> None:
    link = Link()
    speaker, listener = Person(service, link), Person(service, link)
    await speaker.make_room()
    await (await speaker.connect()).enter()
    await (await listener.connect()).enter()
    await speaker.expect("entry")
    await speaker.say(1, b"before")
    await listener.expect("entry", kind="message")
    listener.cut()
    assert (await speaker.expect("presence", state="away"))["identity"] == listener.identity
    for number in range(300):
        await speaker.say(1, str(number).encode() * 100)
    await listener.close()
    await listener.connect(resume=True)
    assert listener.welcome["members"] == [
        {"identity": speaker.identity, "state": "here"},
        {"identity": listener.identity, "state": "here"},
    ] or listener.welcome["members"] == [
        {"identity": listener.identity, "state": "here"},
        {"identity": speaker.identity, "state": "here"},
    ]
    while listener.seq < listener.welcome["seq"]:
        await listener.receive()
    assert (await speaker.expect("presence", state="here"))["identity"] == listener.identity
    await listener.say(1, b"back")
    await speaker.expect("entry", kind="message")
    assert speaker.head == listener.head
    assert len([entry for entry in listener.entries if entry["kind"] == "message"]) == 301
    await speaker.close()
    await listener.close()


async def test_a_long_log_fits_through_a_small_queue(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, queue_bytes=128 * 1024, queue_frames=16)
    async with running_service(settings) as service:
        link = Link()
        speaker, listener = Person(service, link), Person(service, link)
        await speaker.make_room()
        await (await speaker.connect()).enter()
        await (await listener.connect()).enter()
        await listener.close(code=1001)
        await speaker.expect("presence", state="away")
        for _ in range(60):
            await speaker.say(1, os.urandom(40_000))
        await listener.connect(resume=True)
        while listener.seq < speaker.seq:
            await listener.receive()
        assert listener.head == speaker.head
        await speaker.close()
        await listener.close()


async def test_the_older_half_of_a_log_that_outgrows_its_room_goes(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, room_log_mebibytes=1)) as service:
        link = Link()
        speaker, listener = Person(service, link), Person(service, link)
        await speaker.make_room()
        await (await speaker.connect()).enter()
        await (await listener.connect()).enter()
        early = listener.seq
        for _ in range(50):
            await speaker.say(1, os.urandom(20_000))
            await listener.expect("entry")
        await listener.close(code=1001)
        for _ in range(20):
            await speaker.say(1, os.urandom(20_000))
        await listener.connect(resume=True)
        while listener.seq < speaker.seq:
            await listener.receive()
        assert listener.head == speaker.head
        await listener.close()
        listener.seq = early
        with pytest.raises(Closed) as gone:
            await listener.connect(resume=True)
        assert (gone.value.code, gone.value.error) == (4410, "resume_gone")
        await listener.close()
        await speaker.close()


async def test_own_entries_come_after_a_resume(service: Service) -> None:
    link = Link()
    person = Person(service, link)
    await person.make_room()
    await (await person.connect()).enter()
    head, seq = person.head, person.seq
    await person.say(0, b"said, and the answer got lost")
    expected = person.head
    await person.close(code=1001)
    person.seq, person.head = seq, head
    await person.connect(resume=True)
    entry = await person.expect("entry")
    assert (entry["from"], entry["kind"]) == (person.identity, "message")
    body = b64decode(entry["body"])
    assert person.head == expected == next_head(head, Entry(seq + 1, Kind.message, 0, person.identity, body))
    await person.close()
