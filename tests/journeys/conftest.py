"""Fixtures: one running service for all journeys of a module, browsers that are closed whatever happens."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Playwright, async_playwright

from tests.journeys.evil import EvilServer
from tests.journeys.outsider import PAGE, Outsider
from tests.journeys.person import Person
from tests.journeys.service import Service

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
    server = EvilServer(service, extra={"/outsider": PAGE})
    await server.start()
    yield server
    await server.stop()


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
