"""Names, chat, drafts and secrets are nowhere on the server.

Not in the memory of server and engine, not in the database and its journal, not in logs, nor in what passed over the wire. Each search
also looks for a control that the test has planted where it looks, as words that were not encrypted would stand there.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Playwright

from folkmoot.base.settings import Settings
from tests import person as plain
from tests import service as plain_service
from tests.journeys import memory
from tests.journeys.conftest import Arrive
from tests.journeys.evil import EvilServer, spellings
from tests.journeys.outsider import Outsider, link_parts, room_token
from tests.journeys.person import Person
from tests.journeys.service import Service
from tests.meet.test_epochs import people_in

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(150)]

NAME, CHAT = "Canary-Name-Quetzal", "canary chat: the heron nests under the third bridge"
DRAFT = "canary draft: the bittern was never mentioned"
# In clear on purpose: as a line of chat to the server, as the name of a track to the engine.
PLANTED, TRACK = b"planted control: a kingfisher in plain sight", "planted-control-dipper"

PUBLISH = """name => { const canvas = document.createElement('canvas'); canvas.getContext('2d').fillRect(0, 0, 9, 9);
  return room.localParticipant.publishTrack(canvas.captureStream(5).getVideoTracks()[0], { name, source: 'camera' }).then(() => null); }"""


@pytest_asyncio.fixture(loop_scope="session")
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """Of its own, and logs as much as it can."""
    running = Service(tmp_path / "var", settings={"FOLKMOOT_LOG_LEVEL": "debug", "FOLKMOOT_LOG_FORMAT": "json"})
    await running.start()
    yield running
    await running.stop()


def all_spellings(text: str) -> list[bytes]:
    """As browsers, Python and Go hold text."""
    return [*spellings(text.encode()), text.encode("utf-16-le"), text.encode("utf-32-le")]


@asynccontextmanager
async def somebody_in_clear(service: Service) -> AsyncGenerator[None]:
    """Somebody in a room of their own whose line of chat is not encrypted."""
    async with aiohttp.ClientSession() as session:
        there = plain_service.Service(Settings(port=service.port), session, asyncio.Event())
        (person,) = await people_in(there, 1, plain.Link())
        answer = await person.say(0, PLANTED)
        assert answer["t"] == "accepted"
        yield
        await person.close()


async def test_nothing_is_left_on_the_server(
    service: Service, evil: EvilServer, playwright: Playwright, arrive: Arrive
) -> None:
    ada: Person = await arrive(NAME, colour="red")
    bo: Person = await arrive("Bo", colour="green")
    link = await ada.start_conversation(evil.origin)
    await ada.enter()
    await bo.enter(link)
    await bo.encrypted_for(2)
    await ada.say(CHAT)
    await bo.hears_of([CHAT])
    await ada.open_panel("chat")
    await ada.page.get_by_label(ada.words("chat-label"), exact=True).fill(DRAFT)
    identity = await ada.identity()
    room, secret, _ = link_parts(link)
    token = room_token(room, secret)
    canaries = [*all_spellings(NAME), *all_spellings(CHAT), *all_spellings(DRAFT), *spellings(secret)]
    async with contextlib.AsyncExitStack() as stack:
        stranger = await Outsider.arrive(playwright, service.origin, link, page_origin=evil.origin)
        stack.push_async_callback(stranger.go)
        await stranger.page.evaluate(PUBLISH, TRACK)
        await stack.enter_async_context(somebody_in_clear(service))
        await asyncio.sleep(0.5)
        assert service.process is not None
        controls = {
            service.process.pid: {PLANTED, identity.encode()},
            service.engine_pid(): {TRACK.encode(), identity.encode()},
        }
        for pid, planted in controls.items():
            searched = await asyncio.to_thread(memory.search, pid, {*canaries, *planted})
            assert searched.found == planted
            assert searched.searched >= searched.resident
        files = {path: path.read_bytes() for path in sorted(service.data_dir.rglob("*")) if path.is_file()}
        stored = b"".join(files.values())
        journal = b"".join(data for path, data in files.items() if path.name.endswith("-wal"))
        wire = b"\n".join(evil.seen)
        logs = service.log.read_bytes()

    for canary in canaries:
        assert canary not in stored
        assert canary not in wire
        assert canary not in logs
    for spelling in spellings(token):
        assert spelling not in stored
        assert spelling not in logs
    for private in (identity.encode(), room.encode(), PLANTED, TRACK.encode(), b"127.0.0.1:" + b"5", b"access_token"):
        assert private not in logs, private

    # Controls: what must be there is found by the same search, so the search can find.
    assert PLANTED in journal
    for kept in (PLANTED, room.encode(), identity.encode()):
        assert kept in stored
    for carried in (room.encode(), identity.encode(), TRACK.encode()):
        assert carried in wire
    assert any(spelling in wire for spelling in spellings(token))
    # The port is of the test's choice; the program says it where it says everything.
    assert f"running at {service.origin}".encode() in logs
    assert b"engine_up" in logs
