"""What stands where in a log, found in its files."""

from pathlib import Path

import pytest

from folkmoot.record.catalogue import GROUPS, Catalogue, Group
from folkmoot.record.entries import AnyEntry, Campaign, Erasure, Issued, Program, State, Vote, kind_of
from tests.ledger import signer, write_log

RIVER, PARK = "AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBA"
SEAL = "A" * 43


def some(count: int) -> list[AnyEntry]:
    """A program, two campaigns that begin, then votes of one and the other, each tenth entry a batch of voices."""
    entries: list[AnyEntry] = [
        Program(at=0, version="1.0.0", sum="0" * 64),
        Campaign(at=1, campaign=RIVER, revision=1, gate="codes", opens=0, closes=9, seal=SEAL),
        Campaign(at=2, campaign=PARK, revision=1, gate="link", opens=0, closes=9, seal=SEAL),
        State(at=3, campaign=RIVER, state="opened"),
    ]
    for at in range(4, count):
        campaign = RIVER if at % 3 else PARK
        if at % 10 == 0:
            entries.append(Issued(at=at, campaign=campaign, round=1, batch=1, count=1, total=1, used=0))
        else:
            entries.append(Vote(at=at, campaign=campaign, seal=SEAL))
    return entries


def listed(catalogue: Catalogue, group: Group | None, campaign: str | None, start: int | None, count: int) -> list[int]:
    return [one.index for one in catalogue.page(group, campaign, start, count).entries]


def expected(entries: list[AnyEntry], group: Group | None, campaign: str | None, start: int | None) -> list[int]:
    found = [
        index
        for index, entry in enumerate(entries)
        if (group is None or kind_of(entry) in GROUPS[group])
        and (campaign is None or getattr(entry, "campaign", None) == campaign)
    ]
    return [index for index in reversed(found) if start is None or index <= start]


@pytest.mark.parametrize("size", [4, 255, 256, 257, 700])
def test_every_choice_of_entries(tmp_path: Path, size: int) -> None:
    entries = some(size)
    write_log(tmp_path, entries, signer())
    catalogue = Catalogue(tmp_path)
    assert catalogue.size == size
    assert sum(catalogue.counts().values()) == size
    for group in (None, *GROUPS):
        for campaign in (None, RIVER, PARK, "CCCCCCCCCCCCCCCCCCCCCA"):
            for start in (None, 0, 3, 255, 256, size + 5):
                wanted = expected(entries, group, campaign, start)
                assert listed(catalogue, group, campaign, start, 30) == wanted[:30]
                older = catalogue.page(group, campaign, start, 30).older
                assert older == (wanted[30] if len(wanted) > 30 else None)


def test_it_follows_the_log(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    assert catalogue.size == 0
    assert catalogue.page(None, None, None, 10).entries == ()
    for size in (5, 6, 300, 300, 513):
        write_log(tmp_path, some(size), signer())
        assert catalogue.size == size
        assert listed(catalogue, None, None, None, 3) == [size - 1, size - 2, size - 3]
        assert catalogue.counts() == Catalogue(tmp_path).counts()


def test_one_entry_and_what_was_erased(tmp_path: Path) -> None:
    entries = [*some(10), Erasure(at=10, entry=5, reason="asked")]
    write_log(tmp_path, entries, signer())
    catalogue = Catalogue(tmp_path)
    placed = catalogue.entry(5)
    assert placed is not None
    assert placed.entry == entries[5]
    assert catalogue.entry(11) is None
    assert catalogue.entry(-1) is None
    assert (catalogue.erased_by(5), catalogue.erased_by(6)) == (10, None)


def test_files_of_before_may_be_gone(tmp_path: Path) -> None:
    """A partial bundle may go when the full one is there."""
    catalogue = Catalogue(tmp_path)
    write_log(tmp_path, some(200), signer())
    assert catalogue.size == 200
    checkpoint = (tmp_path / "checkpoint").read_bytes()
    write_log(tmp_path, some(300), signer())
    (tmp_path / "checkpoint").write_bytes(checkpoint)
    (tmp_path / "tile/entries/000.p/200").unlink()
    assert listed(catalogue, None, None, None, 2) == [199, 198]
