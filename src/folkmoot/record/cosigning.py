"""Countersignatures of witnesses on the record's newest checkpoint, gathered in the background (C2SP tlog-witness).

A witness that does not answer delays nothing: receipts go out with the log's own signature, and the checkpoint that
enough witnesses have countersigned follows, in a file of its own beside the log's.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from folkmoot.base.answers import body_of
from folkmoot.base.clock import Clock
from folkmoot.base.errors import BadSettingError
from folkmoot.base.log import logger
from folkmoot.record import merkle, tiles
from folkmoot.record.checkpoint import Checkpoint, Opened, open_checkpoint, parse_decimal
from folkmoot.record.errors import NoteError, TileError
from folkmoot.record.note import NOTE_MAX, Kind, Signature, SignedNote, VerifierKey, parse_cosignatures
from folkmoot.record.shelf import Shelf
from folkmoot.record.witness import Submission
from folkmoot.store.folder import put

COSIGNED = "cosigned"
SECONDS = 10.0
# A witness that has seen another size says so, and is asked again from there.
ATTEMPTS = 3
_LISTED = re.compile(r"(.+)@(https?://[^@\s?#]+)")

_log = logger("record.cosigning")


@dataclass(frozen=True, slots=True)
class Target:
    """A witness that is asked: what it signs with, and the address below which it takes checkpoints."""

    key: VerifierKey
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a witness has last done. `size` is what it countersigned at `at` (seconds since 1970; 0: never).

    `trouble` is empty, or one of `unreachable`, `refused`, `ahead`, `bad_answer`, and then it is `since` that second.
    """

    size: int = 0
    at: int = 0
    trouble: str = ""
    since: int = 0


def listed(text: str) -> list[Target]:
    """The witnesses of the setting, `KEY@ADDRESS` separated by white space. Raises `BadSettingError`."""
    return [_target(one) for one in text.split()]


def _target(text: str) -> Target:
    match = _LISTED.fullmatch(text)
    try:
        key = VerifierKey.parse(match[1]) if match else None
    except NoteError:
        key = None
    if match is None or key is None or key.kind is not Kind.cosignature:
        raise BadSettingError(
            "FOLKMOOT_WITNESSES must be like watch.example.org+1a2b3c4d+BASE64@https://watch.example.org."
        )
    return Target(key, match[2].rstrip("/"))


class Cosigning:
    """Keeps the newest checkpoint that at least `needed` witnesses have countersigned."""

    def __init__(
        self,
        folder: Path,
        log: VerifierKey,
        targets: Sequence[Target],
        needed: int,
        clock: Clock,
        session: aiohttp.ClientSession,
    ) -> None:
        self._folder = folder
        self._shelf = Shelf(folder)
        self._log = log
        self._targets = targets
        self.needed = min(needed, len(targets))
        self._clock = clock
        self._session = session
        self.standings = {target.key: Standing() for target in targets}
        self.newest = self._kept()

    async def run(self, newest: Callable[[], SignedNote], seconds: float) -> None:
        """Asks at most every `seconds` about what `newest` gives. Never returns."""
        while True:
            try:
                await self.gather(newest())
            except (OSError, TileError) as error:
                # A full disk, say. What there is stays as it is, and the next round may go better.
                _log.error("cosigning_failed", exc_info=error)
            await asyncio.sleep(seconds)

    async def gather(self, note: SignedNote) -> None:
        """Asks all witnesses that have not countersigned this checkpoint yet, and keeps what is enough of them."""
        checkpoint = Checkpoint.parse(note.text)
        if checkpoint.size == 0:
            return
        known = self.newest.note if self.newest and self.newest.note.text == note.text else note
        lacking = [target for target in self._targets if not target.key.named_in(known)]
        if not lacking:
            return
        answers = await asyncio.gather(*(self._ask(target, note, checkpoint) for target in lacking))
        signatures = [answer for answer in answers if answer is not None]
        opened = open_checkpoint(known.signed_by(*signatures), self._log, [target.key for target in self._targets])
        if signatures and len(opened.witnesses) >= self.needed:
            await asyncio.to_thread(self._keep, opened)

    async def _ask(self, target: Target, note: SignedNote, checkpoint: Checkpoint) -> Signature | None:
        stands = self.standings[target.key]
        trouble, signature = "unreachable", None
        try:
            trouble, signature = await self._converse(target, note, checkpoint, stands.size)
        except (aiohttp.ClientError, TimeoutError):
            pass
        except (NoteError, UnicodeDecodeError):
            trouble = "bad_answer"
        if signature is not None:
            self.standings[target.key] = Standing(checkpoint.size, int(self._clock.now()))
            return signature
        if trouble != stands.trouble:
            # Once, not every few seconds: it goes on until somebody has looked.
            _log.error("witness_does_not_sign", witness=target.key.name, trouble=trouble, size=checkpoint.size)
        since = stands.since if stands.trouble else int(self._clock.now())
        self.standings[target.key] = Standing(stands.size, stands.at, trouble, since)
        return None

    async def _converse(
        self, target: Target, note: SignedNote, checkpoint: Checkpoint, old: int
    ) -> tuple[str, Signature | None]:
        for _ in range(ATTEMPTS):
            path = await asyncio.to_thread(self._path, old, checkpoint.size)
            status, data = await self._post(target, Submission(old, path, note, checkpoint).serialise())
            if status == 200:
                return "bad_answer", _signature_of(target.key, note, data)
            if status != 409:
                return "refused", None
            said = parse_decimal(data.decode().removesuffix("\n"))
            if said > checkpoint.size:
                # It has countersigned more than there is here: this record was put back to an older state.
                return "ahead", None
            if said == old:
                return "refused", None
            old = said
        return "refused", None

    async def _post(self, target: Target, body: bytes) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with self._session.post(
            f"{target.address}/add-checkpoint", data=body, timeout=timeout, allow_redirects=False
        ) as answer:
            content = await body_of(answer, NOTE_MAX)
            if content is None:
                raise NoteError("The answer of a witness is too large.")
            return answer.status, content

    def _path(self, old: int, new: int) -> tuple[bytes, ...]:
        return tuple(merkle.consistency_proof(old, new, tiles.subtrees(self._shelf.fetch, new)))

    def _keep(self, opened: Opened) -> None:
        fresh = self._folder / f".{COSIGNED}.new"
        fresh.write_bytes(opened.note.serialise())
        put(fresh, self._folder / COSIGNED)
        self.newest = opened

    def _kept(self) -> Opened | None:
        try:
            note = SignedNote.parse((self._folder / COSIGNED).read_bytes())
            opened = open_checkpoint(note, self._log, [target.key for target in self._targets])
        except (FileNotFoundError, NoteError):
            # Another key or other witnesses than before: what they signed says nothing to those who check now.
            return None
        return opened if len(opened.witnesses) >= max(1, self.needed) else None


def _signature_of(key: VerifierKey, note: SignedNote, data: bytes) -> Signature | None:
    """The one of that witness among the lines of an answer. Raises `NoteError` when it does not hold."""
    for signature in parse_cosignatures(data):
        if key.made(signature):
            key.verify(note.text, signature)
            return signature
    return None
