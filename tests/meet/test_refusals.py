"""Who is turned away, and with which code."""

import asyncio
import os
from base64 import b64encode
from pathlib import Path

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from folkmoot.meet import frames
from tests.meet.test_epochs import people_in
from tests.person import Closed, Link, Person
from tests.service import Service, make_settings, running_service


async def refused(person: Person, *, resume: bool = False, token: bytes | None = None) -> tuple[int | None, str | None]:
    with pytest.raises(Closed) as end:
        await person.connect(resume=resume, token=token)
    await person.close()
    return end.value.code, end.value.error


async def test_wrong_link(service: Service) -> None:
    link = Link()
    person = Person(service, link)
    await person.make_room()
    assert await refused(person, token=Link(link.room).token) == (4401, "wrong_link")
    assert await refused(person, token=bytes(32)) == (4401, "wrong_link")
    # The key that signs is not the key that is shown.
    person.key = Ed25519PrivateKey.generate()
    assert await refused(person) == (4401, "wrong_link")


async def test_a_signature_is_for_one_challenge_and_room(service: Service) -> None:
    link, other = Link(), Link()
    person, elsewhere = Person(service, link), Person(service, other)
    await person.make_room()
    await elsewhere.make_room()
    elsewhere.link = Link(link.room, link.secret)
    elsewhere.key, elsewhere.public, elsewhere.identity = person.key, person.public, person.identity
    await elsewhere.open_socket()
    await elsewhere.receive()
    signature = person.key.sign(b"folkmoot hello v1\0" + bytes(32) + link.room.encode())
    hello = {"t": "hello", "token": b64encode(link.token).decode(), "key": b64encode(person.public).decode()}
    await elsewhere.send({**hello, "signature": b64encode(signature).decode(), "resume": None})
    assert (await elsewhere.closed()).code == 4401
    await elsewhere.close()


async def test_a_key_that_is_no_point_is_a_wrong_link(service: Service) -> None:
    person = Person(service, Link())
    await person.make_room()
    for public in (bytes([2]) + bytes(31), bytes(32), b"\xff" * 32):
        person.public = public
        assert await refused(person) == (4401, "wrong_link")


async def test_room_unknown(service: Service) -> None:
    assert await refused(Person(service, Link())) == (4404, "room_unknown")
    person = Person(service, Link())
    person.link.room = type(person.link.room)("no-room-id")
    person.identity = Person(service, Link()).identity
    assert await refused(person) == (4404, "room_unknown")


@pytest.mark.parametrize(
    "options",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"protocol": "folkmoot.v2"},
    ],
)
async def test_no_handshake_with_other_sites_and_versions(service: Service, options: dict[str, str]) -> None:
    person = Person(service, Link())
    await person.make_room()
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await person.open_socket(**options)
    assert refusal.value.status == 403


async def test_no_handshake_without_an_origin(service: Service) -> None:
    url = f"{service.url}/api/v1/rooms/{Link().room}/ws"
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await service.session.ws_connect(url, protocols=["folkmoot.v1"])
    assert refusal.value.status == 403


async def test_the_newer_connection_replaces_the_older(service: Service) -> None:
    (person,) = await people_in(service, 1)
    twin = Person(service, person.link)
    twin.key, twin.public, twin.identity = person.key, person.public, person.identity
    twin.seq, twin.head = person.seq, person.head
    await twin.connect(resume=True)
    assert ((end := await person.closed()).code, end.error) == (4409, "replaced")
    assert (await twin.say(0, b"the same place"))["t"] == "accepted"
    await person.close()
    await twin.close()


async def test_resume_gone(service: Service) -> None:
    (person,) = await people_in(service, 1)
    stranger = Person(service, person.link)
    assert await refused(stranger, resume=True) == (4410, "resume_gone")
    person.seq = 99
    await person.close()
    assert await refused(person, resume=True) == (4410, "resume_gone")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "[]",
        "{}",
        "null",
        '{"t":"nothing"}',
        '{"t":"hello"}',
        '{"t":"message","id":"1","epoch":0}',
        "[" * 100_000,
    ],
)
async def test_bad_frame(service: Service, data: str) -> None:
    (person,) = await people_in(service, 1)
    await person.socket.send_str(data)
    assert ((end := await person.closed()).code, end.error) == (4400, "bad_frame")
    await person.close()


