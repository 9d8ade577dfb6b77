"""Blind signatures leave in batches, so that when one left does not say who it was for (docs/protocol.md section 11.2).

A batch is signed when so many wait, or so long after the first of them came. When that was is in memory only: after a
restart the time begins anew.
"""

import asyncio
import math
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.ids import CampaignId
from folkmoot.base.log import logger
from folkmoot.campaigns import voice_tables
from folkmoot.campaigns.blind import SigningKey
from folkmoot.campaigns.keys import TICKET_BYTES, RoundKey, VoiceKeys
from folkmoot.campaigns.publishing import Publisher
from folkmoot.record import entries, outbox
from folkmoot.store.database import Database

SECONDS_PER_DAY = 86_400
# In one transaction and one entry; what is over waits for the next batch, which is signed at once.
BATCH_MAX = 500
KEEP_DAYS = 7
LONGEST_PAUSE = 1.0
# After a failure: a disk that is full is not asked again all the time.
AGAIN_SECONDS = 10.0

_log = logger("campaigns.batches")


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next batch comes at `at` (seconds since 1970) at the latest; `others` wait for it too."""

    at: int
    others: int


@dataclass(slots=True)
class _Window:
    count: int
    # Monotonic.
    until: float


class Issuer:
    """Signs for all campaigns. `size` requests or `seconds` make a batch."""

    def __init__(
        self, database: Database, publisher: Publisher, clock: Clock, keys: VoiceKeys, *, size: int, seconds: float
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._keys = keys
        self._size = size
        self._seconds = seconds
        self._windows: dict[CampaignId, _Window] = {}
        self._full = asyncio.Event()
        self._cleaned_on = 0

    async def recover(self) -> None:
        """After a start: what waited goes on waiting."""
        requests = voice_tables.voice_requests
        query = select(requests.c.campaign, func.count()).where(requests.c.batch.is_(None))
        async with self._database.read() as connection:
            waiting = (await connection.execute(query.group_by(requests.c.campaign))).all()
        for campaign, count in waiting:
            wait = self._seconds if count < self._size else 0.0
            self._windows[CampaignId(campaign)] = _Window(count, self._clock.monotonic() + wait)

    def joined(self, campaign: CampaignId) -> Waiting:
        """One more waits, durably."""
        window = self._windows.get(campaign)
        if window is None:
            window = self._windows[campaign] = _Window(0, self._clock.monotonic() + self._seconds)
        window.count += 1
        if window.count == self._size:
            window.until = self._clock.monotonic()
            self._full.set()
        return self.waiting(campaign)

    def waiting(self, campaign: CampaignId) -> Waiting:
        """For somebody who waits already."""
        window = self._windows.get(campaign)
        if window is None:
            # Being signed just now.
            return Waiting(math.ceil(self._clock.now()), 0)
        left = max(0.0, window.until - self._clock.monotonic())
        return Waiting(math.ceil(self._clock.now() + left), max(0, window.count - 1))

    async def run(self) -> None:
        """Never returns. What fails is tried again."""
        while True:
            try:
                await self.round()
            except Exception:  # noqa: BLE001 - what failed is logged; people who wait would wait for ever
                _log.exception("round_failed")
            await self._pause(LONGEST_PAUSE)

    async def round(self) -> None:
        """Signs every batch that is due, and forgets what has been collected long ago."""
        self._full.clear()
        for campaign in self._due():
            try:
                await self.issue(campaign)
            except Exception:  # noqa: BLE001 - logged and tried again soon; what ails one campaign must not stop others
                _log.exception("batch_failed")
        today = int(self._clock.now() // SECONDS_PER_DAY)
        if today != self._cleaned_on:
            await self._clean(today)
            self._cleaned_on = today

    async def issue(self, campaign: CampaignId) -> None:
        """Signs what waits in one campaign, now. Raises what the key or the record raises; then they wait on."""
        window = self._windows.pop(campaign, None)
        try:
            left = await self._issue(await self._keys.current(campaign))
        except BaseException:
            count = (window.count if window else 0) + (here.count if (here := self._windows.get(campaign)) else 0)
            self._windows[campaign] = _Window(count, self._clock.monotonic() + AGAIN_SECONDS)
            raise
        if left:
            self._windows[campaign] = _Window(left, self._clock.monotonic())
            self._full.set()

    def _due(self) -> list[CampaignId]:
        now = self._clock.monotonic()
        return [campaign for campaign, window in self._windows.items() if window.until <= now]

    async def _pause(self, longest: float) -> None:
        try:
            async with asyncio.timeout(longest):
                await self._full.wait()
        except TimeoutError:
            return

    async def _issue(self, key: RoundKey) -> int:
        """Returns how many still wait."""
        async with self._database.read() as connection:
            blinded = await _waiting(connection, key)
        if not blinded:
            return 0
        now, later = blinded[:BATCH_MAX], blinded[BATCH_MAX:]
        signer = await self._keys.signer(key)
        # In a thread, and with other threads running meanwhile: some milliseconds of a processor each.
        signatures = await asyncio.to_thread(_sign, signer, [one for _, one in now])
        hashes = [name for name, _ in now]
        async with self._database.write() as connection:
            batch = await _close(connection, key, len(now), int(self._clock.now()))
            ticket = random_bytes(TICKET_BYTES)
            await _keep(connection, batch, ticket)
            await _answer(connection, key, batch.batch, list(zip(hashes, signatures, strict=True)))
            await outbox.put(connection, [(ticket, batch)])
        await self._publisher.place(ticket, batch, fresh=True)
        return len(later)

    async def _clean(self, today: int) -> None:
        requests, links = voice_tables.voice_requests, voice_tables.mail_links
        async with self._database.write() as connection:
            old = requests.c.collected_on <= today - KEEP_DAYS
            gone = await connection.execute(delete(requests).where(old))
            gone_links = await connection.execute(delete(links).where(links.c.until < today))
        if gone.rowcount or gone_links.rowcount:
            await self._database.forget(requests, links)


def _sign(signer: SigningKey, blinded: list[bytes]) -> list[bytes]:
    return [signer.sign(one, random_bytes) for one in blinded]


async def _waiting(connection: AsyncConnection, key: RoundKey) -> list[tuple[bytes, bytes]]:
    requests = voice_tables.voice_requests
    query = select(requests.c.hash, requests.c.blinded).where(
        requests.c.campaign == key.campaign, requests.c.round == key.round, requests.c.batch.is_(None)
    )
    # By the hash of a random ticket: an order that says nothing.
    return [(name, blinded) for name, blinded in await connection.execute(query.order_by(requests.c.hash))]


async def find(
    connection: AsyncConnection, campaign: CampaignId, round_: int, batch: int
) -> tuple[bytes, entries.Issued]:
    """Ticket and entry of a batch that there is."""
    table = voice_tables.voice_batches
    this = (table.c.campaign == campaign) & (table.c.round == round_) & (table.c.batch == batch)
    columns = (table.c.ticket, table.c.at, table.c["count"], table.c.total, table.c.used)
    ticket, at, count, total, used = (await connection.execute(select(*columns).where(this))).one()
    entry = entries.Issued(
        at=at, campaign=str(campaign), round=round_, batch=batch, count=count, total=total, used=used
    )
    return ticket, entry


async def issued(connection: AsyncConnection, campaign: CampaignId, round_: int) -> tuple[int, int]:
    """How many batches there have been in a round, and how many signatures in all of them."""
    batches = voice_tables.voice_batches
    query = select(func.count(), func.coalesce(func.sum(batches.c.count), 0)).where(
        batches.c.campaign == campaign, batches.c.round == round_
    )
    number, total = (await connection.execute(query)).one()
    return int(number), int(total)


async def spent(connection: AsyncConnection, campaign: CampaignId, round_: int, *, held: bool = False) -> int:
    """How many voices of a round have been taken up; `held` for those that the server holds, which count apart."""
    voices = voice_tables.voices
    query = select(func.count()).where(voices.c.campaign == campaign, voices.c.round == round_, voices.c.held.is_(held))
    return int((await connection.execute(query)).scalar_one())


async def _close(connection: AsyncConnection, key: RoundKey, count: int, now: int) -> entries.Issued:
    number, total = await issued(connection, key.campaign, key.round)
    used = await spent(connection, key.campaign, key.round)
    return entries.Issued(
        at=now,
        campaign=str(key.campaign),
        round=key.round,
        batch=number + 1,
        count=count,
        total=total + count,
        used=used,
    )


async def _keep(connection: AsyncConnection, batch: entries.Issued, ticket: bytes) -> None:
    row = {"campaign": batch.campaign, "round": batch.round, "batch": batch.batch, "count": batch.count}
    row |= {"total": batch.total, "used": batch.used, "at": batch.at, "ticket": ticket}
    await connection.execute(insert(voice_tables.voice_batches).values(row))


async def _answer(
    connection: AsyncConnection, key: RoundKey, batch: int, signatures: list[tuple[bytes, bytes]]
) -> None:
    requests = voice_tables.voice_requests
    statement = (
        update(requests)
        .where(requests.c.campaign == key.campaign, requests.c.hash == bindparam("name"))
        .values(signature=bindparam("made"), batch=batch)
    )
    await connection.execute(statement, [{"name": name, "made": made} for name, made in signatures])
