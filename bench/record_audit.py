"""A record of a million entries, audited by ours and, in the same run, read by Go's own tlog and note.

Ours checks the form of every entry, dates, and voices issued and used besides; Go's program hashes every entry, compares
the hashes with the tiles and builds the tree. Neither knows anything of the log beforehand but its key.

    python -m bench.record_audit [--entries 1000000] [--rounds 7]
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

from bench.figures import keep, median_interval, ratio_interval
from folkmoot.base.ids import encode_base64url
from folkmoot.record import tiles
from folkmoot.record.audit import audit
from folkmoot.record.entries import Issued
from folkmoot.record.note import VerifierKey
from folkmoot.record.seals import SEAL_BYTES
from folkmoot.record.sources import Folder
from tests.record.gopher import ask, build
from tests.record.published import CAMPAIGN, SIGNER, START, Published, beginning, encoded, voice
from tests.vectors.make_delivery import some_bytes

# As the gate issues them.
BATCH = 20


def leaves_of(count: int) -> list[bytes]:
    """A campaign whose voices fill the log: a batch is issued, then used."""
    pattern = voice(0, START)
    first = pattern.encode()
    before, _, after = first.partition(pattern.seal.encode())
    made = encoded(beginning())
    issued = 0
    seals = some_bytes("seals", SEAL_BYTES * count)
    while len(made) < count:
        issued += BATCH
        batch = Issued(
            at=START, campaign=CAMPAIGN, round=1, batch=issued // BATCH, count=BATCH, total=issued, used=issued - BATCH
        )
        made.append(batch.encode())
        for at in range(min(BATCH, count - len(made))):
            begin = SEAL_BYTES * (issued - BATCH + at)
            made.append(before + encode_base64url(seals[begin : begin + SEAL_BYTES]).encode() + after)
    return made[:count]


def ours(folder: Path, key: VerifierKey, count: int) -> float:
    """Seconds of `folkmoot record audit` without starting Python, and with starting its workers."""
    begin = time.perf_counter()
    report = asyncio.run(audit(Folder(folder), key, [], [], START + 60, lambda _done, _whole: None))
    taken = time.perf_counter() - begin
    assert report.findings == []
    assert sum(report.ledger.kinds.values()) == count
    return taken


def gos(program: Path, folder: Path, key: VerifierKey, count: int) -> float:
    """Seconds as the program itself takes them."""
    done = ask(program, {"key": str(key), "folder": str(folder), "inclusions": [], "steps": []})
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["entries"] == count
    return float(said["seconds"])


def stored(folder: Path) -> tuple[int, int]:
    """Bytes of all files, and of those with hashes."""
    sizes = {file: file.stat().st_size for file in folder.rglob("*") if file.is_file()}
    entries = sum(size for file, size in sizes.items() if file.is_relative_to(folder / "tile/entries"))
    checkpoint = (folder / tiles.CHECKPOINT).stat().st_size
    return sum(sizes.values()), sum(sizes.values()) - entries - checkpoint


def main() -> None:
    """Writes the log, runs both in turns, prints and keeps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        log = Published(Path(name) / "log")
        log.publish(leaves_of(given.entries))
        program = build(Path(name))
        key = SIGNER.verifier
        pairs = [
            (ours(log.folder, key, given.entries), gos(program, log.folder, key, given.entries))
            for _ in range(given.rounds)
        ]
        whole, hashes = stored(log.folder)
    mine, theirs = [one for one, _ in pairs], [other for _, other in pairs]
    rows: list[tuple[object, ...]] = []
    for who, values in (("folkmoot", mine), ("go tlog", theirs)):
        middle, low, high = median_interval(values)
        print(
            f"{given.entries} entries, {who:8} p50 {middle:5.2f} s [{low:.2f}, {high:.2f}], longest {max(values):.2f} s"
        )
        rows.append((who, given.entries, len(values), f"{middle:.3f}", f"{low:.3f}", f"{high:.3f}", whole, hashes))
    ratio, low, high = ratio_interval(mine, theirs)
    print(
        f"ours takes {ratio:.2f} [{low:.2f}, {high:.2f}] times as long as Go's; {statistics.median(mine):.2f} s of 10 s"
    )
    print(f"{whole / given.entries:.0f} bytes an entry on the disk, {100 * hashes / whole:.0f} % of them hashes")
    header = ("who", "entries", "rounds", "p50 s", "low", "high", "bytes", "bytes of hashes")
    keep("record_audit", header, rows)


if __name__ == "__main__":
    main()
