"""Between the two kinds of database every row arrives as it was, or nothing does."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from folkmoot.base.secret import Secret
from folkmoot.record.tables import record_entries
from folkmoot.store.backup import back_up
from folkmoot.store.errors import BadBackupError
from folkmoot.store.place import Place
from folkmoot.store.restoration import restore
from folkmoot.store.server import Server
from folkmoot.store.upgrade import upgrade
from tests import postgres
from tests.store.test_archive import quiet
from tests.store.test_store import ROWS, fill, rows

NOW = 1_795_500_000.0


@pytest.fixture
def server(tmp_path: Path, postgres_server: postgres.Server) -> Server:
    return Server(Secret(postgres_server.make_database()), tmp_path / "server")


def carry(source: Place, target: Place, file: Path) -> None:
    """All of it: nothing is left out as conversations are."""
    back_up(source, file, {}, NOW, quiet)
    restore(file, target, {}, quiet, replace=True)


def test_there_and_back(server: Server, tmp_path: Path) -> None:
    upgrade(server)
    fill(server)
    path = tmp_path / "data" / "folkmoot.db"
    carry(server, path, tmp_path / "there.tar")
    assert rows(path) == {table: [row] for table, row in ROWS.items()}
    with server.connection() as connection:
        connection.execute(record_entries.delete())
    carry(path, server, tmp_path / "back.tar")
    assert rows(server) == {table: [row] for table, row in ROWS.items()}
    with server.connection() as connection:
        # Keys that count up go on after those that came.
        connection.execute(insert(record_entries).values(ticket=b"t" * 16, kind="voice", at=1))
        numbers = connection.scalars(select(record_entries.c.id).order_by(record_entries.c.id)).all()
    assert numbers[1] == numbers[0] + 1


def test_what_is_left_out_takes_along_what_refers_to_it(server: Server, tmp_path: Path) -> None:
    upgrade(server)
    fill(server)
    path = tmp_path / "data" / "folkmoot.db"
    back_up(server, tmp_path / "backup.tar", {"rooms": "epoch IS NULL", "convenors": "everywhere = false"}, NOW, quiet)
    restore(tmp_path / "backup.tar", path, {}, quiet)
    gone = {"rooms", "old_links", "members", "epochs", "electors", "entries"}
    gone |= {"convenors", "passkeys", "recovery_codes", "sessions", "campaigns", "revisions", "roles", "codes"}
    found = rows(path)
    assert {table for table in gone if found[table]} == set()
    assert found["record_entries"] == [ROWS["record_entries"]]


@pytest.mark.parametrize("value", ["'many'", "x'00ff'", "99999999999999"])
def test_what_a_column_does_not_take_is_a_bad_backup_and_changes_nothing(
    server: Server, tmp_path: Path, value: str
) -> None:
    upgrade(server)
    fill(server)
    path = tmp_path / "data" / "folkmoot.db"
    upgrade(path)
    fill(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE rooms SET capacity = {value}")  # noqa: S608 - of this test
    with pytest.raises(BadBackupError):
        carry(path, server, tmp_path / "backup.tar")
    assert rows(server) == {table: [row] for table, row in ROWS.items()}
