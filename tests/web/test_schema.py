"""What a stranger makes of docs/openapi.json: schemathesis asks a running service all that it allows, and more."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import settings

from tests.cli.program import running, settings_for

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
UNLIMITED = {"FOLKMOOT_ROOMS_PER_HOUR": "1000000", "FOLKMOOT_JOINS_PER_MINUTE": "1000000"}

schema = schemathesis.openapi.from_path(DOCUMENT)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    with running(settings_for(tmp_path_factory.mktemp("schema")) | UNLIMITED) as program:
        yield program.address


@schema.parametrize()
@settings(max_examples=300, deadline=None)
def test_no_answer_is_an_error_of_ours_or_not_as_described(case: Any, address: str) -> None:
    case.call_and_validate(base_url=address)
