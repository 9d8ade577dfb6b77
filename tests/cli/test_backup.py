"""`folkmoot backup`, `restore` and `upgrade`: from the last release's data, beside a running service, killed midway."""

import asyncio
import shutil
import signal
import sqlite3
import stat
import subprocess
import time
from base64 import b64decode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest

from folkmoot.base.settings import Settings
from folkmoot.meet.hello import identity_of
from folkmoot.store.upgrade import newest, version
from tests.cli.program import PROGRAM, folkmoot, running, settings_for
from tests.person import Closed, Link, Person
from tests.record.outsider import published
from tests.service import Service, build_client
from tests.store import next_release
from tests.store.data.make_release import ENTERED, RELEASE, REVISION, UNUSED, group_info, install, key, log, make, rows

# The rooms of the last release were made long ago, and shall not be erased for it.
AGES = {"FOLKMOOT_UNUSED_ROOM_HOURS": "1e9"}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return settings_for(tmp_path) | AGES | {"FOLKMOOT_CLIENT_DIR": str(build_client(tmp_path / "client"))}


@pytest.fixture
def data(environ: dict[str, str]) -> Path:
    """The last release's data, installed."""
    return install(Path(environ["FOLKMOOT_DATA_DIR"]))


def refused(done: subprocess.CompletedProcess[str], code: str) -> str:
    """The one sentence; `run` may have logged before it."""
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    sentence, *more = [line for line in done.stderr.splitlines() if " [" not in line[:40]]
    assert not more
    assert sentence.endswith(f" ({code})")
    return sentence


def succeeded(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def table(path: Path, name: str) -> list[tuple[object, ...]]:
    """Its rows, in the columns that the last release had."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
    return [row[: len(rows()[name][0])] for row in found]


def colours(path: Path) -> list[tuple[str]]:
    """What only the next release has."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT colour FROM rooms").fetchall()


def files(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.name not in ("in-use", "engine.yaml"))


@asynccontextmanager
async def people(environ: dict[str, str]) -> AsyncGenerator[Service]:
    """The service as a process, for people to come to."""
    with running(environ):
        async with aiohttp.ClientSession() as session:
            yield Service(Settings.from_environ(environ), session, asyncio.Event())


def person(service: Service, link: Link, label: str) -> Person:
    """Somebody of the last release."""
    found = Person(service, link)
    found.key = key(label)
    found.public = found.key.public_key().public_bytes_raw()
    found.identity = identity_of(link.room, found.public)
    return found


def test_the_last_releases_data_are_what_their_program_makes(tmp_path: Path) -> None:
    make(tmp_path / "made.db")
    for name in rows():
        assert table(install(tmp_path / name), name) == table(tmp_path / "made.db", name) == rows()[name]


async def test_the_last_releases_rooms_are_there_after_an_upgrade(environ: dict[str, str], data: Path) -> None:
    succeeded(folkmoot(environ, "upgrade"))
    assert version(data) == newest()
    async with people(environ) as service:
        anna = person(service, ENTERED, "anna")
        await anna.connect(resume=True)
        assert b64decode(anna.welcome["head"]) == log().head
        assert b64decode(anna.welcome["group_info"]) == group_info(ENTERED.room, 1)
        while anna.seq < 3:
            await anna.expect("entry")
        assert anna.head == log().head
        assert (await anna.say(1, b"and on it goes"))["t"] == "accepted"
        chris = person(service, UNUSED, "chris")
        await chris.connect()
        assert (await chris.enter())["t"] == "committed"
        await anna.close()
        await chris.close()


async def test_run_brings_older_data_up_to_date_by_itself(environ: dict[str, str], data: Path) -> None:
    async with people(environ) as service:
        bela = await person(service, ENTERED, "bela").connect(resume=True)
        assert bela.welcome["seq"] == 3
        await bela.close()
    assert version(data) == newest()


def test_upgrade_says_from_where_to_where_and_backs_up_before(
    environ: dict[str, str], data: Path, tmp_path: Path
) -> None:
    release = next_release.install(tmp_path / "next")
    before = data.read_bytes()
    said = succeeded(release.command(environ, "upgrade", "--dry-run"))
    assert f"schema {REVISION}" in said
    assert next_release.REVISION in said
    assert data.read_bytes() == before
    said = succeeded(release.command(environ, "upgrade"))
    assert f"from schema {REVISION} to {next_release.REVISION}" in said
    assert version(data) == next_release.REVISION
    assert {name: table(data, name) for name in rows()} == rows()
    assert colours(data) == [("blue",), ("blue",)]
    (backup,) = data.parent.glob("before-upgrade-*.tar")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert "Nothing to do" in succeeded(release.command(environ, "upgrade"))
    assert len(list(data.parent.glob("before-upgrade-*.tar"))) == 1
    # The way back: this version does not touch the newer data, and takes the backup.
    for command in ("run", "upgrade"):
        assert "newer than this one" in refused(folkmoot(environ, command), "newer_data")
    assert version(data) == next_release.REVISION
    succeeded(folkmoot(environ, "restore", "--replace", str(backup)))
    assert version(data) == REVISION
    assert table(data, "rooms") == rows()["rooms"][1:]


