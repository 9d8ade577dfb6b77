"""An operator who drops, edits, backdates, forks, stuffs: who notices, and what they read.

The operator has the key and can sign what they like, and serve each person something else. The others have what they
were given: a receipt, what their last audit kept, or the state of a witness.
"""

from collections.abc import Sequence
from pathlib import Path

import aiohttp
import pytest

from folkmoot.base.clock import Clock
from folkmoot.record.audit import Earlier, audit
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.cosigning import Cosigning
from folkmoot.record.errors import NoteError
from folkmoot.record.note import SignedNote, VerifierKey, parse_cosignatures
from folkmoot.record.receipts import Policy, Receipt, State, verify
from folkmoot.record.seals import Opening
from folkmoot.record.sources import Folder
from folkmoot.record.witness import Submission
from tests.record.published import SIGNER, START, Published, encoded, honest, opening_of, voice
from tests.record.test_witness import LIAR, Served, served

DAY = 86_400
SAID = honest(300)
LEAVES = encoded(SAID)
# The person's own voice: one of the first batch.
MINE = 9
MY_OPENING = opening_of(MINE - 4)


class Person:
    """Keeps a receipt."""

    def __init__(self, log: Published, note: SignedNote, index: int = MINE) -> None:
        self.receipt = log.receipt(index, note, MY_OPENING)

    def reads(self, receipt: Receipt | None = None, witnesses: Sequence[VerifierKey] = ()) -> dict[str, str]:
        """What fails when they check a receipt in the browser or by `folkmoot record verify`."""
        policy = Policy(SIGNER.verifier, witnesses, min(1, len(witnesses)))
        verdict = verify(receipt or self.receipt, policy)
        return {check.name: check.reason for check in verdict.checks if check.state is State.fails}

    async def reads_in_the_log(self, log: Published) -> list[str]:
        """The same by `folkmoot record audit --receipt`."""
        return await heard(log, Earlier(self.receipt.checkpoint, 0, "the receipt mine"))


async def heard(log: Published, *earlier: Earlier) -> list[str]:
    """What an auditor reads."""
    source = Folder(log.folder)
    report = await audit(source, SIGNER.verifier, [], earlier, START + DAY, lambda _done, _whole: None)
    return [f"{finding.code}: {finding.sentence}" for finding in report.findings]


def audited(note: SignedNote) -> Earlier:
    return Earlier(Checkpoint.parse(note.text), START + 400, "your last audit")


async def ask(witness: Served, log: Published, old: int, note: SignedNote) -> tuple[int, SignedNote]:
    """What the operator gets from the witness, and the checkpoint with it."""
    checkpoint = Checkpoint.parse(note.text)
    path = log.path(old, checkpoint.size) if checkpoint.size > old else ()
    status, lines, _ = await witness.submit(Submission(old, path, note, checkpoint).serialise())
    return status, note.signed_by(*parse_cosignatures(lines)) if status == 200 else note


@pytest.fixture
def log(tmp_path: Path) -> Published:
    return Published(tmp_path / "log")


async def test_a_voice_is_dropped_from_the_end(log: Published, tmp_path: Path) -> None:
    # The person, the auditor and the witness notice; the log has signed both.
    person = Person(log, log.publish(LEAVES[: MINE + 1]))
    before = audited(log.publish(LEAVES[: MINE + 1]))
    shorter = log.publish(LEAVES[:MINE])
    assert person.reads() == {}
    assert await person.reads_in_the_log(log) == [
        "shrunk: The log signs 9 entries now, and signed 10 in the receipt mine: the last are gone."
    ]
    assert (await heard(log, before))[0].startswith(
        "shrunk: The log signs 9 entries now, and signed 10 in your last audit"
    )
    async with served(tmp_path / "watch") as witness:
        longer = log.publish(LEAVES[: MINE + 1])
        assert (await ask(witness, log, 0, longer))[0] == 200
        assert (await ask(witness, log, 0, shorter))[0] == 409
        (alarm,) = witness.alarms
        assert (alarm.what, alarm.sentence) == (
            "rollback",
            "10 entries were countersigned, this has 9. If the log sent it, the log lost entries.",
        )


