"""Voices: a token of the gate is spent on a public key, once, and from then on the key is a voice.

See docs/protocol.md section 11.3. Nothing here knows who was let through the gate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.errors import FolkmootError
from folkmoot.base.ids import CampaignId
from folkmoot.campaigns import blind, held, signatures, voice_tables
from folkmoot.campaigns.credentials import Credential
from folkmoot.campaigns.errors import VoiceInvalidError
from folkmoot.campaigns.gate import Gate
from folkmoot.campaigns.keys import TICKET_BYTES, VoiceKeys
from folkmoot.campaigns.phases import refused
from folkmoot.campaigns.publishing import Publisher
from folkmoot.record import entries, outbox, seals
from folkmoot.store.batching import Batch
from folkmoot.store.database import Database

SPEND_LABEL = b"folkmoot spend v1\0"


@dataclass(frozen=True, slots=True)
class Token:
    """What a browser shows to have its key made a voice: the token of the gate and a proof that it has the key."""

    key: bytes = field(repr=False)
    prefix: bytes = field(repr=False)
    token: bytes = field(repr=False)
    proof: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice as it was made. `at` is in seconds since 1970, as in the log."""

    campaign: CampaignId
    round: int
    key: bytes = field(repr=False)
    held: bool
    at: int
    salt: bytes = field(repr=False)
    ticket: bytes = field(repr=False)

    @property
    def opening(self) -> seals.Opening:
        """What shows that its entry is of this key."""
        return seals.Opening(self.salt, self.key)

    @property
    def entry(self) -> entries.Voice:
        """What stands in the log."""
        seal = entries.seal_text(self.opening.seal)
        marked = 1 if self.held else 0
        return entries.Voice(at=self.at, campaign=str(self.campaign), round=self.round, marked=marked, seal=seal)


@dataclass(frozen=True, slots=True)
class Receipted:
    """The receipt's text; `fresh` when this request has made the entry, and none before it."""

    receipt: str
    fresh: bool


class Voices:
    """Of all campaigns."""

    def __init__(self, database: Database, clock: Clock, keys: VoiceKeys, publisher: Publisher) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self._publisher = publisher
        self._batch = Batch(self._keep, database)

    async def spend(self, campaign: CampaignId, token: Token) -> Receipted:
        """Makes the key a voice, or says again that it is one.

        Raises `VoiceInvalidError` and a campaign's errors.
        """
        key = await self._keys.current(campaign)
        if not signatures.holds(token.key, token.proof, spend_bytes(campaign, token.key)):
            raise VoiceInvalidError
        prepared = blind.prepared(token.prefix, campaign, key.round, token.key)
        if len(token.token) != key.public.size or not key.verifier.holds(prepared, token.token):
            raise VoiceInvalidError
        return await self._take(self._new(campaign, key.round, token.key, is_held=False))

    async def hold(self, gate: Gate, campaign: CampaignId, credential: Credential) -> bytes:
        """A voice that the server holds for a browser that runs no scripts: returns its cookie, 32 bytes.

        Only here are credential and voice in one transaction, and the entry says so by its mark. Raises what the gate
        raises.
        """
        round_ = (await self._keys.current(campaign)).round
        cookie = random_bytes(held.COOKIE_BYTES)
        voice = self._new(campaign, round_, held.public_key(cookie, campaign), is_held=True)
        async with self._database.write() as connection:
            await gate.admit(connection, campaign, credential)
            await _insert(connection, [voice])
            await outbox.put(connection, [(voice.ticket, voice.entry)])
        await self._publisher.receipt(voice.ticket, voice.entry, voice.opening, fresh=True)
        return cookie

    async def receipt(self, campaign: CampaignId, key: bytes) -> str | None:
        """The receipt of a voice that there is; None when there is none."""
        async with self._database.read() as connection:
            found = await find(connection, [(campaign, key)])
        voice = found.get((campaign, key))
        if voice is None:
            return None
        return await self._publisher.receipt(voice.ticket, voice.entry, voice.opening, fresh=False)

    async def settle(self) -> None:
        """Returns when nothing is being written any more."""
        await self._batch.settle()

    def _new(self, campaign: CampaignId, round_: int, key: bytes, *, is_held: bool) -> Voice:
        salt, ticket = random_bytes(seals.SALT_BYTES), random_bytes(TICKET_BYTES)
        return Voice(campaign, round_, key, is_held, int(self._clock.now()), salt, ticket)

    async def _take(self, proposed: Voice) -> Receipted:
        kept = await self._batch.submit(proposed)
        if isinstance(kept, FolkmootError):
            raise kept
        fresh = kept is proposed
        return Receipted(await self._publisher.receipt(kept.ticket, kept.entry, kept.opening, fresh=fresh), fresh)

    async def _keep(self, connection: AsyncConnection, proposed: list[Voice]) -> Sequence[Voice | FolkmootError]:
        """One transaction for all of them: each is new, known already, or refused."""
        closed = await refused(connection, {voice.campaign for voice in proposed}, self._clock.now())
        known = await find(connection, [(voice.campaign, voice.key) for voice in proposed])
        fresh: dict[tuple[CampaignId, bytes], Voice] = {}
        results: list[Voice | FolkmootError] = []
        for voice in proposed:
            name = (voice.campaign, voice.key)
            if name in known:
                results.append(known[name])
            elif voice.campaign in closed:
                results.append(closed[voice.campaign])
            else:
                # The same key twice in one batch is a browser that asked again: the first counts for both.
                results.append(fresh.setdefault(name, voice))
        if fresh:
            await _insert(connection, list(fresh.values()))
            await outbox.put(connection, [(voice.ticket, voice.entry) for voice in fresh.values()])
        return results


def spend_bytes(campaign: CampaignId, key: bytes) -> bytes:
    """What the proof signs."""
    return SPEND_LABEL + campaign.encode() + key


async def find(
    connection: AsyncConnection, names: Sequence[tuple[CampaignId, bytes]]
) -> dict[tuple[CampaignId, bytes], Voice]:
    """Those voices that there are."""
    table = voice_tables.voices
    query = select(table).where(
        table.c.campaign.in_({campaign for campaign, _ in names}), table.c.key.in_({key for _, key in names})
    )
    found: dict[tuple[CampaignId, bytes], Voice] = {}
    for row in await connection.execute(query):
        campaign = CampaignId(row.campaign)
        found[campaign, row.key] = Voice(campaign, row.round, row.key, row.held, row.at, row.salt, row.ticket)
    return found


async def _insert(connection: AsyncConnection, new: list[Voice]) -> None:
    rows = [
        {
            "campaign": voice.campaign,
            "key": voice.key,
            "round": voice.round,
            "held": voice.held,
            "seq": 0,
            "given_up": False,
            "at": voice.at,
            "salt": voice.salt,
            "ticket": voice.ticket,
        }
        for voice in new
    ]
    await connection.execute(insert(voice_tables.voices), rows)
