"""What the entries of a log say together: campaigns and their rules, keys, voices issued and spent. Pure.

Fed in the order of the log, because what matters is what stood there before: a voice that is spent before it was issued
was never issued.
"""

from collections import Counter
from dataclasses import dataclass, field

from folkmoot.record.entries import (
    AnyEntry,
    Campaign,
    Count,
    Erasure,
    Issued,
    Key,
    LogKey,
    Moderation,
    OfCampaign,
    Publication,
    State,
)
from folkmoot.record.slices import FINDINGS_MAX, Finding, Told


@dataclass(slots=True)
class Round:
    """Voices of one round of a campaign, as the entries so far give them."""

    keys: int = 0
    batches: int = 0
    issued: int = 0
    # Blindly signed ones; those that the server holds for browsers without scripts are counted apart.
    spent: int = 0
    held: int = 0
    closed: bool = False
    overspent: bool = False


@dataclass(slots=True)
class Ledger:
    """Counts, and what must not be."""

    kinds: "Counter[str]" = field(default_factory=Counter[str])
    # Campaign -> the revision of its rules that stands.
    revisions: dict[str, int] = field(default_factory=dict[str, int])
    rounds: dict[tuple[str, int], Round] = field(default_factory=dict[tuple[str, int], Round])
    # Entries by which the log went over to another key, and where they stand.
    successions: list[tuple[int, LogKey]] = field(default_factory=list[tuple[int, LogKey]])
    findings: list[Finding] = field(default_factory=list[Finding])

    def take(self, told: Told) -> None:
        """The next entries."""
        for (kind, campaign, number, marked), count in told.frequent.items():
            self.kinds[kind] += count
            if campaign:
                self._known(campaign, told.index)
            if kind == "voice":
                self._spend(campaign, number, marked, count, told.index)
        if told.entry is not None:
            self._take_one(told.index, told.entry)

    def _take_one(self, index: int, entry: AnyEntry) -> None:
        match entry:
            case Campaign():
                self._revise(index, entry)
                self._reopen(entry.campaign)
            case State() if entry.state == "opened":
                self._reopen(entry.campaign)
            case LogKey():
                self.successions.append((index, entry))
            case Key():
                self._publish_key(index, entry)
            case Issued():
                self._issue(index, entry)
            case Count():
                self._close(index, entry)
            case Moderation() | Erasure() if entry.entry >= index:
                self._find(
                    "bad_reference", f"Entry {index} is about entry {entry.entry}, which did not stand there yet."
                )
            case Publication() if entry.size > index:
                self._find(
                    "bad_reference", f"Entry {index} is computed from {entry.size} entries: more than there were."
                )
            case _:
                pass
        if isinstance(entry, OfCampaign):
            self._known(entry.campaign, index)

    def _known(self, campaign: str, index: int) -> None:
        if campaign not in self.revisions:
            self.revisions[campaign] = 0
            self._find("no_rules", f"Entry {index} is of campaign {campaign}, of which no rules stand before it.")

    def _revise(self, index: int, entry: Campaign) -> None:
        due = self.revisions.get(entry.campaign, 0) + 1
        if entry.revision != due:
            self._find("bad_count", f"Entry {index} has revision {entry.revision} of the rules, where {due} is due.")
        self.revisions[entry.campaign] = entry.revision

    def _reopen(self, campaign: str) -> None:
        """Later dates, or opened again: then another count closes the round."""
        for (name, _), its in self.rounds.items():
            if name == campaign:
                its.closed = False

    def _round(self, campaign: str, number: int) -> Round:
        return self.rounds.setdefault((campaign, number), Round())

    def _publish_key(self, index: int, entry: Key) -> None:
        its = self._round(entry.campaign, entry.round)
        its.keys += 1
        if its.keys > 1:
            # Whoever has a key of their own can be told from all others by it.
            self._find(
                "second_key", f"Entry {index} is a second key for round {entry.round}: there must be one for all."
            )

    def _issue(self, index: int, entry: Issued) -> None:
        its = self._round(entry.campaign, entry.round)
        where = f"Entry {index}, a batch of voices of round {entry.round},"
        if not its.keys:
            self._find("no_key", f"{where} comes before the key of the round.")
        if its.closed:
            self._find("after_count", f"{where} comes after the closing count.")
        its.batches += 1
        its.issued += entry.count
        if entry.batch != its.batches:
            self._find("bad_count", f"{where} is number {entry.batch}, where {its.batches} is due.")
            its.batches = entry.batch
        if entry.total != its.issued:
            self._find("bad_count", f"{where} says {entry.total} were issued; the entries add up to {its.issued}.")
            its.issued = entry.total
        if entry.used > entry.total:
            self._find("bad_count", f"{where} says {entry.used} were used, of {entry.total} issued.")

    def _spend(self, campaign: str, number: int, marked: int, count: int, index: int) -> None:
        its = self._round(campaign, number)
        if its.closed:
            self._find("after_count", f"Voices of round {number} up to entry {index} come after the closing count.")
        if marked:
            its.held += count
            return
        its.spent += count
        if its.spent > its.issued and not its.overspent:
            its.overspent = True
            self._find(
                "stuffed",
                f"Up to entry {index}, {its.spent} voices of round {number} of campaign {campaign} were spent; "
                f"only {its.issued} had been issued.",
            )

    def _close(self, index: int, entry: Count) -> None:
        its = self._round(entry.campaign, entry.round)
        if (entry.issued, entry.used) != (its.issued, its.spent):
            self._find(
                "bad_count",
                f"Entry {index}, the closing count of round {entry.round}, says {entry.issued} voices issued and "
                f"{entry.used} used; the entries add up to {its.issued} and {its.spent}.",
            )
        its.closed = True

    def _find(self, code: str, sentence: str) -> None:
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(Finding(code, sentence))