async def test_bytes_are_no_frame(service: Service) -> None:
    (person,) = await people_in(service, 1)
    await person.socket.send_bytes(b'{"t":"ping"}')
    assert ((end := await person.closed()).code, end.error) == (4400, "bad_frame")
    await person.close()


async def test_only_a_hello_opens(service: Service) -> None:
    person = Person(service, Link())
    await person.make_room()
    await person.open_socket()
    await person.receive()
    await person.send({"t": "ping"})
    assert ((end := await person.closed()).code, end.error) == (4400, "bad_frame")
    await person.close()


def coded(size: int) -> str:
    return b64encode(os.urandom(size)).decode()


@pytest.mark.parametrize(
    ("kind", "field", "at_most"),
    [
        ("message", "body", frames.BODY_MAX),
        ("signal", "body", frames.BODY_MAX),
        ("commit", "message", frames.MESSAGE_MAX),
        ("commit", "group_info", frames.GROUP_INFO_MAX),
        ("charter", "body", frames.CHARTER_MAX),
    ],
)
async def test_caps(service: Service, kind: str, field: str, at_most: int) -> None:
    (person,) = await people_in(service, 1)
    frame = {"t": kind, "id": "1", "epoch": 0, "to": None, "body": "", "message": "", "group_info": ""}
    await person.send({**frame, field: coded(at_most)})
    await person.send({"t": "ping"})
    await person.expect("pong")
    await person.send({**frame, field: coded(at_most + 1)})
    assert ((end := await person.closed()).code, end.error) == (4413, "too_large")
    await person.close()


async def test_cap_of_a_frame(service: Service) -> None:
    (person,) = await people_in(service, 1)
    frame = '{"t":"ping"}'
    await person.socket.send_str(frame.ljust(frames.FRAME_MAX))
    await person.expect("pong")
    await person.socket.send_str(frame.ljust(frames.FRAME_MAX + 1))
    assert ((end := await person.closed()).code, end.error) == (4413, "too_large")
    await person.close()


async def test_frames_are_limited(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, frames_burst=20, frames_per_second=5)) as service:
        (person,) = await people_in(service, 1)
        for _ in range(30):
            await person.send({"t": "ping"})
        assert ((end := await person.closed()).code, end.error) == (4429, "rate_limited")
        await person.close()


async def test_commits_are_limited(service: Service) -> None:
    (person,) = await people_in(service, 1)

    async def hurry() -> None:
        for epoch in range(50):
            await person.commit(epoch)

    with pytest.raises(Closed) as end:
        await hurry()
    assert (end.value.code, end.value.error) == (4429, "rate_limited")
    await person.close()


async def test_joins_are_limited(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, joins_per_minute=3)) as service:
        person = Person(service, Link())
        await person.make_room()
        for _ in range(3):
            await person.connect()
            await person.close()
        assert await refused(person) == (4429, "rate_limited")


async def test_watchers_are_limited(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, room_capacity=2)) as service:
        link = Link()
        watchers = [Person(service, link) for _ in range(11)]
        await watchers[0].make_room()
        for watcher in watchers[:10]:
            await watcher.connect()
        assert await refused(watchers[10]) == (4429, "rate_limited")
        for watcher in watchers[:10]:
            await watcher.close()


async def test_a_slow_reader_is_cut_off_and_disturbs_nobody(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, queue_bytes=65536 * 8, queue_frames=64, frames_per_second=100_000)
    async with running_service(settings) as service:
        speaker, listener = await people_in(service, 2)
        sleeper = Person(service, speaker.link)
        await (await sleeper.connect()).enter()
        for other in (speaker, listener):
            await other.expect("entry")
        wire = sleeper.transport
        wire.pause_reading()
        gone = asyncio.create_task(speaker.expect("presence", seconds=30, state="away"))
        body = b64encode(os.urandom(60_000)).decode()
        slowest, number = 0.0, 0
        # What the kernel's buffers hold comes on top of our own queue.
        while not gone.done() and number < 400:
            number += 1
            start = asyncio.get_running_loop().time()
            await speaker.send({"t": "message", "id": str(number), "epoch": 2, "body": body})
            await listener.expect("entry")
            slowest = max(slowest, asyncio.get_running_loop().time() - start)
        assert (await gone)["identity"] == sleeper.identity
        assert listener.seq == 3 + number
        assert slowest < 2
        # It is told why as soon as it reads.
        wire.resume_reading()
        assert ((end := await sleeper.closed()).code, end.error) == (4430, "slow_reader")
        for person in (speaker, listener, sleeper):
            await person.close()
