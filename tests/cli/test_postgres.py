"""The program on PostgreSQL: start, end, upgrade, backup and restore, and what is said when it is not there."""

import asyncio
import os
import signal
import stat
import subprocess
import time
from base64 import b64decode
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from psycopg import sql
from sqlalchemy import MetaData, Table, insert, select

from folkmoot.base.secret import Secret
from folkmoot.store.server import Server
from folkmoot.store.upgrade import configuration, newest, version
from tests import postgres
from tests.cli.program import PROGRAM, all_gone, folkmoot, running, settings_for
from tests.cli.test_backup import AGES, people, person, refused, succeeded
from tests.person import Closed, Link, Person
from tests.service import build_client
from tests.store import next_release
from tests.store.data.make_release import ENTERED, REVISION, UNUSED, group_info, install, log, rows

URL, FOLDER = "FOLKMOOT_DATABASE_URL", "FOLKMOOT_DATA_DIR"


@pytest.fixture
def environ(tmp_path: Path, postgres_server: postgres.Server) -> dict[str, str]:
    client = {"FOLKMOOT_CLIENT_DIR": str(build_client(tmp_path / "client"))}
    return settings_for(tmp_path) | AGES | client | {URL: postgres_server.make_database()}


@pytest.fixture
def data(environ: dict[str, str]) -> Server:
    """The last release's data, as it would have kept them there."""
    place = server_of(environ)
    command.upgrade(configuration(place), REVISION)
    with place.engine().begin() as connection:
        for name, contents in rows().items():
            there = Table(name, MetaData(), autoload_with=connection)
            columns = [column.name for column in there.columns]
            connection.execute(insert(there), [dict(zip(columns, row, strict=True)) for row in contents])
    return place


def server_of(environ: dict[str, str]) -> Server:
    return Server(Secret(environ[URL]), Path(environ[FOLDER]))


def table(place: Server, name: str) -> list[tuple[Any, ...]]:
    """Its rows, in the columns that the last release had."""
    with place.engine().connect() as connection:
        there = Table(name, MetaData(), autoload_with=connection)
        found = connection.execute(select(there).order_by(*there.primary_key.columns)).all()
    return [tuple(row)[: len(rows()[name][0])] for row in found]


def released() -> dict[str, list[tuple[object, ...]]]:
    """In the order of their keys."""
    return {
        name: sorted(contents, key=lambda row: [str(cell) for cell in row[:3]]) for name, contents in rows().items()
    }


def everything(place: Server) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(table(place, name), key=lambda row: [str(cell) for cell in row[:3]]) for name in rows()}


async def test_the_last_releases_rooms_are_there_after_an_upgrade(environ: dict[str, str], data: Server) -> None:
    assert everything(data) == released()
    said = succeeded(folkmoot(environ, "upgrade", "--dry-run"))
    assert (f"schema {REVISION}" in said, version(data)) == (True, REVISION)
    said = succeeded(folkmoot(environ, "upgrade"))
    assert f"from schema {REVISION} to {newest()}" in said
    assert version(data) == newest()
    (backup,) = data.folder.glob("before-upgrade-*.tar")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert "Nothing to do" in succeeded(folkmoot(environ, "upgrade"))
    async with people(environ) as service:
        anna = await person(service, ENTERED, "anna").connect(resume=True)
        assert b64decode(anna.welcome["head"]) == log().head
        assert b64decode(anna.welcome["group_info"]) == group_info(ENTERED.room, 1)
        while anna.seq < 3:
            await anna.expect("entry")
        assert anna.head == log().head
        assert (await anna.say(1, b"and on it goes"))["t"] == "accepted"
        await anna.close()


def test_an_upgrade_that_fails_leaves_the_data_as_they_were(
    environ: dict[str, str], data: Server, tmp_path: Path
) -> None:
    fails = '    op.drop_table("entries")\n    op.drop_table("nowhere")\n'
    done = next_release.install(tmp_path / "next", next_release.STEPS + fails).command(environ, "upgrade")
    assert done.returncode == 1
    assert done.stderr.endswith("(database)\n")
    assert version(data) == REVISION
    assert everything(data) == released()


def test_newer_data_are_refused_and_the_way_back_is_the_backup(
    environ: dict[str, str], data: Server, tmp_path: Path
) -> None:
    release = next_release.install(tmp_path / "next")
    succeeded(release.command(environ, "upgrade"))
    assert everything(data) == released()
    (backup,) = data.folder.glob("before-upgrade-*.tar")
    for arguments in (["run"], ["upgrade"], ["backup", str(tmp_path / "other.tar")]):
        assert URL in refused(folkmoot(environ, *arguments), "newer_data")
    assert "--replace" in refused(folkmoot(environ, "restore", str(backup)), "data_present")
    assert version(data) == next_release.REVISION
    succeeded(folkmoot(environ, "restore", "--replace", str(backup)))
    assert version(data) == REVISION
    assert table(data, "rooms") == rows()["rooms"][1:]


