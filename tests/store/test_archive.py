"""The file of a backup is outside bytes: it is taken whole as we write it, or refused."""

import hashlib
import io
import os
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from folkmoot.base.errors import FolkmootError
from folkmoot.meet.rewind import KEPT
from folkmoot.store import archive
from folkmoot.store.archive import Content, Manifest
from folkmoot.store.backup import back_up, verify
from folkmoot.store.errors import BackupExistsError, BadBackupError, DataMissingError, NewerDataError
from folkmoot.store.restoration import restore
from folkmoot.store.upgrade import newest, upgrade, version
from tests.store.data.make_release import RELEASE, SAID, UNUSED, install

NOW = 1_795_500_000.0


def quiet(_doing: str, _done: int, _whole: int) -> None:
    """No progress is shown."""


@cache
def a_backup() -> bytes:
    """The bytes of one of the last release's data."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "backup.tar"
        back_up(install(Path(folder) / "data"), file, KEPT, NOW, quiet)
        return file.read_bytes()


def restored(file: Path) -> Path:
    """Restores it beside itself; returns the database."""
    path = file.with_name("data") / "folkmoot.db"
    restore(file, path, KEPT, quiet)
    return path


def packed(database: bytes, **changes: Any) -> bytes:
    """An archive as ours of other contents, hashes right."""
    content = Content(archive.DATABASE, len(database), hashlib.sha256(database).hexdigest())
    manifest = msgspec.structs.replace(archive.read(io.BytesIO(a_backup())), members=(content,), **changes)
    file = io.BytesIO()
    archive.write(file, manifest, io.BytesIO(database), quiet)
    return file.getvalue()


def contents(data: bytes) -> tuple[Manifest, bytes]:
    file, database = io.BytesIO(data), io.BytesIO()
    manifest = archive.read(file)
    archive.unpack(file, manifest, database, quiet)
    return manifest, database.getvalue()


def test_what_is_in_it_is_told_by_any_tar(tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    manifest = back_up(install(tmp_path / "data"), file, KEPT, NOW, quiet)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as tar:
        assert [(member.name, member.mode) for member in tar] == [("manifest.json", 0o600), ("folkmoot.db", 0o600)]
        listed = tar.extractfile("manifest.json")
        assert listed is not None
        assert msgspec.json.decode(listed.read()) == {
            "what": "folkmoot backup",
            "format": 1,
            "schema": "0001",
            "folkmoot": manifest.folkmoot,
            "made_at": "2026-11-24T06:00:00Z",
            "members": [{"name": "folkmoot.db", "size": manifest.database.size, "sha256": manifest.database.sha256}],
        }
        database = tar.extractfile("folkmoot.db")
        assert database is not None
        assert hashlib.sha256(database.read()).hexdigest() == manifest.database.sha256
    assert sorted(entry.name for entry in tmp_path.rglob("*")) == ["backup.tar", "data", "folkmoot.db"]


def test_only_rooms_that_nobody_has_entered_are_in_it(tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(a_backup())
    with closing(sqlite3.connect(restored(tmp_path / "backup.tar"))) as connection:
        assert connection.execute("SELECT id FROM rooms").fetchall() == [(str(UNUSED.room),)]
        for table in ("members", "epochs", "electors", "entries"):
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == []  # noqa: S608
    assert SAID in RELEASE.read_bytes()
    assert SAID not in a_backup()


def test_rooms_that_were_entered_do_not_come_back_from_anybodys_archive(tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(packed(RELEASE.read_bytes()))
    with closing(sqlite3.connect(restored(tmp_path / "backup.tar"))) as connection:
        assert connection.execute("SELECT id FROM rooms").fetchall() == [(str(UNUSED.room),)]
        assert connection.execute("SELECT * FROM entries").fetchall() == []


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path, file = install(tmp_path / "data"), tmp_path / "backup.tar"
    file.write_text("my diary")
    with pytest.raises(BackupExistsError, match="--force"):
        back_up(path, file, KEPT, NOW, quiet)
    assert file.read_text() == "my diary"
    back_up(path, file, KEPT, NOW, quiet, force=True)
    assert verify(file, quiet).schema == "0001"
    with pytest.raises(BackupExistsError, match="no folder"):
        back_up(path, tmp_path / "none" / "backup.tar", KEPT, NOW, quiet)
    with pytest.raises(DataMissingError):
        back_up(tmp_path / "folkmoot.db", tmp_path / "other.tar", KEPT, NOW, quiet)


def names(*members: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in members:
            member = tarfile.TarInfo(name)
            member.mode = 0o600
            tar.addfile(member)
    return file.getvalue()


def with_link() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        member = tarfile.TarInfo("manifest.json")
        member.type, member.linkname, member.mode = tarfile.SYMTYPE, "../../elsewhere", 0o600
        tar.addfile(member)
    return file.getvalue()


def edited(change: Callable[[dict[str, Any]], None]) -> bytes:
    manifest, database = contents(a_backup())
    fields = msgspec.to_builtins(manifest)
    change(fields)
    text = msgspec.json.encode(fields)
    header = tarfile.TarInfo("manifest.json")
    header.size, header.mode = len(text), 0o600
    second = tarfile.TarInfo("folkmoot.db")
    second.size, second.mode = len(database), 0o600
    padded = [data + bytes(-len(data) % 512) for data in (text, database)]
    return header.tobuf(tarfile.USTAR_FORMAT) + padded[0] + second.tobuf(tarfile.USTAR_FORMAT) + padded[1] + bytes(1024)


def script(sql: str) -> bytes:
    """The last release's database after somebody has worked on it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "db"
        file.write_bytes(RELEASE.read_bytes())
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(sql)
        return file.read_bytes()