async def test_a_voice_is_dropped_from_the_middle_and_all_after_it_signed_anew(log: Published, tmp_path: Path) -> None:
    # The person notices by the receipt, the auditor by what the last audit kept, the witness by its state.
    note = log.publish(LEAVES)
    person = Person(log, note)
    async with served(tmp_path / "watch") as witness:
        assert (await ask(witness, log, 0, note))[0] == 200
        changed = log.publish([*LEAVES[:MINE], *LEAVES[MINE + 1 :], *encoded([voice(990, START + 400)] * 2)])
        size = len(LEAVES)
        said = f"The first {size} entries are not those of the receipt mine: some were changed, left out or put in."
        assert f"rewritten: {said}" in await person.reads_in_the_log(log)
        assert any(line.startswith("rewritten: ") for line in await heard(log, audited(note)))
        assert (await ask(witness, log, size, changed))[0] == 422
        assert [alarm.what for alarm in witness.alarms] == ["unproven"]
        assert (
            witness.alarms[0].sentence
            == f"{size + 1} entries are not shown to continue the {size} that were countersigned."
        )


async def test_a_voice_is_edited_where_only_the_entries_are_served(log: Published) -> None:
    # Every auditor notices, also one who comes for the first time.
    log.publish(LEAVES)
    bundle = log.folder / "tile/entries/000"
    other = voice(991, START).encode()
    bundle.write_bytes(bundle.read_bytes().replace(LEAVES[MINE], other.ljust(len(LEAVES[MINE]))[: len(LEAVES[MINE])]))
    codes = [line.partition(":")[0] for line in await heard(log)]
    assert "wrong_tile" in codes
    assert "wrong_root" in codes


async def test_a_voice_is_edited_and_the_tiles_with_it(log: Published) -> None:
    # The signature stays with the old root: every auditor notices.
    note = log.publish(LEAVES)
    log.publish([*LEAVES[:MINE], voice(991, START).encode(), *LEAVES[MINE + 1 :]])
    log.put("checkpoint", note.serialise())
    assert await heard(log) == [
        "wrong_root: The entries do not give the sum that the log signed: what is served is not what it signed."
    ]


async def test_a_voice_is_edited_and_the_record_signed_anew(log: Published, tmp_path: Path) -> None:
    # Of one size there are two signatures now. The person notices by the receipt, the auditor by what the last audit
    # kept, the witness by its state.
    note = log.publish(LEAVES)
    person = Person(log, note)
    size = len(LEAVES)
    async with served(tmp_path / "watch") as witness:
        assert (await ask(witness, log, 0, note))[0] == 200
        edited = log.publish([*LEAVES[:MINE], voice(998, START + 5).encode(), *LEAVES[MINE + 1 :]])
        said = f"forked: The log has signed two different records of {size} entries: this one, and that of"
        assert await person.reads_in_the_log(log) == [f"{said} the receipt mine."]
        assert await heard(log, audited(note)) == [f"{said} your last audit."]
        assert (await ask(witness, log, size, edited))[0] == 409
        assert [alarm.what for alarm in witness.alarms] == ["fork"]
    # What was given to the person goes on opening, under the signature that it was given with.
    assert person.reads() == {}


async def test_another_content_is_shown_for_what_was_sealed(log: Published) -> None:
    # The person notices: the receipt opens the entry, or it does not.
    person = Person(log, log.publish(LEAVES))
    shown = log.receipt(MINE, person.receipt.proof.checkpoint, Opening(MY_OPENING.salt, b"what I never said"))
    assert person.reads(shown) == {"opening": "The receipt does not open the entry: it was made for something else."}


async def test_a_receipt_is_given_for_what_was_never_put_in(log: Published) -> None:
    # The person notices at once: the way to the signed sum does not exist.
    note = log.publish(LEAVES)
    person = Person(log, note)
    never = Receipt.make(person.receipt.proof, voice(992, START).encode(), opening_of(992))
    assert person.reads(never) == {
        "inclusion": "The entry is not what stands there: changed, left out, or of elsewhere."
    }


