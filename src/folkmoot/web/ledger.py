"""The record as the pages show it: its entries, whose signatures count, and what campaigns are called."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litestar.connection import ASGIConnection

from folkmoot.base.clock import Clock
from folkmoot.base.log import logger
from folkmoot.campaigns import campaigns
from folkmoot.campaigns.campaigns import Campaign
from folkmoot.campaigns.errors import CampaignUnknownError
from folkmoot.record.catalogue import COSIGNED, Catalogue
from folkmoot.record.checkpoint import Checkpoint, Opened
from folkmoot.record.cosigning import Cosigning, Standing
from folkmoot.record.errors import NoteError, TileError
from folkmoot.record.identity import NAME, signer_at
from folkmoot.record.log import FILES
from folkmoot.record.note import VerifierKey
from folkmoot.record.succession import Former, formers, open_any
from folkmoot.store.database import Database

_log = logger("web.ledger")


class Ledger:
    """Made once by the assembly point; pages find it in the application's state as `ledger`.

    `record` is the folder of the record's key and files. `witnesses` are keys of outsiders, of which `needed` must have
    countersigned before a receipt is whole.
    """

    def __init__(
        self,
        record: Path,
        database: Database,
        clock: Clock,
        witnesses: Sequence[VerifierKey] = (),
        needed: int = 0,
    ) -> None:
        self.catalogue = Catalogue(record / FILES)
        self._record = record
        self._database = database
        self.clock = clock
        self._log: VerifierKey | None = None
        self.witnesses = tuple(witnesses)
        self.needed = needed
        # As long as the application runs.
        self.cosigning: Cosigning | None = None
        self._formers: list[Former] = []

    @property
    def log(self) -> VerifierKey | None:
        """The key that the record is signed with; None before there is a record. It stays while the service runs."""
        if self._log is None and (self._record / NAME).exists():
            self._log = signer_at(self._record).verifier
        return self._log

    @property
    def policy(self) -> dict[str, Any]:
        """What a page tells its script, which checks by it."""
        return {
            "log": str(self.log or ""),
            "witnesses": [str(key) for key in self.witnesses],
            "needed": self.needed,
            "formers": [{"key": str(one.key), "entry": one.entry} for one in self._formers],
        }

    async def learn(self) -> None:
        """Finds the keys that the record had, of which there is no other while the service runs."""
        if self.log is None:
            return
        try:
            self._formers = formers(self.log, await asyncio.to_thread(self.catalogue.successions))
        except TileError as error:
            # Pages of the record say so too; rooms and gates need none of it.
            _log.error("record_not_read", code=error.code)

    @property
    def newest(self) -> Checkpoint | None:
        """The newest checkpoint; None while nothing has been written."""
        note = self.catalogue.note()
        return None if note is None else Checkpoint.parse(note.text)

    @property
    def cosigned(self) -> Opened | None:
        """The newest that witnesses have countersigned."""
        note = self.catalogue.note(COSIGNED)
        if note is None or self.log is None:
            return None
        try:
            return open_any(note, self.log, self._formers, self.witnesses)
        except NoteError:
            # Of a witness whose key has been taken out of the list, or of a record that was there before.
            return None

    def standing(self, witness: VerifierKey) -> Standing:
        """What that witness has last done, since this service was started."""
        return self.cosigning.standings.get(witness, Standing()) if self.cosigning else Standing()

    async def campaigns(self) -> list[Campaign]:
        """Those that the public may know of."""
        async with self._database.read() as connection:
            return await campaigns.published(connection)

    async def campaign(self, slug: str) -> Campaign:
        """Raises `CampaignUnknownError`, also for one that is only a draft."""
        async with self._database.read() as connection:
            found = await campaigns.by_slug(connection, slug)
        if not found.revision:
            raise CampaignUnknownError
        return found


def ledger_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Ledger:
    """Of the application that the connection came to."""
    ledger: Ledger = connection.app.state.ledger
    return ledger
