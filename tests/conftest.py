"""What tests of several domains share."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.service import Service, make_settings, running_service


@pytest.fixture
async def service(tmp_path: Path) -> AsyncGenerator[Service]:
    """A server whose engine is down: there is no media, and everything else works."""
    async with running_service(make_settings(tmp_path)) as running:
        yield running
