"""Visitors whose browsers are closed at the end."""

from collections.abc import AsyncGenerator, Callable

import pytest

from tests.campaigns.visitor import Visitor, become, visit
from tests.service import Service

Arrive = Callable[[], Visitor]


@pytest.fixture
async def arrive(service: Service) -> AsyncGenerator[Arrive]:
    there: list[Visitor] = []

    def make() -> Visitor:
        there.append(visit(service))
        return there[-1]

    yield make
    for one in there:
        await one.session.close()


@pytest.fixture
async def ingrid(arrive: Arrive) -> Visitor:
    """The first convenor, signed in."""
    visitor = arrive()
    await become(visitor)
    return visitor
