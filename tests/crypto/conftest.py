"""Fixtures: the service, one browser, the bundle of the lab page."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.crypto.lab import Someone, build
from tests.journeys.evil import EvilServer
from tests.journeys.person import CHROMIUM, FLAGS
from tests.journeys.service import Service

# Our script comes from the test and not from a server on loopback, so the browser would keep it from loopback.
LAB_FLAGS = [f"{flag},LocalNetworkAccessChecks" if flag.startswith("--disable-features=") else flag for flag in FLAGS]

Appear = Callable[..., Awaitable[Someone]]


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("page", tmp_path_factory.mktemp("lab"))


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=LAB_FLAGS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    running = Service(tmp_path_factory.mktemp("crypto") / "var", settings={"FOLKMOOT_AWAY_SECONDS": "2"})
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def line(service: Service) -> AsyncIterator[EvilServer]:
    """A way to the service that can be cut."""
    async with EvilServer(service) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def appear(browser: Browser, service: Service, bundle: Path) -> AsyncIterator[Appear]:
    present: list[Someone] = []

    async def make(origin: str = service.origin) -> Someone:
        someone = await Someone.make(browser, origin, bundle)
        present.append(someone)
        return someone

    yield make
    for someone in present:
        await someone.go()
