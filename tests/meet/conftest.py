"""Where a test's story leans on what the database promises, it is told on both."""

import pytest

from tests import postgres
from tests.conftest import POSTGRESQL, SQLITE

# Orders, swaps, erases, comes back after a restart. The others ask what does not reach the database.
ON_BOTH = ("test_epochs", "test_journey", "test_moderation", "test_presence", "test_removal")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Has each of their tests that is a story run twice."""
    if metafunc.definition.path.stem in ON_BOTH and {"service", "tmp_path"} & {*metafunc.fixturenames}:
        metafunc.parametrize("stored", [SQLITE, POSTGRESQL], indirect=True)


@pytest.fixture(autouse=True)
def stored(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has `make_settings` choose that database."""
    if getattr(request, "param", SQLITE) == POSTGRESQL:
        server: postgres.Server = request.getfixturevalue("postgres_server")
        monkeypatch.setenv("FOLKMOOT_DATABASE_URL", server.make_database(request.getfixturevalue("postgres_template")))
    else:
        monkeypatch.delenv("FOLKMOOT_DATABASE_URL", raising=False)
