"""The data: made, brought up to date, refused, on both databases; and one writer beside readers."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, Table, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError, ProgrammingError

from folkmoot.base.secret import Secret
from folkmoot.campaigns import tables as campaigns
from folkmoot.campaigns import voice_tables as voices
from folkmoot.meet import tables as rooms
from folkmoot.record import tables as record
from folkmoot.store.database import Database
from folkmoot.store.errors import DatabaseError, DataFolderError, NewerDataError
from folkmoot.store.hold import held
from folkmoot.store.place import Place, beside, folder_of
from folkmoot.store.server import Server, tables
from folkmoot.store.upgrade import configuration, newest, upgrade, version
from tests import postgres
from tests.kept import engine_of, holds

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
        *(b"\6" * 16, "CCCCCCCCCCCCCCCCCCCCCA"),
    ),
    "roles": ("CCCCCCCCCCCCCCCCCCCCCA", "DDDDDDDDDDDDDDDDDDDDDA", "auditor"),
    "codes": ("DDDDDDDDDDDDDDDDDDDDDA", b"\7" * 32, 20_000),
    "invitations": (
        *(b"\10" * 32, 1.5, 2.5, None, "CCCCCCCCCCCCCCCCCCCCCA", None, "DDDDDDDDDDDDDDDDDDDDDA", "moderator"),
    ),
    "voice_keys": ("DDDDDDDDDDDDDDDDDDDDDA", 1, b"\x09" * 384, 1_800_000_000, b"\x0a" * 16, None),
    "people": ("DDDDDDDDDDDDDDDDDDDDDA", b"\x0b" * 32, None),
    "mail_links": ("DDDDDDDDDDDDDDDDDDDDDA", b"\x0c" * 32, b"\x0b" * 32, 20_001),
    "voice_batches": ("DDDDDDDDDDDDDDDDDDDDDA", 1, 1, 20, 20, 0, 1_800_000_600, b"\x0d" * 16),
    "voice_requests": (
        *("DDDDDDDDDDDDDDDDDDDDDA", b"\x0e" * 32, 1, b"\7" * 32, b"\x0f" * 384, b"\x10" * 384, 1, None),
    ),
    "voices": ("DDDDDDDDDDDDDDDDDDDDDA", b"\x11" * 32, 1, False, 3, False, 1_800_000_900, b"\x12" * 16, b"\x13" * 16),
    "acts": (
        *("DDDDDDDDDDDDDDDDDDDDDA", b"\x11" * 32, 3, "vote", b"{}", b"\x14" * 64, None, None, 1_800_001_000),
        b"\x15" * 16,
    ),
    "record_entries": (7, b"\x08" * 16, "voice", "CCCCCCCCCCCCCCCCCCCCCA", 1_790_000_000, None, 3),
}

ROOM: dict[str, Any] = {
    "id": "a",
    "auth": b"",
    "creator": "c",
    "capacity": 1,
    "made_at": 1.0,
    "seq": 0,
    "head": b"",
    "first_seq": 1,
    "log_bytes": 0,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "folkmoot.db"


@pytest.fixture
def place(path: Path, database_url: str) -> Place:
    return Server(Secret(database_url), path.parent) if database_url else path


@pytest.fixture
def server(path: Path, postgres_server: postgres.Server) -> Server:
    return Server(Secret(postgres_server.make_database()), path.parent)


@pytest.fixture
async def database(place: Place) -> AsyncGenerator[Database]:
    upgrade(place)
    opened = Database.open(place)
    yield opened
    await opened.close()


def described(connection: Connection) -> list[Table]:
    """The tables as the migrations have made them, columns in their order, parents first."""
    found = MetaData()
    found.reflect(connection, only=list(ROWS))
    return found.sorted_tables


def fill(place: Place) -> None:
    with engine_of(place).begin() as connection:
        for table in described(connection):
            names = [column.name for column in table.columns]
            connection.execute(insert(table).values(dict(zip(names, ROWS[table.name], strict=True))))


def rows(place: Place) -> dict[str, list[tuple[Any, ...]]]:
    with engine_of(place).connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))] for table in described(connection)
        }


def execute(place: Place, statement: str) -> None:
    with engine_of(place).begin() as connection:
        connection.execute(text(statement))


def test_made_for_its_owner_only(path: Path) -> None:
    upgrade(path)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert version(path) == newest()
    before = path.read_bytes()
    upgrade(path)
    assert path.read_bytes() == before


def test_migrations_up_and_down_with_rows(place: Place) -> None:
    assert version(place) is None
    upgrade(place)
    fill(place)
    upgrade(place)
    assert rows(place) == {table: [row] for table, row in ROWS.items()}
    command.downgrade(configuration(place), "0001")
    with engine_of(place).connect() as connection:
        assert connection.scalar(text("SELECT log_bytes FROM rooms")) == 700
    upgrade(place)
    assert rows(place)["entries"] == [ROWS["entries"]]
    command.downgrade(configuration(place), "base")
    assert version(place) is None
    upgrade(place)
    assert rows(place) == {table: [] for table in ROWS}


def test_the_tables_are_what_the_migrations_make(place: Place) -> None:
    upgrade(place)
    # Each domain adds its tables to the one collection when it is imported.
    tables = (campaigns.campaigns, record.record_entries, voices.voice_keys)
    assert all(table.metadata is rooms.rooms.metadata for table in tables)
    with engine_of(place).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, rooms.rooms.metadata) == []


def test_another_version_is_refused(place: Place) -> None:
    upgrade(place)
    execute(place, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDataError, match=r"another version.*FOLKMOOT_DATA"):
        upgrade(place)


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


def test_a_database_of_another_program_is_refused_and_left_alone(server: Server) -> None:
    execute(server, "CREATE TABLE photos (name TEXT)")
    with pytest.raises(DatabaseError, match="tables of another program"):
        upgrade(server)
    execute(server, "INSERT INTO photos VALUES ('still there')")


def test_a_schema_of_its_own_is_enough(server: Server) -> None:
    execute(server, "CREATE TABLE photos (name TEXT)")
    execute(server, "CREATE SCHEMA ours")
    ours = Server(Secret(f"{server.url.reveal_text()}&options=-csearch_path%3Dours"), server.folder)
    upgrade(ours)
    assert version(ours) == newest()
    with pytest.raises(DatabaseError, match="no schema"):
        upgrade(Server(Secret(f"{server.url.reveal_text()}&options=-csearch_path%3Dnone"), server.folder))


async def test_a_place_of_its_own_beside_the_rest(place: Place) -> None:
    upgrade(place)
    own = beside(place, "record")
    # A second time it is there.
    assert folder_of(beside(place, "record")) == folder_of(own)
    folder_of(own).mkdir()
    database = Database.open(own)
    async with database.write() as connection:
        await connection.run_sync(record.log_metadata.create_all)
        await connection.execute(insert(record.log_tickets).values(ticket=b"t", number=1))
    if isinstance(place, Server):
        # What a restore takes away.
        with place.connection() as connection:
            assert "log_tickets" not in tables(connection)
    async with database.read() as connection:
        assert (await connection.execute(select(record.log_tickets.c.number))).scalar_one() == 1
    await database.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderError, match="cannot be made"):
        upgrade(tmp_path / "file" / "data" / "folkmoot.db")


def test_one_process_at_a_time(path: Path) -> None:
    with held(path), pytest.raises(DataFolderError, match="is in use"), held(path):
        pass
    with held(path):
        pass


def test_one_process_at_a_time_also_from_two_data_folders(server: Server, tmp_path: Path) -> None:
    other = Server(server.url, tmp_path / "other")
    with held(server), pytest.raises(DataFolderError, match="is in use"), held(other):
        pass
    with held(other):
        pass


async def test_who_may_be_replaced_is_told_and_stops(server: Server) -> None:
    async def work() -> None:
        lost = asyncio.Event()
        with held(server) as hold, hold.watched(lost.set):
            execute(server, "SELECT pg_reload_conf()")
            await asyncio.sleep(0.2)
            assert not lost.is_set()
            execute(server, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            async with asyncio.timeout(5):
                await lost.wait()

    with pytest.raises(DatabaseError) as end:
        await work()
    assert end.value.code == "database_lost"


def test_a_database_that_cannot_be_opened(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(DataFolderError, match="cannot be opened"):
        upgrade(path)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://folkmoot@/none?host={folder}", "database .none. does not exist"),
        ("postgresql://clerk:wrong-word@/postgres?host={folder}", "password authentication failed"),
        ("postgresql://clerk:wrong-word@127.0.0.1:9/postgres", "Connection refused"),
    ],
)
def test_a_server_that_cannot_be_used_is_told_without_the_password(
    postgres_server: postgres.Server, tmp_path: Path, url: str, words: str
) -> None:
    place = Server(Secret(url.format(folder=postgres_server.folder)), tmp_path)
    with pytest.raises(DatabaseError, match=words) as refusal:
        upgrade(place)
    assert refusal.value.code == "database"
    assert "wrong-word" not in f"{refusal.value!r} {refusal.value} {place!r}"


def test_a_database_of_another_encoding_is_refused(postgres_server: postgres.Server, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="UTF8"):
        upgrade(Server(Secret(postgres_server.make_database(encoding="SQL_ASCII")), tmp_path))


def test_a_server_that_would_lose_data_in_a_power_cut_is_refused(
    postgres_server: postgres.Server, server: Server
) -> None:
    with postgres_server.connect() as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        try:
            with pytest.raises(DatabaseError, match="power cut"):
                patiently(server)
        finally:
            connection.execute("ALTER SYSTEM RESET fsync")
            connection.execute("SELECT pg_reload_conf()")
    patiently(server, reading="on")


def patiently(server: Server, reading: str = "off") -> None:
    """`upgrade`, when the server has read its settings anew."""
    while True:
        with server.engine().connect() as connection:
            if connection.scalar(text("SHOW fsync")) == reading:
                break
        time.sleep(0.02)
    upgrade(server)


async def test_readers_cannot_write(database: Database) -> None:
    async with database.read() as connection:
        with pytest.raises(DBAPIError) as refusal:
            await connection.execute(delete(rooms.rooms))
    assert isinstance(refusal.value, OperationalError | InternalError)


async def test_readers_see_one_moment(database: Database) -> None:
    async with database.read() as reader:
        assert (await reader.execute(select(rooms.rooms))).all() == []
        async with database.write() as connection:
            await connection.execute(insert(rooms.rooms).values(ROOM))
        assert (await reader.execute(select(rooms.rooms))).all() == []
    async with database.read() as reader:
        assert len((await reader.execute(select(rooms.rooms))).all()) == 1


async def test_what_raises_is_rolled_back(database: Database, place: Place) -> None:
    async def fail() -> None:
        async with database.write() as connection:
            await connection.execute(insert(rooms.rooms).values(ROOM))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert rows(place)["rooms"] == []


async def test_writers_wait_for_each_other_and_readers_for_nobody(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(insert(rooms.rooms).values(ROOM))

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


async def test_a_second_writer_fails_instead_of_overwriting(database: Database, place: Place) -> None:
    """Nobody comes so far past `held`; if somebody did, what was decided by an old state must not be written."""
    second = Database.open(place)
    async with database.write() as connection:
        await connection.execute(insert(rooms.rooms).values(ROOM))

    async def late() -> None:
        async with second.write() as other:
            seq = (await other.execute(select(rooms.rooms.c.seq))).scalar_one()
            overtaken = asyncio.create_task(first())
            await asyncio.wait([overtaken], timeout=0.5)
            await other.execute(update(rooms.rooms).values(seq=seq + 1))
        await overtaken

    async def first() -> None:
        async with database.write() as connection:
            seq = (await connection.execute(select(rooms.rooms.c.seq))).scalar_one()
            await connection.execute(update(rooms.rooms).values(seq=seq + 1))

    if isinstance(place, Server):
        with pytest.raises(DBAPIError, match="could not serialize"):
            await late()
    else:
        # There the first one waits until the late one is done.
        await late()
    async with database.read() as connection:
        seq = (await connection.execute(select(rooms.rooms.c.seq))).scalar_one()
        assert seq == (1 if isinstance(place, Server) else 2)
    await second.close()


async def test_what_is_deleted_is_in_no_file(database: Database, place: Place) -> None:
    fill(place)
    words = b"\5" * 700
    await database.forget()
    if isinstance(place, Server):
        execute(place, "CHECKPOINT")
    assert holds(place, words)
    async with database.write() as connection:
        await connection.execute(delete(rooms.rooms))
    await database.forget()
    assert not holds(place, words)


async def test_errors_do_not_carry_rows(database: Database) -> None:
    with pytest.raises(DBAPIError) as failure:
        async with database.write() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Anneliese"})
    assert isinstance(failure.value, OperationalError | ProgrammingError)
    assert "Anneliese" not in str(failure.value)
