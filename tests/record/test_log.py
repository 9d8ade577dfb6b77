"""The sequencer: durable, published, exactly once; a second writer and a log that was wound back are refused."""

import asyncio
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.errors import (
    KeyFileError,
    MalformedError,
    RecordDamagedError,
    RecordUnavailableError,
    SecondWriterError,
)
from folkmoot.record.identity import signer_at, signer_of
from folkmoot.record.log import BATCH_MAX, Log, Position
from folkmoot.record.merkle import leaf_hash, verify_inclusion
from folkmoot.record.note import SignedNote
from folkmoot.record.tables import log_metadata
from folkmoot.store.database import Database
from folkmoot.store.errors import DataInUseError
from tests.kept import engine_of
from tests.record.desk import own_place
from tests.record.outsider import entries, published

ORIGIN = "meet.example.org/record/log"


def ticket(number: int) -> bytes:
    return number.to_bytes(16)


def item(number: int) -> tuple[bytes, bytes]:
    return ticket(number), b"entry %d" % number


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[Log]:
    folder.mkdir(mode=0o700, exist_ok=True)
    database = Database.open(own_place(folder.parent))
    try:
        log = await Log.open(folder, database, signer_of(folder, ORIGIN))
        try:
            yield log
        finally:
            await log.close()
    finally:
        await database.close()


Rows = dict[str, list[dict[str, Any]]]


def kept(folder: Path) -> Rows:
    """What the database of that log holds."""
    with engine_of(own_place(folder.parent)).connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in log_metadata.sorted_tables
        }


def put_back(folder: Path, rows: Rows) -> None:
    """As a restore of the database alone does."""
    with engine_of(own_place(folder.parent)).begin() as connection:
        for table in log_metadata.sorted_tables:
            connection.execute(delete(table))
            if rows[table.name]:
                connection.execute(insert(table), rows[table.name])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "record"


async def test_an_empty_log_is_published(folder: Path) -> None:
    async with opened(folder) as log:
        assert log.size == 0
        assert published(folder) == Checkpoint.parse(log.checkpoint.text)


async def test_a_receipt_is_of_a_published_tree(folder: Path) -> None:
    async with opened(folder) as log:
        for number in range(5):
            assert await log.append([item(number)]) == [Position(number, number + 1)]
            checkpoint = published(folder)
            assert checkpoint.size == number + 1
            proof = await log.proof(number)
            leaf = leaf_hash(b"entry %d" % number)
            verify_inclusion(proof.index, checkpoint.size, leaf, checkpoint.root, proof.path)
            assert await log.entry(number) == b"entry %d" % number


async def test_what_comes_together_goes_together(folder: Path) -> None:
    async with opened(folder) as log:
        many = [log.append([item(number)]) for number in range(1500)]
        positions = [found[0] for found in await asyncio.gather(*many)]
        assert [position.index for position in positions] == list(range(1500))
        # One batch at most for each 1,024, and not one for each entry.
        assert len({position.size for position in positions}) <= 3
    assert entries(folder, 1500) == [b"entry %d" % number for number in range(1500)]
    assert published(folder).size == 1500


async def test_proofs_of_every_entry_at_every_checkpoint(folder: Path) -> None:
    async with opened(folder) as log:
        notes: list[SignedNote] = []
        for begin, end in ((0, 1), (1, 255), (255, 256), (256, 700), (700, 1300)):
            await log.append([item(number) for number in range(begin, end)])
            notes.append(log.checkpoint)
        for note in notes:
            checkpoint = Checkpoint.parse(note.text)
            for number in range(0, checkpoint.size, 7):
                proof = await log.proof(number, note)
                assert proof.checkpoint == note
                leaf = leaf_hash(b"entry %d" % number)
                verify_inclusion(number, checkpoint.size, leaf, checkpoint.root, proof.path)
        with pytest.raises(ValueError, match="not in the tree"):
            await log.proof(1, notes[0])
        with pytest.raises(ValueError, match="not in the log"):
            await log.entry(1300)


async def test_a_receipt_that_is_given_later_goes_up_to_what_witnesses_know(folder: Path) -> None:
    async with opened(folder) as log:
        await log.append([item(0), item(1)])
        assert (await log.later_proof(1)).checkpoint == log.checkpoint
        seen = log.checkpoint
        log.cosigned = lambda: seen
        await log.append([item(2)])
        proof = await log.later_proof(1)
        assert proof.checkpoint == seen
        checkpoint = Checkpoint.parse(seen.text)
        verify_inclusion(1, checkpoint.size, leaf_hash(b"entry 1"), checkpoint.root, proof.path)
        # What witnesses have not seen yet cannot wait for them.
        assert (await log.later_proof(2)).checkpoint == log.checkpoint


async def test_partial_tiles_go_when_the_full_one_is_there(folder: Path) -> None:
    async with opened(folder) as log:
        await log.append([item(1)])
        await log.append([item(2)])
        assert sorted(path.name for path in (folder / "log/tile/0/000.p").iterdir()) == ["1", "2"]
        await log.append([item(number) for number in range(3, 260)])
        assert not (folder / "log/tile/0/000.p").exists()
        assert not (folder / "log/tile/entries/000.p").exists()


