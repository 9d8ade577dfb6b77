"""The data folder: made, brought up to date, refused; and one writer beside readers."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from folkmoot.campaigns import tables as campaigns
from folkmoot.meet import tables as rooms
from folkmoot.record import tables as record
from folkmoot.store.database import Database
from folkmoot.store.errors import DataFolderError
from folkmoot.store.folder import held
from folkmoot.store.upgrade import configuration, newest, upgrade, version

ROWS = {
    "rooms": (
        *("AAAAAAAAAAAAAAAAAAAAAA", b"\1" * 32, "BBBBBBBBBBBBBBBBBBBBBA", 12, 1.5, 3, 5, b"\2" * 32, 1, 700),
        *(2, b"\6" * 700, 2.5),
    ),
    "old_links": ("AAAAAAAAAAAAAAAAAAAAAA", 1, b"\7" * 32, 3),
    "members": ("AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBA", 0, None),
    "epochs": ("AAAAAAAAAAAAAAAAAAAAAA", 3, b"\3" * 300, b"\4" * 32, 1),
    "electors": ("AAAAAAAAAAAAAAAAAAAAAA", 3, "BBBBBBBBBBBBBBBBBBBBBA", False),
    "entries": ("AAAAAAAAAAAAAAAAAAAAAA", 5, 2, 3, "BBBBBBBBBBBBBBBBBBBBBA", b"\5" * 700),
    "convenors": ("CCCCCCCCCCCCCCCCCCCCCA", "Ingrid", "ingrid", None, True, 1.5),
    "passkeys": (b"\1" * 16, "CCCCCCCCCCCCCCCCCCCCCA", b"\2" * 77, 4, 1.5, None),
    "recovery_codes": ("CCCCCCCCCCCCCCCCCCCCCA", b"\3" * 32),
    "sessions": (b"\4" * 32, "EEEEEEEEEEEEEEEEEEEEEA", "CCCCCCCCCCCCCCCCCCCCCA", 1.5, 2.5, "Firefox, Linux"),
    "campaigns": (
        *("DDDDDDDDDDDDDDDDDDDDDA", "our-river", "open", 1, "codes", 1_800_000_000, 1_802_000_000, "en de"),
        *('{"wordings":{}}', 1.5, "CCCCCCCCCCCCCCCCCCCCCA"),
    ),
    "revisions": (
        *("DDDDDDDDDDDDDDDDDDDDDA", 1, 1_799_000_000, "codes", 1_800_000_000, 1_802_000_000, "", b"\5" * 16, b"{}"),
        *(b"\6" * 16, 7, "CCCCCCCCCCCCCCCCCCCCCA"),
    ),
    "roles": ("CCCCCCCCCCCCCCCCCCCCCA", "DDDDDDDDDDDDDDDDDDDDDA", "auditor"),
    "codes": ("DDDDDDDDDDDDDDDDDDDDDA", b"\7" * 32, 20_000),
    "invitations": (
        *(b"\10" * 32, 1.5, 2.5, None, "CCCCCCCCCCCCCCCCCCCCCA", None, "DDDDDDDDDDDDDDDDDDDDDA", "moderator"),
    ),
    "record_entries": (7, b"\x08" * 16, "voice", "CCCCCCCCCCCCCCCCCCCCCA", 1_790_000_000, None, 3),
}

INSERT_ROOM = "INSERT INTO rooms VALUES ('a', x'00', 'c', 1, 1, NULL, 0, x'00', 1, 0, 1, NULL, NULL)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "folkmoot.db"


@pytest.fixture
async def database(path: Path) -> AsyncGenerator[Database]:
    upgrade(path)
    opened = Database.sqlite(path)
    yield opened
    await opened.close()


def fill(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, row in ROWS.items():
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in ROWS}  # noqa: S608


def test_made_for_its_owner_only(path: Path) -> None:
    upgrade(path)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert version(path) == newest()
    before = path.read_bytes()
    upgrade(path)
    assert path.read_bytes() == before


def test_migrations_up_and_down_with_rows(path: Path) -> None:
    upgrade(path)
    fill(path)
    config = configuration(path)
    upgrade(path)
    assert rows(path) == {table: [row] for table, row in ROWS.items()}
    command.downgrade(config, "base")
    assert version(path) is None
    upgrade(path)
    assert rows(path) == {table: [] for table in ROWS}


def test_the_tables_are_what_the_migrations_make(path: Path) -> None:
    upgrade(path)
    engine = create_engine(f"sqlite:///{path}")
    # Each domain adds its tables to the one collection when it is imported.
    assert campaigns.campaigns.metadata is rooms.rooms.metadata is record.record_entries.metadata
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, rooms.rooms.metadata) == []
    engine.dispose()


def test_another_version_is_refused(path: Path) -> None:
    upgrade(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DataFolderError, match=r"another version.*FOLKMOOT_DATA_DIR"):
        upgrade(path)


def test_something_else_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("my diary " * 1000)
    with pytest.raises(DataFolderError, match="is not a database of Folkmoot"):
        upgrade(path)
    assert path.read_text() == "my diary " * 1000
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE photos (name TEXT)")
    with pytest.raises(DataFolderError, match="is not a database of Folkmoot"):
        upgrade(path)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderError, match="cannot be made"):
        upgrade(tmp_path / "file" / "data" / "folkmoot.db")


def test_one_process_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(DataFolderError, match="is in use"), held(tmp_path):
        pass
    with held(tmp_path):
        pass


def test_a_database_that_cannot_be_opened(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(DataFolderError, match="cannot be opened"):
        upgrade(path)


async def test_readers_cannot_write(database: Database) -> None:
    async with database.read() as connection:
        with pytest.raises(OperationalError):
            await connection.execute(text("DELETE FROM rooms"))


async def test_what_raises_is_rolled_back(database: Database, path: Path) -> None:
    async def fail() -> None:
        async with database.write() as connection:
            await connection.execute(text(INSERT_ROOM))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert rows(path)["rooms"] == []


async def test_writers_wait_for_each_other_and_readers_for_nobody(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text(INSERT_ROOM))

    async def count() -> None:
        async with database.write() as connection:
            seq = (await connection.execute(text("SELECT seq FROM rooms"))).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(text("UPDATE rooms SET seq = :seq"), {"seq": seq + 1})

    async def read_beside_a_writer() -> None:
        async with database.write() as connection:
            await connection.execute(text("UPDATE rooms SET capacity = 7"))
            async with database.read() as reader:
                assert (await reader.execute(text("SELECT capacity FROM rooms"))).scalar_one() == 1

    await read_beside_a_writer()
    await asyncio.gather(*(count() for _ in range(20)))
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT seq FROM rooms"))).scalar_one() == 20


async def test_what_is_deleted_is_in_no_file(database: Database, path: Path) -> None:
    fill(path)
    words = b"\5" * 700
    await database.forget()
    assert words in path.read_bytes()
    async with database.write() as connection:
        await connection.execute(text("DELETE FROM rooms"))
    await database.forget()
    assert all(words not in file.read_bytes() for file in path.parent.iterdir())


async def test_errors_do_not_carry_rows(database: Database) -> None:
    with pytest.raises(OperationalError) as failure:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Anneliese"})
    assert "Anneliese" not in str(failure.value)