async def test_a_backup_leads_from_one_kind_of_database_to_the_other(
    environ: dict[str, str], data: Server, tmp_path: Path
) -> None:
    file, back = tmp_path / "backup.tar", tmp_path / "back.tar"
    async with people(environ) as service:
        made = Person(service, Link())
        assert (await made.make_room())["status"] == 201
        anna = await person(service, ENTERED, "anna").connect(resume=True)
        async with anna.awake():
            said = succeeded(await asyncio.to_thread(folkmoot, environ, "backup", str(file)))
            assert "Read back and found whole" in said
            refused(await asyncio.to_thread(folkmoot, environ, "restore", "--replace", str(file)), "data_in_use")
        assert (await anna.say(1, b"undisturbed"))["t"] == "accepted"
        await anna.close()
    elsewhere = {**environ, FOLDER: str(tmp_path / "elsewhere"), URL: ""}
    assert "2 rooms that nobody had entered" in succeeded(folkmoot(elsewhere, "restore", str(file)))
    succeeded(folkmoot(elsewhere, "backup", str(back)))
    assert "2 rooms that nobody had entered" in succeeded(folkmoot(environ, "restore", "--replace", str(back)))
    assert version(data) == newest()
    assert sorted(room for room, *_ in table(data, "rooms")) == sorted([str(UNUSED.room), str(made.link.room)])
    async with people(environ) as service:
        made.service = service
        await made.connect()
        assert (await made.enter())["t"] == "committed"
        await made.close()
        anna = person(service, ENTERED, "anna")
        with pytest.raises(Closed) as end:
            await anna.connect(resume=True)
        assert end.value.error == "room_unknown"
        await anna.close()


def test_killed_midway_there_is_the_old_or_the_new(environ: dict[str, str], data: Server, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.tar")
    succeeded(folkmoot(environ | {FOLDER: str(install(tmp_path / "old").parent), URL: ""}, "backup", file))
    began = time.monotonic()
    refused(folkmoot(environ, "restore", file), "data_present")
    until_it_looks = time.monotonic() - began
    for turn in range(4):
        process = subprocess.Popen([PROGRAM, "restore", "--replace", file], env=environ, stdout=subprocess.DEVNULL)
        time.sleep(until_it_looks * (0.9 + turn / 5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert len(table(data, "entries")) == (3 if len(table(data, "rooms")) == 2 else 0)
    succeeded(folkmoot(environ, "restore", "--replace", file))
    assert table(data, "rooms") == rows()["rooms"][1:]
    assert not list(data.folder.glob(".restoring-*"))


def test_the_second_writer_is_refused_until_the_first_is_dead(environ: dict[str, str], tmp_path: Path) -> None:
    second = settings_for(tmp_path / "second") | {URL: environ[URL]}
    second["FOLKMOOT_CLIENT_DIR"] = environ["FOLKMOOT_CLIENT_DIR"]
    with running(environ) as first:
        ports = {name: value for name, value in settings_for(tmp_path).items() if name.endswith("PORT")}
        assert URL in refused(folkmoot(second | ports, "run"), "data_in_use")
        assert first.health() == 200
        first.end(signal.SIGKILL)
    with running(second) as now:
        assert now.health() == 200


def test_it_ends_when_it_has_lost_the_database(environ: dict[str, str]) -> None:
    with running(environ) as service:
        started = service.descendants()
        assert started
        with psycopg.connect(environ[URL], autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert service.process.wait(15) == 1
        assert service.process.stdout is not None
        assert service.process.stdout.read().splitlines()[-1].endswith("(database_lost)")
        assert all_gone(started)
    with running(environ) as service:
        assert service.health() == 200


def test_no_password_is_said_or_kept_or_handed_on(
    environ: dict[str, str], postgres_server: postgres.Server, tmp_path: Path
) -> None:
    name = environ[URL].partition("@/")[2]
    with psycopg.connect(environ[URL], autocommit=True) as connection:
        connection.execute(f"GRANT ALL ON SCHEMA public TO {postgres.CLERK}")
        database = sql.Identifier(name.partition("?")[0])
        connection.execute(
            sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, sql.Identifier(postgres.CLERK))
        )
    right = {**environ, URL: f"postgresql://{postgres.CLERK}:{postgres.PASSWORD}@/{name}"}
    wrong = {**environ, URL: f"postgresql://{postgres.CLERK}:{postgres.PASSWORD}-not@/{name}"}
    bad = {**environ, URL: f"postgresql://{postgres.CLERK}:{postgres.PASSWORD}@/{name}&what=%zz"}
    file = str(tmp_path / "backup.tar")
    said = ""
    with running(right) as service:
        assert service.health() == 200
        said += service.said
        for child in service.descendants():
            assert postgres.PASSWORD.encode() not in Path(f"/proc/{child}/environ").read_bytes()
        done = folkmoot(right, "backup", file)
        assert done.returncode == 0, done.stderr
        service.end(signal.SIGTERM)
        assert service.process.stdout is not None
        said += service.process.stdout.read()
    assert "authentication failed" in refused(folkmoot(wrong, "run"), "database")
    assert "FOLKMOOT_DATABASE_URL" in refused(folkmoot(bad, "run"), "bad_setting")
    for chosen, command_line in ((right, ["doctor"]), (wrong, ["doctor"]), (bad, ["doctor"]), (wrong, ["upgrade"])):
        done = folkmoot(chosen, *command_line)
        said += done.stdout + done.stderr
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "authentication failed" in said
    assert postgres.PASSWORD not in said
    assert postgres.PASSWORD.encode() not in kept
    assert os.fsencode(postgres_server.folder) not in kept


def test_doctor(environ: dict[str, str]) -> None:
    assert "database: will be made at the first start." in succeeded(folkmoot(environ, "doctor"))
    nowhere = folkmoot({**environ, URL: "postgresql://folkmoot@127.0.0.1:9/folkmoot"}, "doctor")
    assert nowhere.returncode == 1
    assert "WRONG  database: " in nowhere.stdout
    assert "Connection refused" in nowhere.stdout
