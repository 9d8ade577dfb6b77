"""What the log asks of a database is told on both kinds."""

import pytest

from tests.conftest import tell_on_both

# The transactions of the sequencer, and the way to it from the rows. Other tests here reach no database.
ON_BOTH = ("test_log", "test_outbox")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Has each of their tests that opens one run twice."""
    tell_on_both(metafunc, ON_BOTH, {"folder", "data"})


@pytest.fixture(autouse=True)
def told_on(stored: None) -> None:
    """The kind of database stands before a test begins."""
