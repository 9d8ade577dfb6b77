"""Names, chat and secrets are nowhere on the server: not in its database and journal, its logs, nor in what passed over the wire."""

import asyncio
import base64
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Playwright

from tests.journeys.evil import EvilServer
from tests.journeys.outsider import link_parts, room_token
from tests.journeys.person import Person
from tests.journeys.service import Service

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(150)]

NAME, CHAT = "Canary-Name-Quetzal", "canary chat: the heron nests under the third bridge"


@pytest_asyncio.fixture(loop_scope="session")
async def own(tmp_path: Path):
    """A service of its own, which logs as much as it can."""
    running = Service(tmp_path / "var", settings={"FOLKMOOT_LOG_LEVEL": "debug", "FOLKMOOT_LOG_FORMAT": "json"})
    await running.start()
    yield running
    await running.stop()


def spellings(secret: bytes) -> list[bytes]:
    """As bytes, as text of every base64 in use, as hexadecimal."""
    return [
        secret,
        base64.b64encode(secret).rstrip(b"="),
        base64.urlsafe_b64encode(secret).rstrip(b"="),
        secret.hex().encode(),
    ]


async def test_nothing_is_left_on_the_server(own: Service, playwright: Playwright, cameras: Path) -> None:
    evil = EvilServer(own)
    await evil.start()
    ada = await Person.arrive(playwright, NAME, colour="red", cameras=cameras)
    bo = await Person.arrive(playwright, "Bo", colour="green", cameras=cameras)
    try:
        link = await ada.start_conversation(evil.origin)
        await ada.enter()
        await bo.enter(link)
        await bo.encrypted_for(2)
        await ada.say(CHAT)
        await bo.hears_of([CHAT])
        identity = await ada.identity()
        room, secret, _ = link_parts(link)
        stored = b"".join(path.read_bytes() for path in sorted(own.data_dir.rglob("*")) if path.is_file())
        wire = b"\n".join(evil.seen)
        await asyncio.sleep(0.5)
        logs = own.log.read_bytes()
    finally:
        await ada.go()
        await bo.go()
        await evil.stop()

    token = room_token(room, secret)
    canaries = [NAME.encode(), CHAT.encode(), CHAT.encode("utf-16-le"), *spellings(secret)]
    for canary in canaries:
        assert canary not in stored
        assert canary not in wire
        assert canary not in logs
    for spelling in spellings(token):
        assert spelling not in stored
        assert spelling not in logs
    for private in (identity.encode(), room.encode(), b"127.0.0.1:" + b"5", b"access_token"):
        assert private not in logs, private

    # Controls: what must be there is found by the same search, so the search can find.
    assert room.encode() in stored
    assert identity.encode() in stored
    assert room.encode() in wire
    assert identity.encode() in wire
    assert any(spelling in wire for spelling in spellings(token))
    assert b"engine_up" in logs
