"""A hundred receipts checked by the page `/record/check` in a browser slowed to a phone's speed. Reach: 1 s.

From the choice of the file with all of them until the frame with the verdicts is due, by the page's own code: reading, seals, paths to the
signed sums, signatures of the log and of two witnesses, words. Once all of them are under one checkpoint, as after an evening; once each under
a checkpoint of its own, as when they were given one by one. Beside it, in the same page and turn, what no checker can do without: WebCrypto
verifies the signatures of these checkpoints, and nothing else. The slowing (CDP's `Emulation.setCPUThrottlingRate`) is of the page's own thread;
those on which Chromium verifies run at full speed for both.

    python -m bench.receipts [--receipts 100] [--entries 100000] [--rounds 15] [--slower 4]

Needs a built client (`make setup`). A minute.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from bench.figures import keep, median_interval
from folkmoot.base.secret import Secret
from folkmoot.record import merkle
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.identity import signer_at
from folkmoot.record.note import Kind, SignedNote, SignerKey, encode
from folkmoot.record.proof import Proof
from folkmoot.record.receipts import Policy, Receipt, verify
from tests.journeys.person import CHROMIUM, FLAGS, SIZES
from tests.journeys.service import Service
from tests.record.published import encoded, honest, opening_of
from tests.vectors.make_delivery import some_bytes

REACH_MS = 1000
NEEDED = 2
# As `tests.record.published.honest` puts them: what begins a campaign, then each batch behind an entry of its own.
BEGINNING, BATCH = 3, 20

CHECK = """async ([text, count]) => {
  const [place, input] = ["verdicts", "file"].map((id) => document.getElementById(id));
  place.replaceChildren();
  const given = new DataTransfer();
  given.items.add(new File([text], "receipts.tlog-proof"));
  input.files = given.files;
  const shown = new Promise((done) => {
    const watching = new MutationObserver(() => {
      if (place.querySelectorAll(".verdict").length < count) return;
      watching.disconnect();
      requestAnimationFrame(() => setTimeout(done));
    });
    watching.observe(place, { childList: true, subtree: true });
  });
  const began = performance.now();
  input.dispatchEvent(new Event("change"));
  await shown;
  const taken = performance.now() - began;
  return [taken, place.querySelectorAll(".verdict:not(.bad, .late)").length];
}"""

VERIFY = """async ([keys, signed]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const given = signed.map(([key, message, signature]) => [key, bytes(message), bytes(signature)]);
  const raw = keys.map(bytes);
  const began = performance.now();
  const known = await Promise.all(raw.map((key) => crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"])));
  const found = await Promise.all(given.map(([key, message, signature]) => crypto.subtle.verify("Ed25519", known[key], signature, message)));
  return [performance.now() - began, found.filter((one) => one).length];
}"""


@dataclass(frozen=True)
class Case:
    """Receipts, and the signed notes that they stand under."""

    name: str
    texts: list[str]
    notes: list[SignedNote]


class Evening:
    """A log of one campaign, and the receipts of some of its voices."""

    def __init__(self, log: SignerKey, witnesses: Sequence[SignerKey], entries: int) -> None:
        self._log, self._witnesses = log, witnesses
        self._leaves = encoded(honest(entries))[:entries]
        self._read = merkle.subtrees([merkle.leaf_hash(leaf) for leaf in self._leaves])

    def case(self, name: str, count: int, checkpoints: int) -> Case:
        """`count` receipts from all over the log under the newest `checkpoints`, which share them evenly."""
        notes = [self._note(len(self._leaves) - at) for at in range(checkpoints)]
        voices = len(self._leaves) * BATCH // (BATCH + 1) - checkpoints - BATCH
        numbers = [voices * at // count for at in range(count)]
        texts = [self._receipt(number, notes[at % checkpoints]) for at, number in enumerate(numbers)]
        return Case(name, texts, notes)

    def _note(self, size: int) -> SignedNote:
        name = self._log.verifier.name
        note = Checkpoint(name, size, merkle.root(size, self._read)).sign(self._log)
        return note.signed_by(*(witness.sign(note.text, size) for witness in self._witnesses))

    def _receipt(self, number: int, note: SignedNote) -> str:
        index = BEGINNING + number // BATCH * (BATCH + 1) + 1 + number % BATCH
        size = Checkpoint.parse(note.text).size
        path = tuple(merkle.inclusion_proof(index, size, self._read))
        receipt = Receipt.make(Proof(index, path, note), self._leaves[index], opening_of(number))
        policy = Policy(self._log.verifier, [one.verifier for one in self._witnesses], NEEDED)
        assert verify(receipt, policy).holds
        return receipt.serialise().decode()


def signatures(case: Case, signers: Sequence[SignerKey]) -> list[tuple[int, str, str]]:
    """Number of the key, message and signature of each line, in base64. A witness signs the time too."""
    found: list[tuple[int, str, str]] = []
    for note in case.notes:
        for number, signer in enumerate(signers):
            [line] = [one for one in note.signatures if signer.verifier.made(one)]
            at, value = line.value[:-64], line.value[-64:]
            head = f"cosignature/v1\ntime {int.from_bytes(at)}\n" if at else ""
            found.append((number, encode((head + note.text).encode()), encode(value)))
    return found


async def turn(page: Page, case: Case, signers: Sequence[SignerKey]) -> tuple[float, float]:
    """Milliseconds of the page, and of the signatures alone."""
    taken, good = await page.evaluate(CHECK, ["".join(case.texts), len(case.texts)])
    assert good == len(case.texts), f"{good} of {len(case.texts)} receipts hold"
    signed = signatures(case, signers)
    keys = [encode(signer.verifier.public) for signer in signers]
    floor, good = await page.evaluate(VERIFY, [keys, signed])
    assert good == len(signed)
    return taken, floor


async def measure(
    count: int, entries: int, rounds: int, slower: float, folder: Path
) -> dict[str, list[tuple[float, float]]]:
    witnesses = [
        SignerKey(f"witness{at}.example", Kind.cosignature, Secret(some_bytes(f"witness {at}", 32))) for at in (1, 2)
    ]
    # Nobody listens there: the page is to know whose signatures count.
    listed = " ".join(f"{one.verifier}@http://127.0.0.1:1" for one in witnesses)
    settings = {"FOLKMOOT_WITNESSES": listed, "FOLKMOOT_WITNESSES_NEEDED": str(NEEDED)}
    service = Service(folder / "data", settings=settings)
    taken: dict[str, list[tuple[float, float]]] = {}
    await service.start()
    try:
        log = signer_at(service.data_dir / "record")
        evening = Evening(log, witnesses, entries)
        cases = [evening.case("one checkpoint", count, 1), evening.case("a checkpoint each", count, count)]
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = await browser.new_context(locale="en", **SIZES["phone"])
            page = await context.new_page()
            await page.goto(f"{service.origin}/record/check")
            await page.locator("#choose").wait_for()
            slowing: Any = await context.new_cdp_session(page)
            await slowing.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            for number in range(rounds):
                for case in cases[:: 1 if number % 2 == 0 else -1]:
                    taken.setdefault(case.name, []).append(await turn(page, case, [log, *witnesses]))
            await browser.close()
    finally:
        await service.stop()
    return taken


HEADER = ("who", "case", "receipts", "entries", "slower", "rounds", "p50 ms", "low", "high", "longest ms")


def main() -> None:
    """Runs, prints and keeps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--receipts", type=int, default=100)
    parser.add_argument("--entries", type=int, default=100_000, help="in the log")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--slower", type=float, default=4.0, help="how many times slower the page's thread is made")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(measure(given.receipts, given.entries, given.rounds, given.slower, Path(folder)))
    rows: list[tuple[object, ...]] = []
    for name, pairs in taken.items():
        for who, values in (("folkmoot", [one for one, _ in pairs]), ("WebCrypto alone", [one for _, one in pairs])):
            middle, low, high = median_interval(values)
            figures = (f"{middle:.1f}", f"{low:.1f}", f"{high:.1f}", f"{max(values):.1f}")
            rows.append((who, name, given.receipts, given.entries, given.slower, len(values), *figures))
            print(
                f"{given.receipts} receipts, {name}, {who}: p50 {middle:.0f} ms [{low:.0f}, {high:.0f}],"
                f" longest {max(values):.0f} ms (reach: {REACH_MS} ms)"
            )
    print(keep("receipts", HEADER, rows))


if __name__ == "__main__":
    main()
