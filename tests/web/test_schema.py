"""What a stranger makes of docs/openapi.json: schemathesis asks a running service what it allows, and more."""

import asyncio
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import schemathesis
from hypothesis import settings
from schemathesis.checks import not_a_server_error  # pyright: ignore[reportUnknownVariableType]  # reason: it leaves type arguments out

from tests.cli.program import running, settings_for
from tests.voices.scene import SteppedClock, scene_in

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
MANY = "1000000"
# Nobody reads what it says, so it may not say much; and whoever is let through finds more than who is told to wait.
SETTINGS = {
    "FOLKMOOT_LOG_LEVEL": "error",
    "FOLKMOOT_ROOMS_PER_HOUR": MANY,
    "FOLKMOOT_GATE_REQUESTS_PER_MINUTE": MANY,
    "FOLKMOOT_GATE_MISSES_PER_HOUR": MANY,
    "FOLKMOOT_ACTS_PER_MINUTE": MANY,
    "FOLKMOOT_MAILS_PER_HOUR": MANY,
}
#: For each operation; the same ones each time, so that no change is refused for what it did not do.
EXAMPLES = 25

schema: Any = schemathesis.openapi.from_path(DOCUMENT)  # pyright: ignore[reportUnknownMemberType]  # reason: schemathesis leaves type arguments out


class Town(NamedTuple):
    """A running service, and the id of its one campaign, which is open."""

    address: str
    campaign: str


async def _campaign(folder: Path) -> str:
    async with scene_in(folder, SteppedClock()) as scene:
        return str(await scene.campaign(opens=0, closes=2**40))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Generator[Town]:
    environ = settings_for(tmp_path_factory.mktemp("schema")) | SETTINGS
    campaign = asyncio.run(_campaign(Path(environ["FOLKMOOT_DATA_DIR"])))
    with running(environ) as program:
        yield Town(program.address, campaign)
        assert program.health() == 200


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True)
def test_no_answer_is_an_error_of_ours(case: Any, town: Town) -> None:
    case.call_and_validate(base_url=town.address, checks=[not_a_server_error])
    if "campaign" in case.path_parameters:
        # By chance no campaign is ever met.
        case.path_parameters["campaign"] = town.campaign
        case.call_and_validate(base_url=town.address, checks=[not_a_server_error])
