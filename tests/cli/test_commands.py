"""The small commands, and what the program says of itself."""

import json
import os
import tomllib
from pathlib import Path

from tests.cli.program import folkmoot

ROOT = Path(__file__).parents[2]


def test_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert folkmoot(dict(os.environ), "version").stdout == f"{project['version']}\n"


def test_openapi_is_the_committed_one() -> None:
    printed = folkmoot(dict(os.environ), "openapi").stdout
    assert printed == (ROOT / "docs" / "openapi.json").read_text()
    assert "/api/v1/rooms" in json.loads(printed)["paths"]
    assert folkmoot(dict(os.environ), "openapi", "--check").returncode == 0


def test_help_names_every_command_and_the_exit_statuses() -> None:
    shown = folkmoot(dict(os.environ), "--help").stdout
    for command in ("run", "doctor", "hashes", "verify", "openapi", "version"):
        assert f"  {command} " in shown
    assert "Exit status:" in " ".join(shown.split())


def test_wrong_usage_has_a_status_of_its_own() -> None:
    assert folkmoot(dict(os.environ), "rum").returncode == 2
