"""An audit as a person reads it: what is remembered between two of them, how far it is, and what was found."""

import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from folkmoot.base.clock import Clock
from folkmoot.base.errors import FolkmootError
from folkmoot.record.audit import Earlier, Progress, Report, audit
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.errors import NoteError
from folkmoot.record.note import SignedNote, VerifierKey
from folkmoot.record.pursuit import follow
from folkmoot.record.receipts import Policy, Receipt, verify
from folkmoot.record.slices import Finding
from folkmoot.record.sources import Source, opened
from folkmoot.record.succession import formers
from folkmoot.store.folder import put

SECONDS_BETWEEN = 0.2
# What contradicts an earlier signature of the log's: the two together show it to anybody.
CONTRADICTIONS = frozenset({"shrunk", "forked", "rewritten"})
# With one of these, what was read is no tree to compare the next one with. Other findings are told and remembered.
UNSOUND = CONTRADICTIONS | {"wrong_root", "wrong_tile", "bad_tile", "missing_file"}


class BadMemoryError(FolkmootError):
    """The file of an earlier audit cannot be read."""

    code = "bad_memory"
    sentence = "The file that keeps the last audit is damaged. Move it away to begin anew; nothing is compared then."


class _Kept(msgspec.Struct, frozen=True):
    key: str
    note: str
    seen: float


class Memory:
    """Key and checkpoint of the last audit that found a sound tree, in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: _Kept | None = None
        try:
            self._kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
            self.key = VerifierKey.parse(self._kept.key)
        except FileNotFoundError:
            self.key: VerifierKey | None = None
        except (msgspec.DecodeError, UnicodeDecodeError, NoteError):
            raise BadMemoryError from None

    @property
    def earlier(self) -> list[Earlier]:
        """What it says."""
        if self._kept is None:
            return []
        note = SignedNote.parse(self._kept.note.encode())
        return [Earlier(Checkpoint.parse(note.text), self._kept.seen, "your last audit")]

    def keep(self, key: VerifierKey, note: SignedNote, now: float) -> None:
        """In the place of what was there."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(_Kept(str(key), note.serialise().decode(), now)))
        put(fresh, self._file)

    def keep_evidence(self, notes: Sequence[SignedNote]) -> Path:
        """Checkpoints that contradict each other, one behind the other."""
        kept = [SignedNote.parse(self._kept.note.encode())] if self._kept else []
        place = self._file.with_suffix(".contradiction.txt")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(note.serialise().decode() for note in (*kept, *notes)))
        return place


async def run(
    place: str, policy: Policy, memory: Memory, receipts: Mapping[str, Receipt], clock: Clock
) -> list[Finding]:
    """Audits, prints, and remembers what was in order. Raises as `audit` does."""
    with _shown() as progress:
        async with opened(place) as source:
            policy = await _followed(source, policy, memory.key, receipts)
            valid = {name: one for name, one in receipts.items() if verify(one, policy).holds}
            earlier = [
                *memory.earlier,
                *(Earlier(one.checkpoint, 0, f"the receipt {name}") for name, one in valid.items()),
            ]
            report = await audit(source, policy.log, policy.witnesses, earlier, clock.now(), progress)
    told = formers(policy.log, report.ledger.successions)
    if any(former not in told for former in policy.formers):
        report.find("bad_succession", "The entry by which the key changed was there once and not a moment later.")
    for name in receipts.keys() - valid.keys():
        report.find("bad_receipt", f"The receipt {name} does not hold: `folkmoot record verify` says why.")
    found = len(report.opened.witnesses)
    if found < policy.needed:
        report.find(
            "few_witnesses", f"{found} known witnesses countersigned the checkpoint; {policy.needed} are needed."
        )
    _print(report, policy)
    codes = {finding.code for finding in report.findings}
    if codes & CONTRADICTIONS:
        evidence = memory.keep_evidence([*(one.proof.checkpoint for one in valid.values()), report.opened.note])
        click.echo(f"The log has signed all of them. Show them to others: {evidence}")
    elif not codes & UNSOUND:
        memory.keep(policy.log, report.opened.note, clock.now())
    if not codes:
        click.echo("Nothing is wrong. The next audit will compare with this one.")
    return report.findings


async def _followed(
    source: Source, policy: Policy, remembered: VerifierKey | None, receipts: Mapping[str, Receipt]
) -> Policy:
    """The keys of the log, from those that are known on. Raises as `follow` does, and `UsageError`."""
    other = remembered not in (None, policy.log)
    try:
        named = all(policy.log.named_in(one.proof.checkpoint) for one in receipts.values())
        found = await follow(source, policy, back=other or not named)
    except NoteError:
        if not other:
            raise
        found = policy
    if other and remembered not in (found.log, *(one.key for one in found.formers)):
        raise click.UsageError(
            "This is another key than that of your last audit, which has not signed for it: another record."
        )
    return found


def _print(report: Report, policy: Policy) -> None:
    checkpoint = report.opened.checkpoint
    click.echo(f"Record {checkpoint.origin}: {checkpoint.size} entries, sum {checkpoint.root.hex()}")
    for former in policy.formers:
        click.echo(f"Entry {former.entry} put another key in the place of {former.key}, signed with both.")
    if policy.formers:
        click.echo(f"Its key is now {policy.log}")
    for kind, count in sorted(report.ledger.kinds.items()):
        click.echo(f"  {kind:<12} {count}")
    for kind, count in sorted(report.unknown.items()):
        click.echo(f"  {kind:<12} {count} (of a kind that this program does not know; passed over)")
    for (campaign, number), its in sorted(report.ledger.rounds.items()):
        held = f", {its.held} held by the server" if its.held else ""
        click.echo(f"Campaign {campaign}, round {number}: {its.issued} voices issued, {its.spent} used{held}")
    names = ", ".join(sorted(key.name for key in report.opened.witnesses)) or "none that you know"
    click.echo(f"Witnesses: {names}")
    for finding in report.findings:
        click.echo(f"WRONG  {finding.code}  {finding.sentence}")


@contextmanager
def _shown() -> Generator[Progress]:
    """Shows on one line of a terminal how far it is, and nothing elsewhere."""
    last = 0.0

    def show(done: int, whole: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= SECONDS_BETWEEN and sys.stderr.isatty():
            last = now
            click.echo(f"\r{done} of {whole} entries ", nl=False, err=True)

    try:
        yield show
    finally:
        if last:
            click.echo(err=True)
