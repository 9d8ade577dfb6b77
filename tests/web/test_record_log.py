"""The record's files over HTTP, as anybody gets them; and what a service puts on record by being started."""

import asyncio
import shutil
from pathlib import Path

import pytest
from yarl import URL

import folkmoot
from folkmoot.record import entries, tiles
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.entries import Program
from folkmoot.record.errors import KeyFileError, RecordDamagedError
from folkmoot.record.identity import signer_at
from folkmoot.record.merkle import leaf_hash
from folkmoot.record.note import SignedNote
from folkmoot.web.pages.hashes import listing
from tests.record.outsider import published
from tests.service import Service, build_client, make_settings, running_service


async def read(service: Service, path: str) -> bytes:
    async with service.session.get(f"{service.url}/record/log/{path}") as answer:
        assert answer.status == 200, path
        return await answer.read()


async def test_the_first_entry_is_the_program(service: Service) -> None:
    folder = service.settings.record_dir
    note = SignedNote.parse(await read(service, "checkpoint"))
    checkpoint = open_checkpoint(note, signer_at(folder).verifier).checkpoint
    assert (checkpoint.origin, checkpoint.size) == (f"localhost:{service.settings.port}/record/log", 1)
    [entry] = tiles.split_bundle(await read(service, "tile/entries/000.p/1"), 1)
    said = entries.parse(entry)
    assert isinstance(said, Program)
    assert (said.version, said.sum) == (folkmoot.__version__, listing(service.settings.client_dir).total)
    assert await read(service, "tile/0/000.p/1") == leaf_hash(entry) == checkpoint.root


async def test_started_again_it_says_so_only_of_another_program(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    sizes: list[int] = []
    for script in (None, None, "export const other = 1\n", None):
        build_client(tmp_path / "client")
        if script:
            (tmp_path / "client" / "home-1a2b3c4d.js").write_text(script)
        async with running_service(settings):
            sizes.append(published(settings.record_dir).size)
    assert sizes == [1, 1, 2, 3]


async def test_headers(service: Service) -> None:
    async with service.session.get(f"{service.url}/record/log/checkpoint") as answer:
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    url = f"{service.url}/record/log/tile/entries/000.p/1"
    async with service.session.get(url, headers={"Accept-Encoding": "identity"}) as answer:
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Content-Encoding" not in answer.headers
        plain = await answer.read()
    async with service.session.get(url, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await answer.read() == plain


@pytest.mark.parametrize(
    "path",
    [
        *("", "key", "name", "record.db", "in-use", "tile", "tile/0/001", "tile/0/000.p/2", "tile/0/0", "tile/9/000"),
        *("tile/entries/000.p/1.new", "tile/0/..%2f..%2f..%2fkey", "tile/0/000.p/256", "tile/0/x000/000"),
        *("..%2fkey", "tile/%2e%2e/%2e%2e/key"),
    ],
)
async def test_nothing_else_is_given_out(service: Service, path: str) -> None:
    # As it is written, where a client would take dots out by itself.
    async with service.session.get(URL(f"{service.url}/record/log/{path}", encoded=True)) as answer:
        assert answer.status == 404
        assert (await answer.json())["code"] == "not_found"


async def test_a_lost_key_stops_the_start(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with running_service(settings):
        pass
    (settings.record_dir / "key").unlink()
    with pytest.raises(KeyFileError):
        async with running_service(settings):
            pass


async def test_a_database_from_an_older_copy_stops_the_start(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with running_service(settings):
        pass
    older = tmp_path / "older.db"
    await asyncio.to_thread(shutil.copy, settings.record_dir / "record.db", older)
    (tmp_path / "client" / "home-1a2b3c4d.js").write_text("export const other = 1\n")
    async with running_service(settings) as service:
        assert Checkpoint.parse(SignedNote.parse(await read(service, "checkpoint")).text).size == 2
    await asyncio.to_thread(shutil.copy, older, settings.record_dir / "record.db")
    with pytest.raises(RecordDamagedError):
        async with running_service(settings):
            pass
