"""The gate: who may take part is let through once, and asks for a blind signature (docs/protocol.md section 11.1).

What is kept here is the credential's hash with a day, and the request under the hash of a ticket that the browser made:
no address, no time finer than a batch, and nothing that a voice will show later.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.ids import CampaignId
from folkmoot.base.secret import Secret
from folkmoot.campaigns import batches, campaigns, credentials, voice_tables
from folkmoot.campaigns.batches import Issuer, Waiting
from folkmoot.campaigns.blind import BadBlindedError
from folkmoot.campaigns.campaigns import Campaign
from folkmoot.campaigns.credentials import GATE, Code, Credential, Link, Login, Mail
from folkmoot.campaigns.errors import CredentialUnknownError, CredentialUsedError, RequestUnknownError
from folkmoot.campaigns.keys import RoundKey, VoiceKeys
from folkmoot.campaigns.logins import Logins
from folkmoot.campaigns.publishing import Publisher
from folkmoot.store.database import Database

SECONDS_PER_DAY = 86_400
TICKET_BYTES = 32
MAIL_DAYS = 1

Requested = Row[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Issued:
    """A blind signature, in a batch of `count`; `entry` is the batch's index in the log."""

    signature: bytes
    batch: int
    count: int
    entry: int


class Gate:
    """Of all campaigns."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        clock: Clock,
        keys: VoiceKeys,
        issuer: Issuer,
        logins: Logins,
    ) -> None:
        self._database = database
        self._clock = clock
        self._publisher = publisher
        self._keys = keys
        self._issuer = issuer
        self._logins = logins
        self._people_key: Secret | None = None

    async def request(
        self, campaign: CampaignId, credential: Credential, blinded: bytes, ticket: bytes
    ) -> Waiting | Issued:
        """Lets somebody through and has `blinded` wait for its batch; the same again gets the same answer.

        Raises `CredentialUnknownError`, `CredentialUsedError`, `BadBlindedError` and a campaign's errors.
        """
        key = await self._keys.current(campaign)
        if len(blinded) != key.public.size or not 0 < int.from_bytes(blinded) < key.public.modulus:
            raise BadBlindedError
        value = _hash(ticket)
        async with self._database.write() as connection:
            found = await campaigns.find(connection, campaign)
            campaigns.check_open(found, self._clock.now())
            who = await self._identify(connection, found, credential)
            earlier = await _find(connection, campaign, value)
            if earlier is None:
                await self._take(connection, found, credential, who)
                await _wait(connection, key, value, who, blinded)
            elif (earlier.credential, earlier.blinded) != (who, blinded):
                await self._take(connection, found, credential, who)
                # Not used yet, or nothing that is used up: the browser has taken one ticket for two requests.
                raise InvalidRequestError
        if earlier is not None:
            return await self.collect(campaign, ticket)
        return self._issuer.joined(campaign)

    async def collect(self, campaign: CampaignId, ticket: bytes) -> Waiting | Issued:
        """What has become of a request. Raises `RequestUnknownError` and `RecordUnavailableError`."""
        value = _hash(ticket)
        async with self._database.read() as connection:
            requested = await _find(connection, campaign, value)
            if requested is None:
                raise RequestUnknownError
            if requested.signature is None:
                return self._issuer.waiting(campaign)
            ticket_of_batch, batch = await batches.find(connection, campaign, requested.round, requested.batch)
        # Not a signature leaves before its batch stands in the record.
        entry = await self._publisher.place(ticket_of_batch, batch, fresh=False)
        if requested.collected_on is None:
            async with self._database.write() as connection:
                table = voice_tables.voice_requests
                this = (table.c.campaign == campaign) & (table.c.hash == value)
                await connection.execute(update(table).where(this).values(collected_on=self._day))
        return Issued(requested.signature, batch.batch, batch.count, entry)

    async def admit(self, connection: AsyncConnection, campaign: CampaignId, credential: Credential) -> None:
        """Uses a credential up for a voice that the server holds. Raises as `request` does."""
        found = await campaigns.find(connection, campaign)
        campaigns.check_open(found, self._clock.now())
        who = await self._identify(connection, found, credential)
        await self._take(connection, found, credential, who)

    async def mail_code(self, campaign: CampaignId, address: str) -> str:
        """A code for a mail to that address, good until the next day ends. The address itself is not kept.

        Raises `CredentialUnknownError` when the gate is another, and a campaign's errors.
        """
        code = credentials.new_code(random_bytes)
        person = self._person(campaign, f"mail:{_mailbox(address)}")
        async with self._database.write() as connection:
            found = await campaigns.find(connection, campaign)
            campaigns.check_open(found, self._clock.now())
            if found.rules.gate != GATE[Mail]:
                raise CredentialUnknownError
            row = {"campaign": campaign, "hash": credentials.code_hash(campaign, code), "person": person}
            await connection.execute(insert(voice_tables.mail_links).values(**row, until=self._day + MAIL_DAYS))
        return code

    @property
    def _day(self) -> int:
        return int(self._clock.now() // SECONDS_PER_DAY)

    def _person(self, campaign: CampaignId, name: str) -> bytes:
        if self._people_key is None:
            self._people_key = self._keys.people_key()
        return credentials.person_hash(self._people_key, campaign, name)

    async def _identify(self, connection: AsyncConnection, campaign: Campaign, credential: Credential) -> bytes:
        """What is kept of whoever shows this; empty for an open link, which shows nothing."""
        if GATE[type(credential)] != campaign.rules.gate:
            raise CredentialUnknownError
        match credential:
            case Link():
                return b""
            case Code(text):
                return credentials.code_hash(campaign.id, text)
            case Mail(text):
                return await self._mailed(connection, campaign, text)
            case Login(token):
                return self._person(campaign.id, f"login:{self._logins.account(campaign.id, token)}")

    async def _mailed(self, connection: AsyncConnection, campaign: Campaign, text: str) -> bytes:
        links = voice_tables.mail_links
        value = credentials.code_hash(campaign.id, text)
        query = select(links.c.person).where(
            links.c.campaign == campaign.id, links.c.hash == value, links.c.until >= self._day
        )
        person = (await connection.execute(query)).scalar_one_or_none()
        if person is None:
            raise CredentialUnknownError
        return bytes(person)

    async def _take(self, connection: AsyncConnection, campaign: Campaign, credential: Credential, who: bytes) -> None:
        match credential:
            case Link():
                earlier = None
            case Code():
                earlier = await credentials.take_code(connection, campaign.id, who, self._day)
            case Mail() | Login():
                earlier = await _take_person(connection, campaign.id, who, self._day)
        if earlier is not None:
            raise CredentialUsedError(earlier)


def _mailbox(address: str) -> str:
    """The address without what most mail servers leave out: capitals, and what follows a plus sign (RFC 5233)."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def _hash(ticket: bytes) -> bytes:
    return hashlib.sha256(ticket).digest()


async def _find(connection: AsyncConnection, campaign: CampaignId, value: bytes) -> Requested | None:
    table = voice_tables.voice_requests
    query = select(table).where(table.c.campaign == campaign, table.c.hash == value)
    return (await connection.execute(query)).one_or_none()


async def _wait(connection: AsyncConnection, key: RoundKey, value: bytes, who: bytes, blinded: bytes) -> None:
    row = {"campaign": key.campaign, "hash": value, "round": key.round, "credential": who, "blinded": blinded}
    await connection.execute(insert(voice_tables.voice_requests).values(row))


async def _take_person(connection: AsyncConnection, campaign: CampaignId, who: bytes, day: int) -> int | None:
    people = voice_tables.people
    this = (people.c.campaign == campaign) & (people.c.hash == who)
    found = (await connection.execute(select(people.c.used_on).where(this))).one_or_none()
    if found is None:
        await connection.execute(insert(people).values(campaign=campaign, hash=who, used_on=day))
    elif found.used_on is None:
        await connection.execute(update(people).where(this).values(used_on=day))
    return None if found is None else found.used_on
