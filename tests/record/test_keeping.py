"""The record in a backup: whole or refused, never wound back, and going on afterwards without a double."""

import io
import os
import random
import shutil
from pathlib import Path

import pytest

from folkmoot.base.errors import FolkmootError
from folkmoot.record import keeping
from folkmoot.record.errors import RecordDamagedError
from folkmoot.record.identity import signer_at
from folkmoot.record.log import RESTORED
from folkmoot.record.rotation import rotate
from folkmoot.store.database import Database
from folkmoot.store.upgrade import upgrade
from tests.record.desk import MAIN, desk, own_place
from tests.record.outsider import published
from tests.record.pouring import item


async def make(data: Path, first: int, last: int) -> bytes:
    """Brings entries, and returns the record as a backup has it."""
    upgrade(data / MAIN)
    async with desk(data) as at:
        await at.outbox.start()
        items = [item(number, number) for number in range(first, last)]
        await at.put(items)
        await at.outbox.deliver(items)
        await at.outbox.sweep()
        return packed(data)


def packed(data: Path) -> bytes:
    file = io.BytesIO()
    checkpoint = keeping.pack(data / "record", file)
    assert checkpoint == published(data / "record")
    return file.getvalue()


def brought(tmp_path: Path, record: bytes, folder: Path) -> bool:
    work = tmp_path / "work"
    work.mkdir()
    (work / "packed").write_bytes(record)
    try:
        return keeping.bring(work / "packed", work, folder) is not None
    finally:
        shutil.rmtree(work)


async def test_there_and_back_and_on(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    record = await make(first, 1, 601)
    second.mkdir()
    shutil.copy(first / MAIN, second / MAIN)
    assert brought(tmp_path, record, second / "record")
    assert published(second / "record") == published(first / "record")
    assert (second / "record" / "key").stat().st_mode & 0o777 == 0o600
    async with desk(second) as at:
        await at.outbox.start()
        assert not (second / "record" / RESTORED).exists()
        more = [item(number, number) for number in range(601, 700)]
        await at.put(more)
        assert [position.index for position in await at.outbox.deliver(more)] == list(range(600, 699))
    assert published(second / "record").size == 699
    assert packed(second).startswith(record[:18])


async def test_what_the_database_did_not_know_yet_is_not_brought_twice(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    upgrade(first / MAIN)
    items = [item(number, number) for number in range(1, 30)]
    async with desk(first) as at:
        await at.put(items)
    second.mkdir()
    # The database as it was before the entries were in the log; then the record.
    shutil.copy(first / MAIN, second / MAIN)
    async with desk(first) as at:
        await at.outbox.start()
    assert brought(tmp_path, packed(first), second / "record")
    async with desk(second) as at:
        await at.outbox.start()
        assert [row[5] for row in await at.rows()] == list(range(29))
        assert at.log.size == 29


async def test_a_log_is_not_wound_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    older = await make(data, 1, 20)
    await make(data, 20, 40)
    assert not brought(tmp_path, older, data / "record")
    assert published(data / "record").size == 39
    # Another log gives way, and is kept.
    other = await make(tmp_path / "other", 1, 5)
    assert brought(tmp_path, other, data / "record")
    assert published(data / "record").size == 4
    assert published(data / "record-before-restore-1").size == 39


async def test_a_database_that_knows_more_than_the_log_stops_the_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    older = await make(data, 1, 20)
    await make(data, 20, 40)
    shutil.rmtree(data / "record")
    assert brought(tmp_path, older, data / "record")
    async with desk(data) as at:
        with pytest.raises(RecordDamagedError):
            await at.outbox.start()


async def test_nothing_damaged_comes_back(tmp_path: Path) -> None:
    record = await make(tmp_path / "data", 1, 300)
    chance = random.Random(1)
    wrong = [record[:-1], record + b"\0", record[:50], b"", record[:18] + os.urandom(500)]
    for _ in range(60):
        place = chance.randrange(len(record))
        wrong.append(record[:place] + bytes([record[place] ^ 1 << chance.randrange(8)]) + record[place + 1 :])
    for number, data in enumerate(wrong):
        folder = tmp_path / f"new-{number}"
        # A bit of the PEM's own frame may change nothing; then it is the same record.
        try:
            brought(tmp_path, data, folder)
        except FolkmootError:
            assert not folder.exists()
        else:
            assert published(folder) == published(tmp_path / "data" / "record")
            assert signer_at(folder).verifier == signer_at(tmp_path / "data" / "record").verifier


def test_no_record_is_nothing(tmp_path: Path) -> None:
    file = io.BytesIO()
    assert keeping.pack(tmp_path / "record", file) is None
    assert file.getvalue() == b""


async def test_a_backup_from_before_another_key_takes_the_place_of_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    record = await make(data, 1, 40)
    database = Database.open(own_place(data))
    await rotate(data / "record", database, 1)
    await database.close()
    key = signer_at(data / "record").verifier
    assert not brought(tmp_path, record, data / "record")
    assert (published(data / "record").size, signer_at(data / "record").verifier) == (40, key)