async def test_the_same_ticket_is_the_same_entry(folder: Path) -> None:
    async with opened(folder) as log:
        assert await log.append([item(1), item(2), item(1)]) == [Position(0, 2), Position(1, 2), Position(0, 2)]
        assert await log.append([item(2)]) == [Position(1, 2)]
        both = await asyncio.gather(log.append([item(3)]), log.append([item(3)]))
        assert both == [[Position(2, 3)], [Position(2, 3)]]
    async with opened(folder) as log:
        assert await log.append([item(1)]) == [Position(0, 3)]
        assert published(folder).size == 3


async def test_settled_tickets_are_forgotten(folder: Path) -> None:
    async with opened(folder) as log:
        await log.append([item(1), item(2)])
        log.settle([ticket(1), ticket(9)])
        assert log.unsettled() == [ticket(2)]
        # As long as somebody comes with it, it is known.
        assert await log.append([item(3), item(1)]) == [Position(2, 3), Position(0, 3)]
        await log.append([item(4)])
    assert {row["ticket"] for row in kept(folder)["log_tickets"]} == {ticket(2), ticket(3), ticket(4)}


async def test_the_database_keeps_no_more_than_the_last_tile(folder: Path) -> None:
    async with opened(folder) as log:
        for begin in range(0, 4000, 1000):
            await log.append([item(number) for number in range(begin, begin + 1000)])
        await log.append([item(4000)])
    assert [row["number"] for row in kept(folder)["log_staged"]] == list(range(3840, 4001))


async def test_what_cannot_be_appended(folder: Path) -> None:
    async with opened(folder) as log:
        with pytest.raises(MalformedError):
            await log.append([(ticket(1), bytes(65_536))])
        with pytest.raises(ValueError, match="16 bytes"):
            await log.append([(b"short", b"entry")])
        with pytest.raises(ValueError, match="at once"):
            await log.append([item(number) for number in range(BATCH_MAX + 1)])
        assert await log.append([]) == []
        assert await log.append([(ticket(1), bytes(65_535))]) == [Position(0, 1)]
    with pytest.raises(RecordUnavailableError):
        await log.append([item(2)])


async def test_one_process_has_the_folder(folder: Path) -> None:
    async with opened(folder):
        with pytest.raises(DataInUseError):
            async with opened(folder):
                pass


async def test_a_second_writer_is_refused(folder: Path, tmp_path: Path) -> None:
    async with opened(folder) as log:
        await log.append([item(1)])
        # As on another machine, with the same database: no lock of this folder holds it.
        other_folder = tmp_path / "other"
        other_folder.mkdir()
        for name in ("key", "name"):
            shutil.copy(folder / name, other_folder / name)
        database = Database.open(own_place(folder.parent))
        other = await Log.open(other_folder, database, signer_at(other_folder))
        assert await other.append([item(2)]) == [Position(1, 2)]
        # Whoever finds the head moved stops, for good, and has signed nothing.
        before = (folder / "log/checkpoint").read_bytes()
        with pytest.raises(SecondWriterError):
            await log.append([item(3)])
        with pytest.raises(SecondWriterError):
            await log.append([item(4)])
        assert (folder / "log/checkpoint").read_bytes() == before
        assert await other.append([item(5)]) == [Position(2, 3)]
        await other.close()
        await database.close()


async def test_files_that_are_gone_or_torn_are_made_again(folder: Path) -> None:
    async with opened(folder) as log:
        await log.append([item(number) for number in range(300)])
        await log.append([item(number) for number in range(300, 600)])
    whole = {path: path.read_bytes() for path in (folder / "log").rglob("*") if path.is_file()}
    for path in ("checkpoint", "tile/entries/002.p/88", "tile/0/002.p/88", "tile/1/000.p/2", "tile/0/001"):
        (folder / "log" / path).write_bytes(whole[folder / "log" / path][:10])
    (folder / "log/tile/entries/001").unlink()
    async with opened(folder) as log:
        assert log.size == 600
    assert {path: path.read_bytes() for path in whole} == whole
    assert published(folder).size == 600


async def test_a_tile_that_the_database_no_longer_has_is_missed(folder: Path) -> None:
    async with opened(folder) as log:
        await log.append([item(number) for number in range(300)])
        await log.append([item(300)])
    (folder / "log/tile/0/000").write_bytes(b"")
    with pytest.raises(RecordDamagedError):
        async with opened(folder):
            pass
    (folder / "log/tile/0/000").write_bytes(bytes(8192))
    with pytest.raises(RecordDamagedError):
        async with opened(folder):
            pass


async def test_a_database_from_an_older_copy_signs_nothing(folder: Path) -> None:
    async with opened(folder) as log:
        await log.append([item(1)])
    older = kept(folder)
    async with opened(folder) as log:
        await log.append([item(2)])
    before = (folder / "log/checkpoint").read_bytes()
    put_back(folder, older)
    with pytest.raises(RecordDamagedError):
        async with opened(folder):
            pass
    assert (folder / "log/checkpoint").read_bytes() == before


async def test_the_name_stays_and_the_key_is_not_replaced(folder: Path) -> None:
    async with opened(folder) as log:
        await log.append([item(1)])
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert signer_of(folder, "elsewhere.example.org/record/log").verifier.name == ORIGIN
    (folder / "key").unlink()
    with pytest.raises(KeyFileError):
        signer_of(folder, ORIGIN)
    with pytest.raises(KeyFileError, match="no record"):
        signer_at(folder / "nowhere")
