"""What tests of several domains share."""

from collections.abc import AsyncGenerator, Collection, Generator
from pathlib import Path

import pytest

from folkmoot.base.secret import Secret
from folkmoot.store.server import Server
from folkmoot.store.upgrade import upgrade
from tests import postgres
from tests.service import Service, make_settings, running_service

SQLITE, POSTGRESQL = "sqlite", "postgresql"
JOURNEYS = Path(__file__).with_name("journeys")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever has a browser has the machine for itself, unless it says otherwise."""
    for item in items:
        is_journey = JOURNEYS in item.path.parents or item.get_closest_marker("journey")
        if is_journey and not item.get_closest_marker("beside"):
            item.add_marker("alone")


@pytest.fixture(scope="session")
def postgres_server() -> Generator[postgres.Server]:
    """One for all tests; each takes a database of its own."""
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that is up to date and has no rows: a copy of it is quicker made than one anew."""
    url = postgres_server.make_database()
    upgrade(Server(Secret(url), tmp_path_factory.mktemp("template")))
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database_url(request: pytest.FixtureRequest) -> str:
    """What FOLKMOOT_DATABASE_URL is: nothing, for a file, and then an empty PostgreSQL database."""
    if request.param == SQLITE:
        return ""
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.make_database()


def tell_on_both(metafunc: pytest.Metafunc, modules: Collection[str], fixtures: set[str]) -> None:
    """For `pytest_generate_tests`: tests of these modules that use one of these fixtures run on either database."""
    if metafunc.definition.path.stem in modules and fixtures & {*metafunc.fixturenames}:
        metafunc.parametrize("stored", [SQLITE, POSTGRESQL], indirect=True)


@pytest.fixture
def stored(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has settings choose that database: a file unless `tell_on_both` says otherwise."""
    if getattr(request, "param", SQLITE) == POSTGRESQL:
        server: postgres.Server = request.getfixturevalue("postgres_server")
        monkeypatch.setenv("FOLKMOOT_DATABASE_URL", server.make_database(request.getfixturevalue("postgres_template")))
    else:
        monkeypatch.delenv("FOLKMOOT_DATABASE_URL", raising=False)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncGenerator[Service]:
    """A server whose engine is down: there is no media, and everything else works."""
    async with running_service(make_settings(tmp_path)) as running:
        yield running