def test_the_record_comes_back_and_is_never_wound_back(environ: dict[str, str], tmp_path: Path) -> None:
    record = Path(environ["FOLKMOOT_DATA_DIR"]) / "record"
    with running(environ):
        # While it runs.
        succeeded(folkmoot(environ, "backup", str(tmp_path / "first.tar")))
    key = succeeded(folkmoot(environ, "record", "key"))
    first = published(record)
    assert first.size == 1
    elsewhere = environ | {"FOLKMOOT_DATA_DIR": str(tmp_path / "elsewhere")}
    said = succeeded(folkmoot(elsewhere, "restore", str(tmp_path / "first.tar")))
    assert "The public record is the one of then, with 1 entries." in said
    assert succeeded(folkmoot(elsewhere, "record", "key")) == key
    with running(elsewhere):
        assert published(tmp_path / "elsewhere" / "record") == first
    # Another program is another entry.
    (Path(environ["FOLKMOOT_CLIENT_DIR"]) / "home-1a2b3c4d.js").write_text("export const other = 1\n")
    with running(environ):
        assert published(record).size == 2
    said = succeeded(folkmoot(environ, "restore", "--replace", str(tmp_path / "first.tar")))
    assert "public record" not in said
    assert published(record).size == 2
    with running(environ):
        # The database has not heard of the second entry, so it is said again; nothing else happens.
        assert published(record).size == 3


def test_an_upgrade_that_fails_leaves_the_data_as_they_were(
    environ: dict[str, str], data: Path, tmp_path: Path
) -> None:
    fails = '    op.drop_table("entries")\n    op.drop_table("nowhere")\n'
    done = next_release.install(tmp_path / "next", next_release.STEPS + fails).command(environ, "upgrade")
    assert done.returncode == 1
    assert done.stderr.endswith("(data_folder)\n")
    assert version(data) == REVISION
    assert {name: table(data, name) for name in rows()} == rows()


def test_newer_data_and_newer_backups_are_refused(environ: dict[str, str], data: Path, tmp_path: Path) -> None:
    release = next_release.install(tmp_path / "next")
    succeeded(release.command(environ, "upgrade"))
    file = str(tmp_path / "newer.tar")
    succeeded(release.command(environ, "backup", file))
    for arguments in (["run"], ["upgrade"], ["backup", str(tmp_path / "other.tar")]):
        sentence = refused(folkmoot(environ, *arguments), "newer_data")
        assert next_release.REVISION in sentence
        assert "FOLKMOOT_DATA_DIR" in sentence
    empty = environ | {"FOLKMOOT_DATA_DIR": str(tmp_path / "empty")}
    assert next_release.REVISION in refused(folkmoot(empty, "restore", file), "newer_data")
    assert not (tmp_path / "empty").exists()
    assert not (tmp_path / "other.tar").exists()
    assert version(data) == next_release.REVISION


