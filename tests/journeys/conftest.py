"""Fixtures: one running service for all journeys of a module, browsers that are closed whatever happens."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, async_playwright

from tests.crypto.lab import build
from tests.journeys.evil import EvilServer
from tests.journeys.holder import LinkHolder
from tests.journeys.outsider import PAGE, Outsider
from tests.journeys.person import CHROMIUM, FLAGS, Person
from tests.journeys.scene import CAST, Hold, Scene, Stage, reached
from tests.journeys.service import Service
from tests.journeys.tap import Tap

Arrive = Callable[..., Awaitable[Person]]
Intrude = Callable[..., Awaitable[Outsider]]


@pytest.fixture(scope="session")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cameras")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    # A person whose line broke has 2 s here, so that a test need not wait for two minutes.
    running = Service(tmp_path_factory.mktemp("journeys") / "var", settings={"FOLKMOOT_AWAY_SECONDS": "2"})
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def evil(service: Service) -> AsyncIterator[EvilServer]:
    async with EvilServer(service, extra={"/outsider": PAGE}) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def closing() -> AsyncIterator[contextlib.AsyncExitStack]:
    async with contextlib.AsyncExitStack() as stack:
        yield stack


@pytest_asyncio.fixture(loop_scope="session")
async def arrive(playwright: Playwright, cameras: Path, closing: contextlib.AsyncExitStack) -> Arrive:
    async def make(name: str, **given: Any) -> Person:
        person = await Person.arrive(playwright, name, cameras=cameras, **given)
        closing.push_async_callback(person.go)
        return person

    return make


@pytest_asyncio.fixture(loop_scope="session")
async def intrude(playwright: Playwright, evil: EvilServer, closing: contextlib.AsyncExitStack) -> Intrude:
    async def make(link: str, **given: Any) -> Outsider:
        outsider = await Outsider.arrive(playwright, evil.service.origin, link, page_origin=evil.origin, **given)
        closing.push_async_callback(outsider.go)
        return outsider

    return make


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def watching(playwright: Playwright) -> AsyncIterator[Browser]:
    """One browser for all taps."""
    browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    await browser.close()


@pytest.fixture(scope="session")
def attacker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of tests/journeys/holder.py."""
    return build("peer", tmp_path_factory.mktemp("attacker")) / "attacker.mjs"


@pytest.fixture
def stage(arrive: Arrive, evil: EvilServer, watching: Browser, closing: contextlib.AsyncExitStack) -> Stage:
    async def make(size: int, *, through: EvilServer = evil) -> Scene:
        cast = list(CAST.items())[:size]
        people = await asyncio.gather(
            *(arrive(name, colour=colour, scripts=scripts) for name, (colour, scripts) in cast)
        )
        link = await people[0].start_conversation(through.origin)
        await people[0].enter()
        for person in people[1:]:
            await person.enter(link)
        for person in people:
            await person.encrypted_for(size)
        tap = await Tap.open(watching, through.service.origin, link, page_origin=through.origin)
        closing.push_async_callback(tap.close)
        await reached(tap)
        return Scene(through, link, people, tap)

    return make


@pytest.fixture
def hold(evil: EvilServer, attacker: Path, closing: contextlib.AsyncExitStack) -> Hold:
    async def make(link: str) -> LinkHolder:
        holder = await LinkHolder.arrive(evil.service.origin, link, attacker)
        closing.push_async_callback(holder.go)
        return holder

    return make
