"""Killed at any moment, on both databases: what was acknowledged is there, once, and the running hash holds."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from folkmoot.base.settings import Settings
from folkmoot.meet import tables
from folkmoot.meet.entries import Entry, Kind, first_head, next_head
from folkmoot.store.place import Place, place_of
from tests import postgres
from tests.kept import engine_of
from tests.store.pouring import ROOMS

ROOT = Path(__file__).parents[2]
TURNS = 4


def environ_of(folder: Path, database_url: str) -> dict[str, str]:
    return os.environ | {"FOLKMOOT_DATA_DIR": str(folder), "FOLKMOOT_DATABASE_URL": database_url}


@contextmanager
def pouring(environ: dict[str, str], said: Path) -> Generator["subprocess.Popen[bytes]"]:
    """The program, after it has said its first line; killed at the end."""
    with said.open("ab") as output, said.with_name("errors").open("ab") as errors:
        before = said.stat().st_size
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.pouring"], env=environ, cwd=ROOT, stdout=output, stderr=errors
        )
    try:
        while said.stat().st_size == before:
            assert process.poll() is None, said.with_name("errors").read_text()
            time.sleep(0.01)
        yield process
    finally:
        process.kill()
        process.wait()


def acknowledged(said: Path) -> dict[str, int]:
    """The last entry of each room of which somebody was told; a line that was being written counts for nothing."""
    whole = said.read_text().rpartition("\n")[0].splitlines()
    pairs = [line.split() for line in whole]
    return {room: max(int(seq) for name, seq in pairs if name == room) for room in {name for name, _ in pairs}}


def check(place: Place, said: Path) -> None:
    """No entry is missing, none is there twice, each room's head is the hash of its entries."""
    told = acknowledged(said)
    with engine_of(place).connect() as connection:
        for room in ROOMS:
            query = select(tables.entries).where(tables.entries.c.room == room).order_by(tables.entries.c.seq)
            entries = [
                Entry(row.seq, Kind(row.kind), row.epoch, row.sender, row.body) for row in connection.execute(query)
            ]
            assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
            assert len(entries) >= told.get(room, 0)
            head = first_head(room)
            for entry in entries:
                head = next_head(head, entry)
            kept = connection.execute(select(tables.rooms.c.seq, tables.rooms.c.head).where(tables.rooms.c.id == room))
            assert kept.all() in ([(len(entries), head)], [])


def test_the_process_is_killed(tmp_path: Path, database_url: str) -> None:
    environ, said = environ_of(tmp_path / "data", database_url), tmp_path / "said"
    place = place_of(Settings.from_environ({name: value for name, value in environ.items() if "DATA" in name}))
    chance = random.Random(5)
    for _ in range(TURNS):
        with pouring(environ, said):
            time.sleep(chance.uniform(0, 0.3))
        check(place, said)
    assert sum(acknowledged(said).values()) > TURNS


def test_a_second_writer_is_refused_while_the_first_pours(tmp_path: Path, database_url: str) -> None:
    environ, said = environ_of(tmp_path / "data", database_url), tmp_path / "said"
    place = place_of(Settings.from_environ({name: value for name, value in environ.items() if "DATA" in name}))
    other = environ_of(tmp_path / ("other" if database_url else "data"), database_url)
    with pouring(environ, said) as first:
        second = subprocess.run(
            [sys.executable, "-m", "tests.store.pouring"],
            env=other,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert second.stdout == ""
        assert "DataInUseError" in second.stderr
        assert first.poll() is None
        before = acknowledged(said)
        deadline = time.monotonic() + 10
        while acknowledged(said) == before:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    check(place, said)
    with pouring(other, said):
        pass
    check(place, said)


def test_the_server_is_killed(tmp_path: Path) -> None:
    with postgres.server() as own:
        url = own.make_database()
        environ, said = environ_of(tmp_path / "data", url), tmp_path / "said"
        place = place_of(Settings.from_environ({name: value for name, value in environ.items() if "DATA" in name}))
        for _ in range(2):
            with pouring(environ, said) as process:
                time.sleep(0.3)
                own.kill()
                assert process.wait(20) == 1
            own.start()
            check(place, said)
