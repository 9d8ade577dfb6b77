"""An audit of logs on a disk and over HTTP: what is found, and that an honest log is in order."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record import canon, entries
from folkmoot.record.audit import MANY, Earlier, Report, audit
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.entries import AnyEntry
from folkmoot.record.errors import MalformedError, NoteError, TileError
from folkmoot.record.note import SignedNote
from folkmoot.record.slices import read
from folkmoot.record.sources import Folder, opened, prefix_of
from tests.record.published import CAMPAIGN, SIGNER, START, Published, beginning, encoded, honest, voice
from tests.vectors import make_record

NOW = START + 86_400
VECTORS: dict[str, Any] = json.loads(make_record.PLACE.read_text())


async def audited(folder: Path, *earlier: Earlier, now: float = NOW) -> Report:
    shown: list[tuple[int, int]] = []
    report = await audit(
        Folder(folder), SIGNER.verifier, [], earlier, now, lambda done, whole: shown.append((done, whole))
    )
    assert shown == sorted(shown)
    return report


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.fixture
def log(tmp_path: Path) -> Published:
    return Published(tmp_path / "log")


@pytest.mark.parametrize("voices", [0, 1, 130, 251, 700])
async def test_an_honest_log_is_in_order(log: Published, voices: int) -> None:
    leaves = encoded(honest(voices))
    note = log.publish(leaves)
    report = await audited(log.folder)
    assert report.findings == []
    assert report.opened.checkpoint == Checkpoint.parse(note.text)
    assert report.ledger.kinds["voice"] == voices
    assert sum(report.ledger.kinds.values()) == len(leaves)
    its = report.ledger.rounds[CAMPAIGN, 1]
    assert (its.issued, its.spent, its.held) == (voices, voices, 0)
    assert report.entry_bytes == sum(map(len, leaves))


async def test_an_empty_log_is_in_order(log: Published) -> None:
    log.publish([])
    assert (await audited(log.folder)).findings == []


async def test_a_log_that_grew_continues_every_earlier_one(log: Published) -> None:
    leaves = encoded(honest(600))
    for old in (0, 1, 255, 256, 257, 512, len(leaves) - 1, len(leaves)):
        earlier = Checkpoint.parse(log.publish(leaves[:old]).text)
        log.publish(leaves)
        report = await audited(log.folder, Earlier(earlier, START, "your last audit"))
        assert report.findings == [], old


async def test_many_entries_take_every_core(log: Published) -> None:
    leaves = encoded(honest(MANY))
    log.publish(leaves)
    report = await audited(log.folder)
    assert report.findings == []
    assert report.ledger.kinds["voice"] == MANY


async def test_over_http_only_that_host_is_asked(log: Published) -> None:
    log.publish(encoded(honest(600)))
    asked: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/record/log/")
        asked.append(path)
        if path == "tile/0/000":
            raise web.HTTPFound("http://127.0.0.1:1/elsewhere")
        return web.FileResponse(log.folder / path)

    application = web.Application()
    application.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with opened(address) as source:
            report = await audit(source, SIGNER.verifier, [], [], NOW, lambda _done, _whole: None)
    finally:
        await runner.cleanup()
    # A redirection is not followed: the file is not where it has to be.
    assert codes(report) == ["missing_file"]
    assert len(asked) == len(set(asked))


def test_addresses() -> None:
    assert prefix_of("https://meet.example.org") == "https://meet.example.org/record/log"
    assert prefix_of("https://meet.example.org/") == "https://meet.example.org/record/log"
    assert prefix_of("http://127.0.0.1:8420/other/log/") == "http://127.0.0.1:8420/other/log"
    for text in (
        "var/record/log",
        "/srv/copy",
        "ftp://x",
        "https://",
        "https://user@host",
        "https://host/?x",
        "https:x",
    ):
        assert prefix_of(text) is None


async def test_a_checkpoint_that_does_not_count_is_no_audit(log: Published) -> None:
    with pytest.raises(TileError):
        await audited(log.folder)
    note = log.publish(encoded(honest(3)))
    log.put("checkpoint", SignedNote(note.text.replace("\n", "\n", 1), note.signatures[:0]).serialise())
    with pytest.raises(NoteError):
        await audited(log.folder)
    log.put("checkpoint", note.serialise() + b" " * 200_000)
    with pytest.raises(TileError, match="larger"):
        await audited(log.folder)


Change = Callable[[list[AnyEntry]], list[AnyEntry]]


def insert(at: int, *more: AnyEntry) -> Change:
    return lambda said: [*said[:at], *more, *said[at:]]


def without(place: int) -> Change:
    return lambda said: [*said[:place], *said[place + 1 :]]


def replace(place: int, **changes: Any) -> Change:
    def change(said: list[AnyEntry]) -> list[AnyEntry]:
        fields = {**said[place].fields, **changes}
        last = len(said) + place if place < 0 else place
        return [*said[:last], entries.parse(canon.encode(fields)), *said[last + 1 :]]

    return change


RULES, KEY, _ = beginning()
COUNT = -2
BATCH = 3


@pytest.mark.parametrize(
    ("change", "found", "sentence"),
    [
        (
            insert(5, voice(90, START)),
            ["stuffed", "bad_count"],
            "says 30 voices issued and 30 used; the entries add up to 30 and 31",
        ),
        (insert(-2, voice(90, START)), ["stuffed", "bad_count"], "31 voices of round 1"),
        (insert(BATCH, voice(90, START)), ["stuffed", "bad_count"], "Up to entry 3, 1 voices"),
        (without(4), ["bad_count"], "add up to 30 and 29"),
        (replace(COUNT, used=29), ["bad_count"], "says 30 voices issued and 29 used"),
        (replace(BATCH, total=21), ["bad_count", "bad_count"], "says 21 were issued; the entries add up to 20"),
        (replace(BATCH, used=21), ["bad_count"], "says 21 were used, of 20 issued"),
        (replace(BATCH, batch=2), ["bad_count", "bad_count"], "is number 2, where 1 is due"),
        (insert(2, KEY), ["second_key"], "a second key for round 1"),
        (without(1), ["no_key", "no_key"], "comes before the key"),
        (without(0), ["no_rules"], "of which no rules stand before it"),
        (insert(3, RULES), ["bad_count"], "revision 1 of the rules, where 2 is due"),
        (insert(37, voice(90, START)), ["after_count", "stuffed"], "come after the closing count"),
        (insert(3, entries.Erasure(at=START, entry=3, reason="law")), ["bad_reference"], "about entry 3"),
        (
            insert(3, entries.Publication(at=START, campaign=CAMPAIGN, report="report", size=4, sum="a" * 64)),
            ["bad_reference"],
            "computed from 4 entries",
        ),
        (
            insert(9, voice(90, START - 3601 + 3)),
            ["backdated", "stuffed", "bad_count"],
            "minutes older than one that stands before",
        ),
        (replace(-1, at=NOW + 3601), ["postdated"], "a time that has not come yet"),
    ],
)
async def test_entries_that_do_not_add_up(log: Published, change: Change, found: list[str], sentence: str) -> None:
    said = honest(30)
    log.publish(encoded(change(said)))
    report = await audited(log.folder)
    assert sorted(codes(report)) == sorted(found), report.findings
    assert any(sentence in finding.sentence for finding in report.findings), report.findings


async def test_a_campaign_that_is_opened_again_is_counted_again(log: Published) -> None:
    more = [
        entries.State(at=START, campaign=CAMPAIGN, state="opened"),
        entries.Issued(at=START, campaign=CAMPAIGN, round=1, batch=3, count=20, total=50, used=30),
        *(voice(number, START) for number in range(30, 45)),
        entries.Count(at=START, campaign=CAMPAIGN, round=1, issued=50, used=45),
        entries.State(at=START, campaign=CAMPAIGN, state="closed"),
    ]
    log.publish(encoded([*honest(30), *more]))
    assert (await audited(log.folder)).findings == []


@pytest.mark.parametrize("line", [*VECTORS["broken"], *VECTORS["canon"]["invalid"]], ids=lambda line: line["why"])
async def test_the_form_of_every_entry(log: Published, line: dict[str, str]) -> None:
    said = encoded(honest(30))
    log.publish([*said[:7], line["bytes"].encode(errors="surrogatepass"), *said[7:]])
    report = await audited(log.folder)
    if line["why"] == "unknown kind":
        assert report.findings == []
        assert sum(report.unknown.values()) == 1
        return
    assert codes(report) == ["malformed_entry"]
    assert "Entry 7 " in report.findings[0].sentence


async def test_kinds_that_are_not_known_are_passed_over(log: Published) -> None:
    said = encoded(honest(30))
    log.publish([*said, b'{"at":1790000000,"kind":"later","v":1}'])
    report = await audited(log.folder)
    assert report.findings == []
    assert report.unknown == {"later": 1}


def test_the_fast_reader_reads_what_the_other_reads() -> None:
    for line in VECTORS["entries"]:
        assert read(line["bytes"].encode()) == entries.parse(line["bytes"].encode())


@given(st.sampled_from([line["bytes"].encode() for line in VECTORS["entries"]]), st.data())
def test_the_fast_reader_takes_nothing_else(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))
    changed = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + data.draw(st.integers(0, 3)) :]
    try:
        expected = entries.parse(changed)
    except MalformedError:
        expected = None
    assert read(changed) == expected


async def test_dates_before_the_last_audit(log: Published) -> None:
    said = honest(30)
    earlier = Checkpoint.parse(log.publish(encoded(said[:10])).text)
    log.publish(encoded(said))
    report = await audited(log.folder, Earlier(earlier, START + 7200, "your last audit"))
    assert set(codes(report)) == {"backdated"}
    assert "before your last audit, in which it was not there" in report.findings[0].sentence
