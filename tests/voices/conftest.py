"""A service with campaigns, and a clock that the test moves."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.voices.scene import Scene, SteppedClock, scene_in


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def scene(tmp_path: Path, clock: SteppedClock) -> AsyncGenerator[Scene]:
    async with scene_in(tmp_path / "data", clock) as opened:
        yield opened
