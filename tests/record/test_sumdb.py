"""Go's own note and tlog, unchanged, over our files: other people's program reads the same log."""

import json
from pathlib import Path
from typing import Any

import pytest

from folkmoot.record import merkle, tiles
from folkmoot.record.identity import signer_of
from folkmoot.record.log import FILES, Log
from folkmoot.record.note import encode
from folkmoot.store.database import Database
from tests.record.gopher import ask, build, question_about
from tests.record.published import SIGNER, Published, encoded, honest


@pytest.fixture(scope="session")
def sumdb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program below `sumdb/`."""
    return build(tmp_path_factory.mktemp("sumdb"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("voices", [1, 120, 251, 5000])
def test_go_reads_our_log(sumdb: Path, tmp_path: Path, voices: int) -> None:
    log = Published(tmp_path)
    log.publish(encoded(honest(voices)))
    size = len(log.leaves)
    places = sorted({0, 1, size // 3, size // 2, size - 2, size - 1})
    olds = sorted({1, 2, size // 3 + 1, min(256, size), size - 1, size})
    done = ask(sumdb, question_about(log, places, olds))
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["size"], said["entries"]) == (size, size)
    assert said["origin"] == SIGNER.verifier.name
    assert said["root"] == encode(merkle.root_of([merkle.leaf_hash(leaf) for leaf in log.leaves]))


@pytest.mark.timeout(300)
async def test_go_reads_what_the_sequencer_writes(sumdb: Path, tmp_path: Path) -> None:
    leaves = encoded(honest(1200))
    folder = tmp_path / "record"
    folder.mkdir(mode=0o700)
    database = Database.sqlite(folder / "record.db")
    signer = signer_of(folder, "meet.example.org/record/log")
    try:
        log = await Log.open(folder, database, signer)
        for begin in range(0, len(leaves), 97):
            items = [(at.to_bytes(16), leaves[at]) for at in range(begin, min(begin + 97, len(leaves)))]
            await log.append(items)
        paths = [await log.proof(index) for index in (0, 255, 256, len(leaves) - 1)]
        await log.close()
    finally:
        await database.close()
    question: dict[str, Any] = {
        "key": str(signer.verifier),
        "folder": str(folder / FILES),
        "inclusions": [{"index": one.index, "path": [encode(step) for step in one.path]} for one in paths],
        "steps": [],
    }
    done = ask(sumdb, question)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["entries"] == len(leaves)


@pytest.mark.timeout(300)
def test_go_refuses_what_we_refuse(sumdb: Path, tmp_path: Path) -> None:
    log = Published(tmp_path)
    note = log.publish(encoded(honest(700)))
    good = question_about(log, [5], [300])
    bundle = (tmp_path / "tile/entries/001").read_bytes()
    tile = (tmp_path / "tile/0/001").read_bytes()
    changed = bundle.replace(b'"round":1', b'"round":2', 1)
    hashes = b"".join(merkle.leaf_hash(entry) for entry in tiles.split_bundle(changed, tiles.WIDTH))
    upper = (tmp_path / "tile/1/000.p/2").read_bytes()
    changes: list[tuple[str, dict[str, bytes]]] = [
        ("is not what the tiles hold", {"tile/entries/001": changed}),
        ("is not what the tiles hold", {"tile/0/001": bytes(32) + tile[32:]}),
        ("give another root", {"tile/entries/001": changed, "tile/0/001": hashes}),
        ("inconsistent tile", {"tile/1/000.p/2": bytes(32) + upper[32:]}),
        ("invalid signature", {"checkpoint": note.serialise().replace(b"\n7", b"\n8", 1)}),
    ]
    for reason, files in changes:
        before = {path: (tmp_path / path).read_bytes() for path in files}
        for path, data in files.items():
            log.put(path, data)
        done = ask(sumdb, good)
        assert done.returncode == 1
        assert reason in done.stderr
        for path, data in before.items():
            log.put(path, data)
    assert ask(sumdb, good).returncode == 0
    for wrong in (
        good | {"inclusions": [good["inclusions"][0] | {"index": 6}]},
        good | {"steps": [good["steps"][0] | {"old": 301}]},
    ):
        done = ask(sumdb, wrong)
        assert done.returncode == 1
        assert done.stderr
