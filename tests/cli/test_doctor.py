"""`folkmoot doctor`: fine on a fine machine, and each thing that is wrong is told with what to do."""

import json
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import folkmoot, running, settings_for


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return settings_for(tmp_path)


def findings(environ: dict[str, str]) -> tuple[int, dict[str, dict[str, Any]]]:
    """Exit status, and what was found by subject."""
    done = folkmoot(environ, "doctor", "--json")
    assert done.stderr == ""
    return done.returncode, {finding["subject"]: finding for finding in json.loads(done.stdout)}


def assert_wrong(environ: dict[str, str], subject: str, *words: str) -> None:
    status, found = findings(environ)
    assert status == 1
    assert not found[subject]["fine"]
    told = f"{found[subject]['found']} {found[subject]['advice']}"
    assert found[subject]["advice"]
    assert [word for word in words if word not in told] == []


def test_everything_is_fine_before_the_first_start(environ: dict[str, str]) -> None:
    status, found = findings(environ)
    assert [finding for finding in found.values() if not finding["fine"]] == []
    assert status == 0
    assert {"python", "engine", "go", "node", "client", "port", "data folder", "disk", "clock"} <= found.keys()


def test_a_line_each_for_people(environ: dict[str, str]) -> None:
    done = folkmoot(environ, "doctor")
    assert done.returncode == 0
    assert all(line.startswith("ok ") for line in done.stdout.splitlines())


def test_what_is_wrong_is_told_with_what_to_do(environ: dict[str, str], tmp_path: Path) -> None:
    none = str(tmp_path / "none")
    assert_wrong(environ | {"FOLKMOOT_ENGINE_BINARY": none}, "engine", "make setup")
    assert_wrong(environ | {"FOLKMOOT_CLIENT_DIR": none}, "client", "make setup")
    assert_wrong(environ | {"FOLKMOOT_PROT": "1"}, "settings", "FOLKMOOT_PROT")
    assert_wrong(environ | {"FOLKMOOT_PORT": "0"}, "settings", "FOLKMOOT_PORT")


def test_busy_ports_are_told(environ: dict[str, str]) -> None:
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", int(environ["FOLKMOOT_ENGINE_PORT"])))
        udp.bind(("127.0.0.1", int(environ["FOLKMOOT_ENGINE_UDP_PORT"])))
        tcp.listen()
        assert_wrong(environ, "engine_port", environ["FOLKMOOT_ENGINE_PORT"], "FOLKMOOT_ENGINE_PORT")
        assert_wrong(environ, "engine_udp_port", environ["FOLKMOOT_ENGINE_UDP_PORT"], "FOLKMOOT_ENGINE_UDP_PORT")


def test_a_running_service_has_its_ports_and_a_current_database(environ: dict[str, str]) -> None:
    with running(environ):
        assert_wrong(environ, "port", "perhaps Folkmoot is running", "FOLKMOOT_PORT")
        assert findings(environ)[1]["database"]["fine"]


def test_an_open_data_folder_and_a_foreign_database_are_told(environ: dict[str, str]) -> None:
    folder = Path(environ["FOLKMOOT_DATA_DIR"])
    folder.mkdir(mode=0o755)
    assert_wrong(environ, "data folder", "chmod 700")
    folder.chmod(0o700)
    file = folder / "folkmoot.db"
    file.write_text("not a database, but long enough that its header can be read as one" * 20)
    assert_wrong(environ, "database", "FOLKMOOT_DATA_DIR")
    file.unlink()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        database.execute("INSERT INTO alembic_version VALUES ('from-the-future')")
    database.close()
    assert_wrong(environ, "database", "from-the-future")
