"""Where a test's story leans on what the database promises, it is told on both."""

import pytest

from tests.conftest import tell_on_both

# Orders, swaps, erases, comes back after a restart. The others ask what does not reach the database.
ON_BOTH = ("test_epochs", "test_journey", "test_moderation", "test_presence", "test_removal")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Has each of their tests that is a story run twice."""
    tell_on_both(metafunc, ON_BOTH, {"service", "tmp_path"})


@pytest.fixture(autouse=True)
def told_on(stored: None) -> None:
    """The kind of database stands before a test begins."""
