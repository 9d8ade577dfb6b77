"""All that a campaign needs besides its rules: gate, batches, voices and acts, put together."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from folkmoot.base.clock import Clock
from folkmoot.campaigns.acts import Acts
from folkmoot.campaigns.batches import Issuer
from folkmoot.campaigns.closing import Closing
from folkmoot.campaigns.gate import Gate
from folkmoot.campaigns.keys import VoiceKeys
from folkmoot.campaigns.logins import Logins
from folkmoot.campaigns.publishing import Publisher
from folkmoot.campaigns.voices import Voices
from folkmoot.record.log import Log
from folkmoot.record.outbox import Outbox
from folkmoot.store.database import Database

FOLDER = "voices"


@dataclass(frozen=True, slots=True)
class Polling:
    """Made once by `open`."""

    keys: VoiceKeys
    logins: Logins
    issuer: Issuer
    gate: Gate
    voices: Voices
    acts: Acts
    closing: Closing

    @classmethod
    def open(
        cls, data: Path, database: Database, to_log: Outbox, log: Log, clock: Clock, *, size: int, seconds: float
    ) -> Self:
        """`data` is the data folder; a batch is `size` requests, or what has come in `seconds`."""
        publisher = Publisher(database, to_log, log)
        keys = VoiceKeys(data / FOLDER, database, publisher, clock)
        logins = Logins(clock)
        issuer = Issuer(database, publisher, clock, keys, size=size, seconds=seconds)
        gate = Gate(database, publisher, clock, keys, issuer, logins)
        voices = Voices(database, clock, keys, publisher)
        acts = Acts(database, clock, publisher)
        return cls(keys, logins, issuer, gate, voices, acts, Closing(database, publisher, clock, issuer))

    async def settle(self) -> None:
        """Returns when nothing is being written any more."""
        await self.voices.settle()
        await self.acts.settle()
