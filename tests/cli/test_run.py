"""`folkmoot run`: the address, the end, and one sentence for whatever is in the way."""

import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.program import PROGRAM, all_gone, folkmoot, running, settings_for


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return settings_for(tmp_path)


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What stands on standard error beside the log, when the program refused."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    return [line for line in done.stderr.splitlines() if " [" not in line[:40]][-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_prints_its_address_and_leaves_no_process(environ: dict[str, str], number: signal.Signals) -> None:
    with running(environ) as service:
        assert service.address == f"http://localhost:{environ['FOLKMOOT_PORT']}"
        assert service.health() == 200
        started = service.descendants()
        assert started
        assert service.end(number) == 0
        assert all_gone(started, seconds=0.5)


def test_leaves_no_process_when_it_is_killed(environ: dict[str, str]) -> None:
    with running(environ) as service:
        started = service.descendants()
        assert started
        service.end(signal.SIGKILL)
        assert all_gone(started)


@pytest.mark.alone
def test_a_second_start_is_up_within_five_seconds(environ: dict[str, str]) -> None:
    with running(environ) as service:
        service.end(signal.SIGINT)
    # The quickest of three: whatever else the machine does meanwhile is not ours.
    assert min(_seconds_to_start(environ) for _ in range(3)) < 5


def _seconds_to_start(environ: dict[str, str]) -> float:
    began = time.monotonic()
    with running(environ) as service:
        assert service.health() == 200
        taken = time.monotonic() - began
        service.end(signal.SIGINT)
    return taken


def test_the_data_folder_is_for_its_owner_only(environ: dict[str, str]) -> None:
    with running(environ):
        folder = Path(environ["FOLKMOOT_DATA_DIR"])
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "variable", ["FOLKMOOT_PORT", "FOLKMOOT_METRICS_PORT", "FOLKMOOT_ENGINE_PORT", "FOLKMOOT_ENGINE_UDP_PORT"]
)
def test_a_busy_port_is_named_with_its_setting(environ: dict[str, str], variable: str) -> None:
    kind = socket.SOCK_DGRAM if "UDP" in variable else socket.SOCK_STREAM
    with socket.socket(type=kind) as squatter:
        squatter.bind(("127.0.0.1", int(environ[variable])))
        if kind == socket.SOCK_STREAM:
            squatter.listen()
        sentence = one_sentence(folkmoot(environ, "run"))
    assert environ[variable] in sentence
    assert variable in sentence


def test_a_data_folder_of_another_version_is_refused(environ: dict[str, str]) -> None:
    folder = Path(environ["FOLKMOOT_DATA_DIR"])
    folder.mkdir()
    with sqlite3.connect(folder / "folkmoot.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        database.execute("INSERT INTO alembic_version VALUES ('from-the-future')")
    database.close()
    sentence = one_sentence(folkmoot(environ, "run"))
    assert "another version" in sentence
    assert "FOLKMOOT_DATA_DIR" in sentence


def test_a_data_folder_that_cannot_be_made_is_told(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    environ["FOLKMOOT_DATA_DIR"] = str(tmp_path / "file" / "var")
    assert "FOLKMOOT_DATA_DIR" in one_sentence(folkmoot(environ, "run"))


def test_a_full_disk_is_told(environ: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    environ["FOLKMOOT_DATA_DIR"] = str(folder / "var")
    # A disk of 24 kB in a mount namespace of its own, which ends with the process.
    script = f"mount -t tmpfs -o size=24k tmpfs '{folder}' && exec '{PROGRAM}' run"
    unshare = shutil.which("unshare")
    assert unshare is not None
    done = subprocess.run(
        [unshare, "--map-root-user", "--mount", "sh", "-c", script],
        env=environ,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    sentence = one_sentence(done)
    assert "disk" in sentence


def test_a_missing_engine_is_told(environ: dict[str, str], tmp_path: Path) -> None:
    environ["FOLKMOOT_ENGINE_BINARY"] = str(tmp_path / "none")
    assert "make setup" in one_sentence(folkmoot(environ, "run"))


def test_a_bad_setting_is_told(environ: dict[str, str]) -> None:
    environ["FOLKMOOT_PORT"] = "many"
    assert "FOLKMOOT_PORT" in one_sentence(folkmoot(environ, "run"))