REFUSED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"my diary " * 1000,
    "cut": lambda: a_backup()[:-2000],
    "cut in the header": lambda: a_backup()[:100],
    "longer": lambda: a_backup() + b"x",
    "longer by zeros": lambda: a_backup() + bytes(512),
    "path": lambda: names("../manifest.json", "folkmoot.db"),
    "absolute path": lambda: names("/manifest.json", "folkmoot.db"),
    "other order": lambda: names("folkmoot.db", "manifest.json"),
    "link": with_link,
    "no json": lambda: names("manifest.json", "folkmoot.db"),
    "other name": lambda: edited(lambda fields: fields["members"][0].update(name="../folkmoot.db")),
    "other hash": lambda: edited(lambda fields: fields["members"][0].update(sha256="0" * 64)),
    "other size": lambda: edited(lambda fields: fields["members"][0].update(size=5)),
    "too large": lambda: edited(lambda fields: fields["members"][0].update(size=2**40)),
    "two members": lambda: edited(lambda fields: fields.update(members=2 * list(fields["members"]))),
    "more fields": lambda: edited(lambda fields: fields.update(more=1)),
    "long list": lambda: edited(lambda fields: fields.update(folkmoot="1" * 20_000)),
    "other revision": lambda: packed(script("UPDATE alembic_version SET version_num = '0000'")),
    "no revision": lambda: packed(script("DELETE FROM alembic_version")),
    "no database": lambda: packed(b"my diary " * 1000),
    "no contents": lambda: packed(b""),
    "a table is missing": lambda: packed(script("DROP TABLE entries")),
    "a column is missing": lambda: packed(script("ALTER TABLE rooms DROP COLUMN seq")),
    "a view": lambda: packed(script("DROP TABLE entries; CREATE VIEW entries AS SELECT * FROM rooms")),
    "a trigger": lambda: packed(script("CREATE TRIGGER t AFTER INSERT ON rooms BEGIN DELETE FROM rooms; END")),
    "null where none may be": lambda: packed(
        script(
            "DROP TABLE rooms; CREATE TABLE rooms (id, auth, creator, capacity, made_at, epoch, seq, head, "
            "first_seq, log_bytes); INSERT INTO rooms (id) VALUES ('x')"
        )
    ),
    "pages cut off": lambda: packed(RELEASE.read_bytes()[:-8192]),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_whatever_else_is_refused_with_one_code(tmp_path: Path, case: str) -> None:
    file = tmp_path / "backup.tar"
    file.write_bytes(REFUSED[case]())
    with pytest.raises(BadBackupError) as refusal:
        restored(file)
    assert refusal.value.code == "bad_backup"
    assert sorted(entry.name for entry in tmp_path.rglob("*") if entry.name != "in-use") in (
        ["backup.tar"],
        ["backup.tar", "data"],
    )