def test_an_older_backup_comes_into_a_newer_version(environ: dict[str, str], data: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar")
    succeeded(folkmoot(environ, "backup", file))
    release = next_release.install(tmp_path / "next")
    empty = environ | {"FOLKMOOT_DATA_DIR": str(tmp_path / "empty")}
    assert "1 room " in succeeded(release.command(empty, "restore", file))
    succeeded(release.command(empty, "upgrade"))
    assert table(tmp_path / "empty" / data.name, "rooms") == rows()["rooms"][1:]
    assert colours(tmp_path / "empty" / data.name) == [("blue",)]


async def test_while_the_service_runs(environ: dict[str, str], data: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    async with people(environ) as service:
        made = Person(service, Link())
        assert (await made.make_room())["status"] == 201
        anna = await person(service, ENTERED, "anna").connect(resume=True)
        async with anna.awake():
            before = await asyncio.to_thread(folkmoot, environ, "backup", str(file))
            assert "Read back and found whole" in succeeded(before)
            for command in (["restore", "--replace", str(file)], ["restore", str(file)], ["upgrade"]):
                done = await asyncio.to_thread(folkmoot, environ, *command)
                if command == ["upgrade"]:
                    assert "Nothing to do" in succeeded(done)
                else:
                    assert refused(done, "data_in_use" if "--replace" in command else "data_present")
        assert (await anna.say(1, b"undisturbed"))["t"] == "accepted"
        await anna.close()
    elsewhere = environ | {"FOLKMOOT_DATA_DIR": str(tmp_path / "elsewhere")}
    assert "2 rooms that nobody had entered" in succeeded(folkmoot(elsewhere, "restore", str(file)))
    assert stat.S_IMODE((tmp_path / "elsewhere" / data.name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o700
    async with people(elsewhere) as service:
        made.service = service
        await made.connect()
        assert (await made.enter())["t"] == "committed"
        await made.close()
        # Who was in the conversation reads that it is over.
        anna = person(service, ENTERED, "anna")
        with pytest.raises(Closed) as end:
            await anna.connect(resume=True)
        assert end.value.error == "room_unknown"
        await anna.close()


def test_a_used_folder_is_not_overwritten_unasked(environ: dict[str, str], data: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar")
    succeeded(folkmoot(environ, "backup", file))
    assert "--replace" in refused(folkmoot(environ, "restore", file), "data_present")
    assert {name: table(data, name) for name in rows()} == rows()
    succeeded(folkmoot(environ, "restore", "--replace", file))
    assert table(data, "rooms") == rows()["rooms"][1:]
    assert files(data.parent) == ["folkmoot.db"]


def test_a_log_that_a_crash_left_is_not_taken_for_that_of_the_new_data(
    environ: dict[str, str], data: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "backup.tar")
    succeeded(folkmoot(environ, "backup", file))
    crashed = tmp_path / "crashed"
    with closing(sqlite3.connect(data)) as connection:
        connection.execute("DELETE FROM rooms")
        connection.commit()
        shutil.copytree(data.parent, crashed)
    assert (crashed / "folkmoot.db-wal").stat().st_size > 0
    environ["FOLKMOOT_DATA_DIR"] = str(crashed)
    succeeded(folkmoot(environ, "restore", "--replace", file))
    assert table(crashed / data.name, "rooms") == rows()["rooms"][1:]
    (crashed / data.name).unlink()
    shutil.copy(RELEASE, crashed / "folkmoot.db-wal")
    refused(folkmoot(environ, "restore", file), "data_present")
    succeeded(folkmoot(environ, "restore", "--replace", file))
    assert table(crashed / data.name, "rooms") == rows()["rooms"][1:]


def test_a_damaged_database_is_neither_backed_up_nor_replaced(
    environ: dict[str, str], data: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "backup.tar")
    succeeded(folkmoot(environ, "backup", file))
    whole = data.read_bytes()
    damaged = whole[:4096] + b"\xff" * (len(whole) - 4096)
    data.write_bytes(damaged)
    refused(folkmoot(environ, "backup", "--force", file), "data_folder")
    refused(folkmoot(environ, "backup", str(tmp_path / "other.tar")), "data_folder")
    assert not (tmp_path / "other.tar").exists()
    data.write_bytes(b"my diary " * 1000)
    assert "Move the folder away" in refused(folkmoot(environ, "restore", "--replace", file), "data_folder")
    assert data.read_bytes() == b"my diary " * 1000
    assert files(data.parent) == ["folkmoot.db"]


def test_killed_midway_there_is_the_old_or_the_new(environ: dict[str, str], data: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar")
    succeeded(folkmoot(environ, "backup", file))
    began = time.monotonic()
    succeeded(folkmoot(environ | {"FOLKMOOT_DATA_DIR": str(tmp_path / "timed")}, "restore", file))
    whole = time.monotonic() - began
    for turn in range(5):
        process = subprocess.Popen([PROGRAM, "restore", "--replace", file], env=environ, stdout=subprocess.DEVNULL)
        time.sleep(whole * (0.5 + turn / 8))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert table(data, "rooms") in (rows()["rooms"], rows()["rooms"][1:])
        assert len(table(data, "entries")) == (3 if len(table(data, "rooms")) == 2 else 0)
    succeeded(folkmoot(environ, "restore", "--replace", file))
    assert files(data.parent) == ["folkmoot.db"]


def test_nothing_there_and_wrong_usage(environ: dict[str, str], tmp_path: Path) -> None:
    refused(folkmoot(environ, "backup", str(tmp_path / "backup.tar")), "data_missing")
    refused(folkmoot(environ, "restore", str(tmp_path / "none")), "bad_backup")
    assert "no data" in succeeded(folkmoot(environ, "upgrade"))
    assert not Path(environ["FOLKMOOT_DATA_DIR"]).exists()
    for arguments in (["backup"], ["restore"], ["backup", str(tmp_path)], ["upgrade", "--maybe"]):
        assert folkmoot(environ, *arguments).returncode == 2


def test_a_full_disk_leaves_no_half_backup(environ: dict[str, str], data: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    script = (
        f"mount -t tmpfs -o size=100k tmpfs '{small}'; cd '{small}'; '{PROGRAM}' backup b.tar; s=$?; ls -A; exit $s"
    )
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        env=environ,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "full" in done.stderr
    assert "Traceback" not in done.stderr
    assert data.exists()
