"""When a campaign is over, its voices are counted, and the count stands in the record."""

import asyncio

from sqlalchemy import select, update

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.ids import CampaignId
from folkmoot.base.log import logger
from folkmoot.campaigns import campaigns, voice_tables
from folkmoot.campaigns.batches import Issuer, issued, spent
from folkmoot.campaigns.blind import BadKeyError
from folkmoot.campaigns.errors import VoiceKeyMissingError
from folkmoot.campaigns.keys import TICKET_BYTES
from folkmoot.campaigns.publishing import Publisher
from folkmoot.record import entries, outbox
from folkmoot.store.database import Database

PAUSE = 60.0

_log = logger("campaigns.closing")


class Closing:
    """Of all campaigns, whether a convenor closed them or their last day did."""

    def __init__(self, database: Database, publisher: Publisher, clock: Clock, issuer: Issuer) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._issuer = issuer

    async def round(self) -> None:
        """Counts what is closed and not counted yet; what a convenor opens again is counted again."""
        keys, now = voice_tables.voice_keys, self._clock.now()
        async with self._database.read() as connection:
            query = select(keys.c.campaign, keys.c.round, keys.c.counted)
            found = [(CampaignId(name), round_, counted) for name, round_, counted in await connection.execute(query)]
            phases = {
                name: campaigns.phase(await campaigns.find(connection, name), now) for name in {row[0] for row in found}
            }
        for name, round_, counted in found:
            if phases[name] == "closed" and counted is None:
                await self._close(name)
                await self._count(name, round_)
            elif phases[name] == "open" and counted is not None:
                await self._forget_count(name, round_)

    async def run(self) -> None:
        """Never returns. What fails is tried again."""
        while True:
            try:
                await self.round()
            except Exception:  # noqa: BLE001 - what failed is logged, and counted with the next round
                _log.exception("count_failed")
            await asyncio.sleep(PAUSE)

    async def _close(self, campaign: CampaignId) -> None:
        """Who still waited gets what they asked for, and the count has it."""
        try:
            await self._issuer.issue(campaign)
        except (VoiceKeyMissingError, BadKeyError) as error:
            _log.error("closed_without_key", code=error.code)

    async def _forget_count(self, campaign: CampaignId, round_: int) -> None:
        keys = voice_tables.voice_keys
        this = (keys.c.campaign == campaign) & (keys.c.round == round_)
        async with self._database.write() as connection:
            await connection.execute(update(keys).where(this).values(counted=None))

    async def _count(self, campaign: CampaignId, round_: int) -> None:
        keys, ticket = voice_tables.voice_keys, random_bytes(TICKET_BYTES)
        this = (keys.c.campaign == campaign) & (keys.c.round == round_)
        async with self._database.write() as connection:
            _, total = await issued(connection, campaign, round_)
            used = await spent(connection, campaign, round_)
            entry = entries.Count(
                at=int(self._clock.now()), campaign=str(campaign), round=round_, issued=total, used=used
            )
            await connection.execute(update(keys).where(this).values(counted=ticket))
            await outbox.put(connection, [(ticket, entry)])
        await self._publisher.place(ticket, entry, fresh=True)