def test_the_record_goes_along(tmp_path: Path) -> None:
    file, came = tmp_path / "backup.tar", list[bytes]()

    def bring(packed: Path, work: Path) -> None:
        assert packed.parent == work
        came.append(packed.read_bytes())

    manifest = back_up(
        install(tmp_path / "data"), file, KEPT, NOW, quiet, pack=lambda out: out.write(b"a public record")
    )
    assert manifest.format == 2
    assert [(content.name, content.size > 0) for content in manifest.members] == [
        ("folkmoot.db", True),
        ("record", True),
    ]
    restore(file, tmp_path / "new" / "folkmoot.db", KEPT, quiet, bring=bring)
    assert came == [b"a public record"]
    whole = file.read_bytes()
    for wrong in (
        whole.replace(b"a public record", b"a public recorD"),
        whole.replace(b'"format": 2', b'"format": 1'),
        whole.replace(b'"name": "record"', b'"name": "recorb"'),
        whole[:-512],
        whole[: whole.index(b"a public record") - 512] + bytes(1024),
    ):
        assert wrong != whole
        file.write_bytes(wrong)
        with pytest.raises(BadBackupError):
            restore(file, tmp_path / "wrong" / "folkmoot.db", KEPT, quiet, bring=bring)
    assert came == [b"a public record"]


def test_no_record_is_the_form_that_older_programs_read(tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    manifest = back_up(install(tmp_path / "data"), file, KEPT, NOW, quiet, pack=lambda _out: None)
    assert (manifest.format, manifest.record) == (1, None)


@pytest.mark.parametrize(
    "newer",
    [
        lambda: edited(lambda fields: fields.update(schema="9999")),
        lambda: edited(lambda fields: fields.update(format=3, members={"in": "another form"})),
        lambda: edited(lambda fields: fields.update(format=2**60)),
    ],
)
def test_newer_ones_are_refused_with_their_own_code(tmp_path: Path, newer: Callable[[], bytes]) -> None:
    file = tmp_path / "backup.tar"
    file.write_bytes(newer())
    with pytest.raises(NewerDataError, match="newer than this one") as refusal:
        restored(file)
    assert refusal.value.code == "newer_data"
    assert not (tmp_path / "data").exists()


def test_no_ordinary_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("none", "pipe", "."):
        with pytest.raises(BadBackupError, match="no file"):
            verify(tmp_path / name, quiet)


def read_all(data: bytes) -> Manifest | None:
    with suppress(BadBackupError, NewerDataError):
        return contents(data)[0]
    return None


@given(st.binary(max_size=3000))
def test_any_bytes(data: bytes) -> None:
    assert read_all(data) is None


@given(st.data())
def test_changed_archives(data: st.DataObject) -> None:
    changed = bytearray(a_backup())
    # Where its headers and its list are, more often than in the middle of the database.
    places = st.one_of(st.integers(0, 2047), st.integers(0, len(changed) - 1))
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(places)] = data.draw(st.integers(0, 255))
    found = read_all(bytes(changed))
    if found is not None:
        # The list has no hash of itself: what it says of version and date may be changed, the database may not.
        assert contents(bytes(changed))[1] == contents(a_backup())[1]


@given(st.lists(st.tuples(st.integers(0, RELEASE.stat().st_size - 1), st.binary(min_size=1, max_size=64)), max_size=6))
@example([(2957, b"\x80")])
@settings(max_examples=25, deadline=None)
def test_a_changed_database_with_right_hashes(changes: list[tuple[int, bytes]]) -> None:
    database = bytearray(RELEASE.read_bytes())
    for place, replacement in changes:
        database[place : place + len(replacement)] = replacement
    with TemporaryDirectory() as folder:
        file = Path(folder) / "backup.tar"
        file.write_bytes(packed(bytes(database)))
        try:
            path = restored(file)
        except FolkmootError as refusal:
            assert refusal.code == "bad_backup"  # noqa: PT017 - it may also be taken
            return
        upgrade(path)
        assert version(path) == newest()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
            assert connection.execute("SELECT count(*) FROM rooms WHERE epoch IS NOT NULL").fetchone() == (0,)