async def test_a_receipt_is_signed_with_a_key_made_for_one_person(log: Published) -> None:
    # The person notices: it is not the key that the campaign's rules name.
    person = Person(log, log.publish(LEAVES, LIAR))
    assert set(person.reads()) == {"checkpoint"}
    with pytest.raises(NoteError):
        await heard(log)


async def test_two_people_are_shown_two_records(log: Published, tmp_path: Path) -> None:
    # The person who gets the record that no witness has seen reads it in the receipt; the witness tells of the fork;
    # and when the two compare, both checkpoints are there with the operator's signature.
    async with served(tmp_path / "watch") as witness:
        keys = [witness.witness.verifier]
        status, mine = await ask(witness, log, 0, log.publish(LEAVES))
        first = Person(log, mine)
        other = log.publish([*LEAVES[:-3], voice(993, START + 300).encode(), *LEAVES[-2:]])
        second_status, yours = await ask(witness, log, len(LEAVES), other)
        second = Person(log, yours)
        assert (status, second_status) == (200, 409)
        assert first.reads(witnesses=keys) == {}
        assert second.reads(witnesses=keys) == {"witnesses": "0 of 1 known witnesses countersigned; 1 needed."}
        (alarm,) = witness.alarms
        size = len(LEAVES)
        assert (alarm.what, alarm.sentence) == ("fork", f"The log has signed two different records of {size} entries.")
        assert alarm.evidence is not None
        assert other.serialise() in alarm.evidence.read_bytes()
        said = f"The log has signed two different records of {size} entries: this one, and that of the receipt mine."
        assert f"forked: {said}" in await first.reads_in_the_log(log)


async def test_a_record_forks_further_down(log: Published, tmp_path: Path) -> None:
    # The witness cannot be brought from one branch to the other.
    async with served(tmp_path / "watch") as witness:
        assert (await ask(witness, log, 0, log.publish(LEAVES[:100])))[0] == 200
        branch = [*LEAVES[:99], voice(994, START + 100).encode(), *LEAVES[99:]]
        assert (await ask(witness, log, 100, log.publish(branch)))[0] == 422
        assert (await ask(witness, log, 100, log.publish(LEAVES)))[0] == 200


async def test_voices_are_stuffed(log: Published) -> None:
    # Every auditor notices: more were used than issued.
    log.publish(encoded([*SAID[:-2], voice(995, START + 318)]))
    said = await heard(log)
    assert any(line.startswith("stuffed: ") and "301 voices of round 1" in line for line in said)


async def test_an_entry_is_dated_back(log: Published) -> None:
    # An auditor notices by the entries before it; one who was there before, by the last audit as well.
    before = log.publish(LEAVES)
    later = Earlier(Checkpoint.parse(before.text), START + 3 * 3600, "your last audit")
    log.publish([*LEAVES, voice(996, START + 200).encode()])
    said = await heard(log, later)
    index = len(LEAVES)
    assert f"backdated: Entry {index} says that it is from before your last audit, in which it was not there." in said
    log.publish([*LEAVES, voice(996, START + 9000).encode(), voice(997, START).encode()])
    assert (
        f"backdated: Entry {index + 1} says that it is 150 minutes older than one that stands before it."
        in await heard(log)
    )


async def test_a_record_is_put_back_to_an_old_backup(log: Published, tmp_path: Path) -> None:
    # The instance itself learns it from its witness, and says so instead of going on.
    async with served(tmp_path / "watch") as witness, aiohttp.ClientSession() as session:
        gathering = Cosigning(log.folder, SIGNER.verifier, [witness.target], 1, Clock(), session)
        await gathering.gather(log.publish(LEAVES))
        assert gathering.newest is not None
        restored = Cosigning(log.folder, SIGNER.verifier, [witness.target], 1, Clock(), session)
        await restored.gather(log.publish(LEAVES[:50]))
        assert restored.standings[witness.target.key].trouble == "ahead"
        assert restored.newest is not None
        assert restored.newest.checkpoint.size == len(LEAVES)


async def test_a_file_is_withheld(log: Published) -> None:
    # Every auditor notices, and reads which.
    log.publish(LEAVES)
    (log.folder / "tile/entries/000").unlink()
    assert await heard(log) == ["missing_file: The log cannot be read as a whole: tile/entries/000 is not there."]
