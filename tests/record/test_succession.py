"""A log that goes over to another key: who follows it, and what of the old one goes on counting."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from folkmoot.base.secret import Secret
from folkmoot.record import entries, keys
from folkmoot.record.audit import Earlier, audit
from folkmoot.record.catalogue import Catalogue
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.entries import LogKey
from folkmoot.record.errors import KeyFileError, NoteError
from folkmoot.record.identity import KEY, NEXT, signer_at, signer_of
from folkmoot.record.log import FILES, Log
from folkmoot.record.note import Kind, SignedNote, SignerKey, VerifierKey
from folkmoot.record.pursuit import follow
from folkmoot.record.receipts import Policy, Receipt, State, verify
from folkmoot.record.rotation import rotate
from folkmoot.record.sources import Folder
from folkmoot.record.succession import Former, formers, heir, signed_by, succeed
from folkmoot.store.database import Database
from folkmoot.store.errors import DataInUseError
from tests.record.published import ORIGIN, SIGNER, START, Published, encoded, honest, opening_of
from tests.record.test_witness import served, submission
from tests.vectors import make_receipts
from tests.vectors.make_delivery import some_bytes

VECTORS: list[dict[str, Any]] = json.loads(make_receipts.PLACE.read_text())["successions"]
SAID = honest(30)
LEAVES = encoded(SAID)
NEXT_SIGNER, THIRD = (
    SignerKey(ORIGIN, Kind.ed25519, Secret(some_bytes(f"key {number} of the operator", 32))) for number in (2, 3)
)
HANDED_OVER = succeed(SIGNER, NEXT_SIGNER, START + 60)
AFTER = [*LEAVES, HANDED_OVER.encode()]
FIRST_VOICE = 4


@pytest.fixture
def log(tmp_path: Path) -> Published:
    return Published(tmp_path / "log")


@pytest.mark.parametrize("line", VECTORS, ids=lambda line: line["why"])
def test_who_has_signed(line: dict[str, Any]) -> None:
    entry = entries.parse(line["entry"].encode())
    assert isinstance(entry, LogKey)
    assert list(signed_by(entry, line["origin"])) == line["signed"]


def test_keys_before_and_after() -> None:
    # Somebody who signs on with the key that was given up, in the log or not, changes nothing of it.
    chain = [(9, HANDED_OVER), (12, succeed(NEXT_SIGNER, THIRD, START)), (15, succeed(SIGNER, SIGNER, START))]
    assert heir(SIGNER.verifier, chain) == heir(NEXT_SIGNER.verifier, chain) == THIRD.verifier
    assert formers(THIRD.verifier, chain) == [Former(NEXT_SIGNER.verifier, 12), Former(SIGNER.verifier, 9)]
    # Back to a key that it had.
    back = [*chain[:2], (20, succeed(THIRD, SIGNER, START))]
    assert heir(SIGNER.verifier, back) == SIGNER.verifier
    assert [one.entry for one in formers(SIGNER.verifier, back)] == [20, 12, 9]


def sentence(receipt: Receipt, policy: Policy) -> str:
    """What is said of the checkpoint when that check fails."""
    check = verify(receipt, policy).checks[2]
    return check.reason if check.state is State.fails else ""


def test_receipts_given_under_the_old_key(log: Published) -> None:
    receipt = log_receipt(log, LEAVES, SIGNER)
    now = Policy(NEXT_SIGNER.verifier, formers=formers(NEXT_SIGNER.verifier, [(len(LEAVES), HANDED_OVER)]))
    assert verify(receipt, Policy(SIGNER.verifier)).holds
    assert verify(receipt, now).holds
    assert sentence(receipt, Policy(NEXT_SIGNER.verifier)) == "None of the known keys has signed this."
    # Up to the entry that replaced it, and not one entry more.
    assert verify(log_receipt(log, AFTER, SIGNER), now).holds
    later = log_receipt(log, [*AFTER, LEAVES[0]], SIGNER)
    assert sentence(later, now) == "It is signed with a key that the log had replaced by then."
    assert verify(log_receipt(log, [*AFTER, LEAVES[0]], NEXT_SIGNER), now).holds


def log_receipt(log: Published, leaves: Sequence[bytes], signer: SignerKey) -> Receipt:
    return log.receipt(FIRST_VOICE, log.publish(leaves, signer), opening_of(0))


async def heard(log: Published, known: VerifierKey, *earlier: Earlier) -> list[str]:
    source = Folder(log.folder)
    policy = await follow(source, Policy(known), back=False)
    report = await audit(source, policy.log, [], earlier, START + 86_400, lambda _done, _whole: None)
    return [f"{finding.code}: {finding.sentence}" for finding in report.findings]


async def test_an_auditor_follows(log: Published) -> None:
    before = Earlier(Checkpoint.parse(log.publish(LEAVES).text), START + 30, "your last audit")
    log.publish([*AFTER, LEAVES[0]], NEXT_SIGNER)
    policy = await follow(Folder(log.folder), Policy(SIGNER.verifier), back=False)
    assert (policy.log, policy.formers) == (NEXT_SIGNER.verifier, [Former(SIGNER.verifier, len(LEAVES))])
    assert all(line.startswith("bad_count") for line in await heard(log, SIGNER.verifier, before))
    log.publish(AFTER, NEXT_SIGNER)
    assert await heard(log, SIGNER.verifier, before) == []
    # Who came later knows the new one only, and asks for the old one because of a receipt.
    assert await heard(log, NEXT_SIGNER.verifier) == []
    back = await follow(Folder(log.folder), Policy(NEXT_SIGNER.verifier), back=True)
    assert back.formers == policy.formers


async def test_a_key_for_which_the_old_one_has_not_signed_is_evidence(log: Published) -> None:
    # Nobody who knows the old key follows; and who comes for the first time reads it in the entry.
    forged = entries.LogKey(
        at=START + 60,
        before=HANDED_OVER.before,
        after=HANDED_OVER.after,
        given=HANDED_OVER.taken,
        taken=HANDED_OVER.taken,
    )
    for leaves in (LEAVES, [*LEAVES, forged.encode()]):
        log.publish(leaves, NEXT_SIGNER)
        with pytest.raises(NoteError, match="the one that you know has not signed for it"):
            await heard(log, SIGNER.verifier)
    index = len(LEAVES)
    assert await heard(log, NEXT_SIGNER.verifier) == [
        f"bad_succession: Entry {index} hands the record over to another key, and the key before has not signed it."
    ]
    # The old key goes on although it has handed over.
    log.publish(AFTER, SIGNER)
    assert await heard(log, SIGNER.verifier) == [
        "bad_succession: The record says that another key signs it now than the one that does."
    ]


async def test_a_witness_is_given_the_new_key_beside_the_old(log: Published, tmp_path: Path) -> None:
    async with served(tmp_path / "watch") as witness:
        assert (await witness.submit(submission(log, 0, log.publish(LEAVES))))[0] == 200
        note = log.publish(AFTER, NEXT_SIGNER)
        assert (await witness.submit(submission(log, len(LEAVES), note)))[0] == 403
    async with served(tmp_path / "watch", logs=[SIGNER.verifier, NEXT_SIGNER.verifier]) as witness:
        assert (await witness.submit(submission(log, len(LEAVES), note)))[0] == 200
        # It is one log: what it has seen under one key holds under the other.
        fork = log.publish([*LEAVES[:-1], LEAVES[0], LEAVES[0]], SIGNER)
        assert (await witness.submit(submission(log, len(AFTER), fork, ())))[0] == 409
        assert [alarm.what for alarm in witness.alarms] == ["fork"]


async def append(folder: Path, database: Database, *leaves: bytes) -> SignedNote:
    log = await Log.open(folder, database, signer_of(folder, ORIGIN))
    await log.append([(some_bytes(leaf.decode(), 16), leaf) for leaf in leaves])
    await log.close()
    return log.checkpoint


async def test_a_rotation_of_a_log(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    folder.mkdir()
    database = Database.sqlite(folder / "record.db")
    try:
        before = await append(folder, database, *LEAVES[:300])
        old = signer_at(folder).verifier
        log = await Log.open(folder, database, signer_at(folder))
        with pytest.raises(DataInUseError):
            await rotate(folder, database, START)
        assert not (folder / NEXT).exists()
        await log.close()
        former, new = await rotate(folder, database, START)
        assert former == Former(old, len(LEAVES))
        assert (signer_at(folder).verifier, (folder / KEY).stat().st_mode & 0o777) == (new, 0o600)
        assert new != old
        after = await append(folder, database, LEAVES[0])
        for note, key in ((before, old), (after, new)):
            open_checkpoint(note, key)
        # The entry is in the public files, and says all of it.
        assert formers(new, Catalogue(folder / FILES).successions()) == [former]
    finally:
        await database.close()


@pytest.mark.parametrize("entry_is_there", [False, True])
async def test_a_rotation_that_was_cut_off(tmp_path: Path, entry_is_there: bool) -> None:
    folder = tmp_path / "record"
    folder.mkdir()
    database = Database.sqlite(folder / "record.db")
    try:
        await append(folder, database, *LEAVES[:5])
        old = signer_at(folder)
        # As far as it came: the new key is there, and perhaps the entry, but the old key has not gone.
        kept = (folder / KEY).read_bytes()
        if entry_is_there:
            await rotate(folder, database, START)
            shutil.copy(folder / KEY, folder / NEXT)
            (folder / KEY).write_bytes(kept)
        else:
            keys.open_or_make(folder / NEXT)
        coming = keys.read(folder / NEXT)
        with pytest.raises(KeyFileError, match="has not come to its end"):
            signer_of(folder, ORIGIN)
        former, new = await rotate(folder, database, START + 9)
        assert (former, new.public) == (
            Former(old.verifier, 5),
            SignerKey(ORIGIN, Kind.ed25519, coming).verifier.public,
        )
        assert len(Catalogue(folder / FILES).successions()) == 1
        assert signer_of(folder, ORIGIN).verifier == new
    finally:
        await database.close()
